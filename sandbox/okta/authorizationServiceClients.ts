import type { Client, Context, Provider, ResourceServerInfo } from "oidc-provider";

import type { Org } from "../world";
import {
  asException,
  assertionAudienceInvalid,
  assertionTooLong,
  dpopProofMissing,
  notAServiceClient,
  resourceRejected,
  scopesMissing,
  scopesNotGranted,
  scopesUnknown,
} from "./authorizationErrors";

/** Scopes of the org authorization server that a user can be asked for. */
export const USER_SCOPES = [
  "openid",
  "profile",
  "email",
  "address",
  "phone",
  "offline_access",
  "groups",
];

/** Seconds; Okta's for the org authorization server. */
const TOKEN_LIFETIME = 3600;

/**
 * The management API as the one resource of the org authorization server: oidc-provider's
 * `resourceIndicators`. Its hooks are where a request is known with its client, so Okta's rules about
 * scopes stand here.
 */
export function managementApiResource(org: Org) {
  return {
    enabled: true,
    defaultResource(context: Context, client: Client): string | undefined {
      const { params } = context.oidc;
      const scopes = params.scope?.split(" ") ?? [];
      if (params.grant_type !== "client_credentials") {
        if (scopes.some((scope) => !USER_SCOPES.includes(scope))) throw asException(scopesUnknown);
        return undefined;
      }
      const service = org.serviceClients.get(client.clientId);
      if (!service) throw asException(notAServiceClient);
      if (service.dpopRequired && !context.get("DPoP")) throw asException(dpopProofMissing);
      if (scopes.length === 0) throw asException(scopesMissing);
      if (scopes.some((scope) => !service.scopes.includes(scope))) {
        throw asException(scopesNotGranted);
      }
      return org.url;
    },
    getResourceServerInfo(_: Context, resource: string, client: Client): ResourceServerInfo {
      const service = org.serviceClients.get(client.clientId);
      if (!service || resource !== org.url) throw asException(resourceRejected(resource));
      return {
        scope: service.scopes.join(" "),
        audience: org.url,
        accessTokenFormat: "jwt",
        accessTokenTTL: TOKEN_LIFETIME,
        jwt: { sign: { alg: "RS256" } },
      };
    },
  };
}

/**
 * Okta takes only the endpoint called as an assertion's audience, and no assertion that is valid for
 * more than an hour: https://developer.okta.com/docs/api/openapi/okta-oauth/guides/client-auth/
 */
export function checkClientAssertion(
  context: Context,
  { aud, exp }: { aud: string | string[]; exp: number },
): void {
  const endpoint = context.oidc.urlFor(context.oidc.route);
  if (![aud].flat().includes(endpoint)) throw asException(assertionAudienceInvalid);
  // As oidc-provider's clock tolerance, 15 seconds.
  if (exp > Date.now() / 1000 + 3600 + 15) throw asException(assertionTooLong);
}

/** Tells the org of every token that the management API has to accept. */
export function recordServiceTokens(org: Org, provider: Provider): void {
  provider.on("grant.success", ({ body, oidc }) => {
    if (oidc.params.grant_type !== "client_credentials" || !oidc.client) return;
    const { access_token, scope, expires_in } = body as {
      access_token: string;
      scope: string;
      expires_in: number;
    };
    org.accessTokens.set(access_token, {
      clientId: oidc.client.clientId,
      scopes: scope.split(" "),
      expiresAt: Date.now() + expires_in * 1000,
    });
  });
}
