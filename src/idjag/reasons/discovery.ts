import type { ReasonText } from "../reasons";

/** Why metadata could not be had, or does not serve. */
export const DISCOVERY_REASONS = {
  insecure_url: {
    message: "{seen} is not an https URL without query and fragment.",
    remedy: "Give the full address with https, as the issuer's or the server's documentation does.",
    specification: "RFC 8414 §2, RFC 9728 §1.2, MCP EMA §7.3",
  },
  unreachable: {
    message: "The metadata could not be fetched: {seen}.",
    remedy:
      "Open the address from this machine; check proxy, DNS, firewall and, in a company network, the certificate authority (`NODE_EXTRA_CA_CERTS`).",
    specification: "RFC 8414 §3, RFC 9728 §3",
  },
  redirected: {
    message: "The metadata address redirects ({seen}); redirects are not followed.",
    remedy: "Give the address it leads to, if it is the right one, or the issuer behind it.",
    specification: "RFC 8414 §3.2, RFC 9728 §3.2",
  },
  not_found: {
    message: "There is no metadata at {seen}.",
    remedy:
      "Check the address letter by letter. For Okta it is the organization's, `https://<org>.okta.com`, not the console's with `-admin`.",
    specification: "RFC 8414 §3.1, RFC 9728 §3.1",
  },
  bad_status: {
    message: "The metadata address does not answer with HTTP status 200: {seen}.",
    remedy:
      "With 5xx or 429, wait and try again; with 401 or 403, something in front of the service wants a sign-in that metadata must not need.",
    specification: "RFC 8414 §3.2, RFC 9728 §3.2",
  },
  not_json: {
    message: "The answer from {seen} is not a JSON object.",
    remedy: "A proxy or a login page may answer in the service's place; open the address.",
    specification: "RFC 8414 §3.2, RFC 9728 §3.2",
  },
  malformed: {
    message: "The metadata is not as it should be: {seen}.",
    remedy: "Report it to whoever runs the service; until then its metadata cannot be relied on.",
    specification: "RFC 8414 §2, RFC 9728 §2",
  },
  resource_mismatch: {
    message: "The metadata is about {seen}, not about {expected}.",
    remedy:
      "Give the MCP server's address as its documentation does. If that is the one given, do not send tokens there: metadata that names another resource may be somebody else's.",
    specification: "RFC 9728 §3.3",
  },
  issuer_trailing_slash: {
    message:
      "The metadata's issuer is {seen}, asked for was {expected}: only the last slash differs.",
    remedy:
      "Use the issuer as its metadata spells it, everywhere: in Okta's resource app, in the teamspace and in the client.",
    specification: "RFC 8414 §3.3",
  },
  issuer_mismatch: {
    message: "The metadata's issuer is {seen}; asked for was {expected}.",
    remedy:
      "Use the issuer that the metadata names, if it is the one meant. If the address was right, its metadata is wrong: report it to whoever runs the service.",
    specification: "RFC 8414 §3.3",
  },
  no_authorization_server: {
    message: "The MCP server's metadata lists no authorization server.",
    remedy: "Without one there is nobody to redeem an ID-JAG; check the MCP server's address.",
    specification: "RFC 9728 §2",
  },
  issuer_not_listed: {
    message:
      "The MCP server lists {seen} as its authorization servers; {expected} is not among them.",
    remedy:
      "Check both addresses. An ID-JAG for a server that the MCP server does not trust is of no use there.",
    specification: "RFC 9728 §2",
  },
  grant_missing: {
    message: "{seen} does not advertise the jwt-bearer grant, with which an ID-JAG is redeemed.",
    remedy:
      "Choose another of the MCP server's authorization servers; Context7's is `https://context7.com`. If that is the one, ask Context7 whether Enterprise-Managed Auth is available.",
    specification: "RFC 8414 §2 (grant_types_supported), draft §7.2",
  },
  profile_missing: {
    message: "{seen} offers the jwt-bearer grant, but does not advertise the ID-JAG profile.",
    remedy:
      "It may accept ID-JAGs all the same: only a redemption tells. Clients that decide by the metadata will not try; ask the service to advertise `urn:ietf:params:oauth:grant-profile:id-jag`.",
    specification: "draft §7.2, MCP EMA §6",
  },
} as const satisfies Record<string, ReasonText>;
