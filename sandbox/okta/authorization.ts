import type { RequestListener } from "node:http";

import { underRealName } from "../oidc/realName";
import { createSigningKey } from "../oidc/signingKey";
import type { Org, World } from "../world";
import { TOKEN_EXCHANGE } from "./authorizationClients";
import { createCustomAuthorizationServer } from "./authorizationCustom";
import { createOktaProvider } from "./authorizationProvider";
import { withParametersInBody } from "./authorizationQueryRequests";
import { managementApiResource, recordServiceTokens } from "./authorizationServiceClients";
import { createSignIn } from "./authorizationSignIn";
import { createTokenExchange } from "./authorizationTokenExchange";

const SIGN_IN = "/signin";
const METADATA = ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"];

/**
 * An org's authorization servers: the org's own, whose issuer is the org's URL, and the custom one
 * named `default`. Apps, people, assignments and connections are read from the org at every request.
 *
 * Endpoints and answers: https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/orgas
 */
export function createOrgAuthorizationServer(
  org: Org,
  _world: World,
): { handler: RequestListener; handles(path: string): boolean } {
  const key = createSigningKey();
  const provider = createOktaProvider(org, {
    issuer: org.url,
    endpoints: "/oauth2",
    signInPath: SIGN_IN,
    key,
    serviceClients: true,
    resources: managementApiResource(org),
  });
  provider.registerGrantType(TOKEN_EXCHANGE, createTokenExchange(org, provider, key), [
    "requested_token_type",
    "subject_token",
    "subject_token_type",
    "audience",
    "resource",
    "scope",
  ]);
  recordServiceTokens(org, provider);

  const protocol = underRealName(provider, org.url);
  const signIn = createSignIn(org, provider);
  const custom = createCustomAuthorizationServer(org);

  return {
    handles: (path) =>
      path.startsWith("/oauth2/") || path.startsWith(`${SIGN_IN}/`) || METADATA.includes(path),
    handler(request, response) {
      const path = withOfflineConsent(request.url ?? "");
      request.url = path;
      if (custom.handles(path)) return custom.handler(request, response);
      if (path.startsWith(`${SIGN_IN}/`)) return signIn(request, response);
      withParametersInBody(request, org, key).then(
        () => protocol(request, response),
        () => response.writeHead(400).end(),
      );
    },
  };
}

/**
 * OpenID Connect Core §11 wants `prompt=consent` before `offline_access` is granted, and oidc-provider
 * keeps to it; Okta does not ask for it.
 */
function withOfflineConsent(requestTarget: string): string {
  const url = new URL(requestTarget, "https://org.invalid");
  const scopes = url.searchParams.get("scope")?.split(" ") ?? [];
  const prompt = url.searchParams.get("prompt");
  if (!url.pathname.endsWith("/authorize") || !scopes.includes("offline_access")) {
    return requestTarget;
  }
  if (prompt === "none" || prompt?.includes("consent")) return requestTarget;
  url.searchParams.set("prompt", prompt ? `${prompt} consent` : "consent");
  return url.pathname + url.search;
}
