import { OKTA_FORM, SETTINGS_REMEDY } from "../../../../provider/context7/dashboard";
import { UNCONFIRMED_REMEDY } from "../../../../provider/teamspaceEma/guidance";
import type { CauseText } from "../../causes";

const GUIDE = "Context7, “EMA with Okta”, part 2";
const SERVER = "@upstash/context7-mcp";

/** What can be wrong at Context7, in the words of its dashboard. */
export const context7Causes = {
  token_endpoint_elsewhere: {
    message: "The token endpoint {seen} is not on the issuer's host {expected}.",
    remedy:
      "Sign-ins, ID-JAGs and client secrets would go there. Ask whoever runs the issuer whether the address is theirs before any client uses it.",
    source: "RFC 8414 §6.2; RFC 9700 §4.4",
  },
  ema_keys_unreachable: {
    message: "Context7's keys for EMA access tokens could not be fetched: {seen}.",
    remedy:
      "Without them the MCP server refuses every access token. Open {expected}; if it fails elsewhere too, tell Context7.",
    source: SERVER,
  },
  ema_keys_unsound: {
    message: "Context7's keys for EMA access tokens are not usable: {seen}.",
    remedy: "Open {expected} and compare; then tell Context7.",
    source: "RFC 7517 §4; FIPS 186-5 §A.1.1",
  },
  mcp_unreachable: {
    message: "The MCP server did not answer as one: {seen}.",
    remedy: "Open {expected} from this machine; check the address, proxy and firewall.",
    source: "MCP, Transports: Streamable HTTP",
  },
  mcp_open: {
    message: "{seen} answers without a token, so no client ever starts Enterprise-Managed Auth.",
    remedy:
      "Give clients the address that demands a token, https://mcp.context7.com/mcp/oauth: `mcpUrl` in the stack.",
    source: "Claude, “Enterprise-managed auth”; MCP, Authorization",
  },
  mcp_challenge: {
    message: "The MCP server's 401 does not point to its metadata: {seen}.",
    remedy:
      "Clients that find metadata by the challenge alone will not start. Check that no proxy removes the WWW-Authenticate header; then tell Context7.",
    source: "RFC 9728 §5.1",
  },
  mcp_anonymous_refused: {
    message: "{seen} does not answer without a token any more.",
    remedy:
      "Enterprise-Managed Auth does not need it. People without it lose keyless use; look at Context7's change log, and whether `mcpUrl` can now be this address.",
    source: SERVER,
  },
  teamspace_other_issuer: {
    message: "The teamspace is declared to trust {seen}, but ID-JAGs come from {expected}.",
    remedy: `Set the Identity provider issuer to the org's: ${OKTA_FORM}; and in the stack that owns the teamspace.`,
    source: GUIDE,
  },
  teamspace_not_confirmed: {
    message:
      "Nobody has confirmed that the teamspace trusts {seen}, and Context7 offers no way to read it.",
    remedy: UNCONFIRMED_REMEDY,
    source: GUIDE,
  },
  teamspace_not_configured: {
    message: "The teamspace has no settings for Okta.",
    remedy: `Run \`pulumi up --refresh\`, or open ${OKTA_FORM}.`,
    source: GUIDE,
  },
  teamspace_settings_differ: {
    message:
      "The teamspace's settings are {seen}; declared are {expected}. Somebody changed them in the dashboard.",
    remedy: SETTINGS_REMEDY,
    source: GUIDE,
  },
} as const satisfies Record<string, CauseText>;
