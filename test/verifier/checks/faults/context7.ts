import { at, type FaultRow, METADATA, rsaKey } from "./fault";

const CONTEXT7 = "context7.com";
const MCP = "mcp.context7.com";

/** Context7's metadata with one thing changed. */
function document(overrides: object): object {
  return {
    issuer: "https://context7.com",
    token_endpoint: "https://context7.com/api/oauth/token",
    grant_types_supported: ["urn:ietf:params:oauth:grant-type:jwt-bearer"],
    authorization_grant_profiles_supported: ["urn:ietf:params:oauth:grant-profile:id-jag"],
    ...overrides,
  };
}

/** What can be wrong at Context7. */
export const CONTEXT7_FAULTS: FaultRow[] = [
  {
    fault: "Context7's metadata names Clerk",
    inject: ({ plan }) =>
      plan(at(CONTEXT7, METADATA, 200, document({ issuer: "https://clerk.context7.com" }))),
    check: "context7.authorizationServer",
    tag: "discovery.issuer_mismatch",
  },
  {
    fault: "a token endpoint on another host",
    inject: ({ plan }) => {
      const stranger = { token_endpoint: "https://tokens.example/token" };
      plan(at(CONTEXT7, METADATA, 200, document(stranger)));
    },
    check: "context7.authorizationServer",
    tag: "token_endpoint_elsewhere",
  },
  {
    fault: "no jwt-bearer grant",
    inject: ({ plan }) => {
      const grants = { grant_types_supported: ["authorization_code"] };
      plan(at(CONTEXT7, METADATA, 200, document(grants)));
    },
    check: "context7.grant",
    tag: "discovery.grant_missing",
  },
  {
    fault: "the ID-JAG profile is not advertised",
    inject: ({ plan }) => {
      const profiles = { authorization_grant_profiles_supported: null };
      plan(at(CONTEXT7, METADATA, 200, document(profiles)));
    },
    check: "context7.profile",
    verdict: "warn",
    tag: "discovery.profile_missing",
  },
  {
    fault: "the EMA keys do not answer",
    inject: ({ plan }) => plan(at(CONTEXT7, /ema-jwks$/, 404)),
    check: "context7.emaKeys",
    tag: "ema_keys_unreachable",
  },
  {
    fault: "an EMA key with exponent 1",
    inject: ({ plan }) => plan(at(CONTEXT7, /ema-jwks$/, 200, { keys: [rsaKey(2048, "AQ")] })),
    check: "context7.emaKeys",
    tag: "ema_keys_unsound",
  },
  {
    fault: "the teamspace is declared with another org's issuer",
    inject: ({ target, teamspace }) => {
      if (target.teamspace) target.teamspace.issuer = "https://globex.okta.com";
      teamspace.settings = { issuer: "https://globex.okta.com" };
    },
    check: "context7.teamspaceIssuer",
    tag: "teamspace_other_issuer",
  },
  {
    fault: "the teamspace has no settings",
    inject: ({ teamspace }) => {
      teamspace.settings = undefined;
    },
    check: "context7.teamspace",
    tag: "teamspace_not_configured",
  },
  {
    fault: "the teamspace's scope was changed",
    inject: ({ teamspace, org }) => {
      teamspace.settings = { issuer: org.url, scope: "context7.read" };
    },
    check: "context7.teamspace",
    tag: "teamspace_settings_differ",
  },
  {
    fault: "guided settings that nobody confirmed",
    inject: ({ target, org }) => {
      target.teamspace = {
        management: "guided",
        issuer: org.url,
        scope: undefined,
        settingsUrl: undefined,
        confirmed: false,
      };
    },
    check: "context7.teamspace",
    tag: "teamspace_not_confirmed",
  },
  {
    fault: "the MCP server's metadata are about somebody else",
    inject: ({ plan }) =>
      plan(at(MCP, /oauth-protected-resource/, 200, { resource: "https://mcp.example" })),
    check: "context7.protectedResource",
    tag: "discovery.resource_mismatch",
  },
  {
    fault: "the MCP server lists Clerk alone",
    inject: ({ plan }) =>
      plan(
        at(MCP, /oauth-protected-resource/, 200, {
          resource: "https://mcp.context7.com",
          authorization_servers: ["https://clerk.context7.com"],
        }),
      ),
    check: "context7.issuerListed",
    tag: "discovery.issuer_not_listed",
  },
  {
    fault: "clients are given the address that needs no token",
    inject: ({ target }) => {
      target.mcpUrl = "https://mcp.context7.com/mcp";
    },
    check: "context7.mcpServer",
    tag: "mcp_open",
  },
  {
    fault: "the MCP server is down",
    inject: ({ plan }) => plan(at(MCP, /^\/mcp\/oauth$/, 502)),
    check: "context7.mcpServer",
    tag: "mcp_unreachable",
  },
  {
    fault: "a page stands where the MCP server was",
    inject: ({ plan }) => plan(at(MCP, /^\/mcp\/oauth$/, 200, "<h1>Maintenance</h1>")),
    check: "context7.mcpServer",
    tag: "mcp_unreachable",
  },
  {
    fault: "a page stands at /mcp",
    inject: ({ plan }) => plan(at(MCP, /^\/mcp$/, 200, "<h1>Maintenance</h1>")),
    check: "context7.anonymousMcp",
    verdict: "warn",
    tag: "mcp_unreachable",
  },
  {
    fault: "the challenge points to somebody else's metadata",
    inject({ plan }) {
      const challenge = 'Bearer resource_metadata="https://elsewhere.example/metadata"';
      const respond = { status: 401, headers: { "www-authenticate": challenge } };
      plan({ host: MCP, path: /^\/mcp\/oauth$/, respond });
    },
    check: "context7.mcpServer",
    verdict: "warn",
    tag: "mcp_challenge",
  },
  {
    fault: "a proxy strips the challenge",
    inject: ({ plan }) => plan(at(MCP, /^\/mcp\/oauth$/, 401)),
    check: "context7.mcpServer",
    verdict: "warn",
    tag: "mcp_challenge",
  },
  {
    fault: "/mcp demands a token as well",
    inject: ({ plan }) => plan(at(MCP, /^\/mcp$/, 401)),
    check: "context7.anonymousMcp",
    verdict: "warn",
    tag: "mcp_anonymous_refused",
  },
];
