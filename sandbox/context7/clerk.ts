import type { RequestListener } from "node:http";

export const CLERK = "https://clerk.context7.com";

/**
 * Metadata of Clerk, which the MCP server's protected-resource metadata lists first. It has no
 * jwt-bearer grant: a client that takes the first authorization server ends here.
 */
const METADATA = {
  issuer: CLERK,
  authorization_endpoint: `${CLERK}/oauth/authorize`,
  token_endpoint: `${CLERK}/oauth/token`,
  registration_endpoint: `${CLERK}/oauth/register`,
  userinfo_endpoint: `${CLERK}/oauth/userinfo`,
  jwks_uri: `${CLERK}/.well-known/jwks.json`,
  response_types_supported: ["code"],
  grant_types_supported: ["authorization_code", "refresh_token"],
  code_challenge_methods_supported: ["S256"],
  token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "none"],
  scopes_supported: ["openid", "profile", "email", "offline_access"],
  authorization_response_iss_parameter_supported: true,
};

const ANSWERS: Record<string, [status: number, body: unknown]> = {
  "GET /.well-known/oauth-authorization-server": [200, METADATA],
  "GET /.well-known/openid-configuration": [200, METADATA],
  "GET /.well-known/jwks.json": [200, { keys: [] }],
  "POST /oauth/token": [400, { error: "unsupported_grant_type" }],
};

/** Clerk as far as a client of Enterprise-Managed Auth can meet it; nobody signs in here. */
export const clerk: RequestListener = (request, response) => {
  request.resume();
  const [path] = (request.url ?? "").split("?", 1);
  const [status, body] = ANSWERS[`${request.method} ${path}`] ?? [404, { error: "not_found" }];
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};
