import type { ReasonText } from "../reasons";

/** What is wrong with what a genuine token says. */
export const claimReasons = {
  aud_missing: {
    message: "`aud` is {seen}; expected is {expected}.",
    remedy:
      "Send `audience` with the resource authorization server's issuer at the token exchange.",
    specification: "draft §3.1, RFC 7523 §3 (3)",
  },
  aud_multiple: {
    message: "`aud` has more or fewer than one member: {seen}. Expected is {expected} alone.",
    remedy:
      "An ID-JAG is for one authorization server. Request it with one `audience`; one for each server if there are several.",
    specification: "draft §4.4.1",
  },
  aud_trailing_slash: {
    message:
      "`aud` is {seen} and {expected} is expected: they differ only by the slash at the end.",
    remedy:
      "In Okta, give the resource app's Issuer URL as `https://context7.com`, without a slash, and have the client send exactly that as `audience`.",
    specification: "draft §4.4.1, MCP EMA §7.6.2",
  },
  aud_mismatch: {
    message: "The token is for {seen}; expected is {expected}.",
    remedy:
      "The client asked for another authorization server. Context7's list of them names its sign-in service first: the one with the ID-JAG profile is `https://context7.com`. In Okta, check the resource app's Issuer URL.",
    specification: "draft §4.4.1, MCP EMA §7.6.2",
  },
  exp_missing: {
    message: "`exp` is {seen}; a number of seconds since 1970 is expected.",
    remedy: "The issuer must limit the token's life; Okta always does.",
    specification: "draft §3.1, RFC 7523 §3 (4)",
  },
  iat_missing: {
    message: "`iat` is {seen}; a number of seconds since 1970 is expected.",
    remedy: "The issuer must say when it made the token; Okta always does.",
    specification: "draft §3.1, MCP EMA §7.4.1",
  },
  nbf_invalid: {
    message: "`nbf` is {seen}; where it is present, it must be a number of seconds since 1970.",
    remedy: "Correct or remove the claim at the issuer.",
    specification: "RFC 7519 §4.1.5",
  },
  iat_in_future: {
    message: "The token was made at {seen}, but it is only {expected} here.",
    remedy: "Set the clock of this machine (NTP). If it is right, the issuer's is wrong.",
    specification: "RFC 7523 §3 (6), MCP EMA §7.4.2",
  },
  not_yet_valid: {
    message: "The token is valid from {seen}, but it is only {expected} here.",
    remedy: "Set the clock of this machine (NTP). If it is right, the issuer's is wrong.",
    specification: "RFC 7519 §4.1.5, RFC 7523 §3 (5)",
  },
  lifetime_invalid: {
    message: "The token expires before it was made, or in that moment: its life is {seen} seconds.",
    remedy: "The issuer's clock or its setting for the token's life is wrong.",
    specification: "RFC 7519 §4.1.4 and §4.1.6",
  },
  lifetime_too_long: {
    message: "The token lives {seen} seconds; at most {expected} are allowed.",
    remedy: "Okta issues ID-JAGs for 300 seconds. At another issuer, shorten the ID-JAG's life.",
    specification: "MCP EMA §7.4.2, RFC 7523 §3 (4)",
  },
  expired: {
    message: "The token expired at {seen}; it is {expected} here.",
    remedy:
      "Request a new ID-JAG: each lives for minutes only. If a fresh one is refused like this, set the clock of this machine (NTP).",
    specification: "RFC 7523 §3 (4), MCP EMA §7.4.2",
  },
  sub_missing: {
    message: "`sub` is {seen}; a non-empty string is expected.",
    remedy:
      "The issuer must name the user. In Okta, check the requesting app's Sign On tab, and that the user is assigned.",
    specification: "draft §3.1, RFC 7523 §3 (2)",
  },
  jti_missing: {
    message: "`jti` is {seen}; a non-empty string is expected.",
    remedy: "Without it, a second use of the token cannot be recognised. Okta always sends it.",
    specification: "draft §3.1, MCP EMA §7.4.2",
  },
  client_id_missing: {
    message: "`client_id` is {seen}; a non-empty string is expected.",
    remedy:
      "In Okta, give the requesting app's Client ID field: what this client is called at Context7, not its Okta client ID.",
    specification: "draft §3.1 and §4.4.1",
  },
  client_id_not_allowed: {
    message: "The token is for client {seen}; expected is {expected}.",
    remedy:
      "In Okta, set the requesting app's Client ID to the client ID at the resource (such as `mcpclient-at-context7`). Its Okta client ID, on the Sign On tab, is another thing and the usual mistake.",
    specification: "draft §4.4.1",
  },
  resource_missing: {
    message: "The token names no `resource`; expected is {expected}.",
    remedy:
      "Send `resource` with the MCP server's resource identifier at the token exchange. Where the client cannot, set `requireResource` to false.",
    specification: "MCP EMA §4 and §7.6.2",
  },
  resource_invalid: {
    message: "`resource` is {seen}; a string, or a list of strings that is not empty, is expected.",
    remedy: "Send `resource` once, with the MCP server's resource identifier.",
    specification: "draft §3.1, RFC 8707 §2",
  },
  resource_trailing_slash: {
    message:
      "`resource` is {seen} and {expected} is expected: they differ only by the slash at the end.",
    remedy:
      "Have the client send the resource exactly as the MCP server's protected-resource metadata gives it; some URL parsers add a slash.",
    specification: "RFC 9728 §3.3, MCP EMA §7.6.2",
  },
  resource_not_allowed: {
    message: "The token is for resource {seen}; this audience serves {expected}.",
    remedy:
      "Send `resource` as `resource` of the MCP server's protected-resource metadata says (Context7: `https://mcp.context7.com`). The address of the authorization server is no resource.",
    specification: "MCP EMA §7.6.2, RFC 8707 §2",
  },
  scope_invalid: {
    message: "`scope` is {seen}; scopes are words with one blank between them.",
    remedy:
      "At the token exchange, send the scopes as one string with blanks between, or leave `scope` out.",
    specification: "draft §3.1, RFC 6749 §3.3",
  },
  email_missing: {
    message:
      "`email` is absent or not an e-mail address; Context7 finds and provisions members by it.",
    remedy:
      "In Okta, add the scope `email` to the request, see that the user's profile has an e-mail address and that the user is assigned to the resource app as well.",
    specification: "draft §3.1, Context7 documentation (provisioning)",
  },
  cnf_unsupported: {
    message: "The token is bound to a key of its sender (`cnf`), which cannot be checked here.",
    remedy:
      "Have the client request the ID-JAG without DPoP. Ignoring `cnf` would let a stolen token pass.",
    specification: "draft (proof-of-possession section), RFC 7800 §3, RFC 9449",
  },
  authorization_details_unsupported: {
    message: "The token carries `authorization_details`, which cannot be honoured here.",
    remedy:
      "Request the ID-JAG with `scope` instead. Ignoring the claim would grant more than was consented to.",
    specification: "draft §4.4.1, RFC 9396 §5",
  },
  replayed: {
    message: "This ID-JAG was used before; each may be used once.",
    remedy:
      "Request a new ID-JAG for each redemption. If nobody knowingly used it twice, a client retries with the old one, or somebody else has it: revoke the user's sessions at the issuer.",
    specification: "MCP EMA §7.4.2",
  },
  replay_cache_unavailable: {
    message: "Whether this ID-JAG was used before could not be established: {seen}.",
    remedy:
      "This says nothing about the token; it is refused to be safe. Restore the replay cache (Redis or Valkey), or enlarge the one in memory.",
    specification: "MCP EMA §7.4.2",
  },
} as const satisfies Record<string, ReasonText>;
