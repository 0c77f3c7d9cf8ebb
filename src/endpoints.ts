/** Context7's issuer, as its documentation gives it for both XAA apps. */
export const CONTEXT7_ISSUER = "https://context7.com";

/** Answers 401 without a token, which is what makes a client start Enterprise-Managed Auth. */
export const DEFAULT_MCP_URL = "https://mcp.context7.com/mcp/oauth";

/** Addresses of the chain, for client set-up, checks and documentation. */
export interface Endpoints {
  /** Where developers sign in. */
  authorization: string;
  /** Where a client exchanges the sign-in for an ID-JAG (leg 1). */
  token: string;
  /** The issuer's signing keys. */
  keys: string;
  /** The issuer's OpenID Connect metadata. */
  metadata: string;
  /**
   * Metadata of the resource authorization server (RFC 8414). It names the token endpoint of leg 2,
   * which Context7 does not publish otherwise.
   */
  resourceMetadata: string;
  /** Metadata of the MCP server (RFC 9728). It lists Clerk first; the issuer above is the one for EMA. */
  protectedResourceMetadata: string;
}

/**
 * The endpoints of an Okta org authorization server and of a resource authorization server.
 *
 * @param issuer Okta org issuer without a path, e.g. `https://acme.okta.com`; its endpoints are under
 *   `/oauth2/v1` (Okta, "Org authorization server").
 * @param resourceIssuer Issuer of the resource authorization server, e.g. `https://context7.com`.
 * @param mcpUrl Address of the MCP server; the metadata stands at its origin (RFC 9728 §3).
 */
export function endpointsOf(issuer: string, resourceIssuer: string, mcpUrl: string): Endpoints {
  return {
    authorization: `${issuer}/oauth2/v1/authorize`,
    token: `${issuer}/oauth2/v1/token`,
    keys: `${issuer}/oauth2/v1/keys`,
    metadata: `${issuer}/.well-known/openid-configuration`,
    resourceMetadata: `${resourceIssuer}/.well-known/oauth-authorization-server`,
    protectedResourceMetadata: `${new URL(mcpUrl).origin}/.well-known/oauth-protected-resource`,
  };
}

/**
 * The resource identifiers (RFC 9728) under which an ID-JAG may speak of the MCP server. Context7's metadata
 * name its origin; newer versions of the server name `/mcp`, or the address that clients were told.
 *
 * @param mcpUrl Address of the MCP server, e.g. `https://mcp.context7.com/mcp/oauth`.
 */
export function resourcesOf(mcpUrl: string): string[] {
  const { origin } = new URL(mcpUrl);
  return [...new Set([origin, `${origin}/mcp`, mcpUrl])];
}
