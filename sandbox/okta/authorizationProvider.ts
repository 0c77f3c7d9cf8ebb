import { randomBytes } from "node:crypto";

import { type Context, type OIDCProviderError, Provider } from "oidc-provider";

import type { SigningKey } from "../oidc/signingKey";
import { createStorage } from "../oidc/storage";
import type { Org } from "../world";
import { clientMetadata, findApp } from "./authorizationClients";
import { answer, inOktasWords } from "./authorizationErrors";
import { checkClientAssertion, USER_SCOPES } from "./authorizationServiceClients";
import { createGrantLoader, errorPage } from "./authorizationSignIn";

export interface OktaServer {
  /** `https://acme.okta.com`, or with `/oauth2/default`. */
  issuer: string;
  /** What stands before `/v1/token` after the issuer. */
  endpoints: "/oauth2" | "";
  /** Path of the sign-in page; the interaction's id follows. */
  signInPath: string;
  key: SigningKey;
  /** oidc-provider's `features.resourceIndicators`. */
  resources: Record<string, unknown>;
  serviceClients: boolean;
}

/** What Okta's two kinds of authorization server have in common. */
export function createOktaProvider(org: Org, server: OktaServer): Provider {
  const { key, endpoints } = server;
  const provider: Provider = new Provider(server.issuer, {
    adapter: createStorage((clientId) => clientMetadata(org, clientId, key.publicJwk)),
    jwks: { keys: [key.privateJwk] },
    cookies: { keys: [randomBytes(32).toString("base64url")] },
    routes: {
      authorization: `${endpoints}/v1/authorize`,
      token: `${endpoints}/v1/token`,
      jwks: `${endpoints}/v1/keys`,
      userinfo: `${endpoints}/v1/userinfo`,
    },
    responseTypes: ["code"],
    scopes: USER_SCOPES,
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name", "given_name", "family_name", "preferred_username"],
    },
    // Okta puts `email` and `profile` into the ID token as asked for, userinfo endpoint or not.
    conformIdTokenClaims: false,
    clientAuthMethods: [
      "client_secret_basic",
      "client_secret_post",
      "client_secret_jwt",
      "private_key_jwt",
      "none",
    ],
    enabledJWA: { dPoPSigningAlgValues: ["RS256", "ES256"] },
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: server.serviceClients },
      resourceIndicators: server.resources,
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
    },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 300,
      ClientCredentials: 3600,
      Grant: 86400,
      IdToken: 3600,
      Interaction: 3600,
      RefreshToken: 86400,
      Session: 7200,
    },
    pkce: {
      required: (_: Context, { clientId }: { clientId: string }) => needsPkce(org, clientId),
    },
    clientBasedCORS: () => false,
    rotateRefreshToken: false,
    assertJwtClientAuthClaimsAndHeader: checkClientAssertion,
    interactions: { url: (_: Context, { uid }: { uid: string }) => `${server.signInPath}/${uid}` },
    findAccount: (_: Context, id: string) => findAccount(org, id),
    loadExistingGrant: createGrantLoader(org, () => provider),
    renderError(context: Context, _: unknown, failure: OIDCProviderError) {
      context.status = 400;
      context.body = errorPage(inOktasWords(failure, []).error_description);
    },
  });
  provider.on("grant.error", (context, failure) => {
    answer(context, inOktasWords(failure, context.oidc.client?.grantTypes ?? []));
  });
  return provider;
}

function needsPkce(org: Org, clientId: string): boolean {
  const client = findApp(org, clientId)?.credentials.oauthClient;
  return client?.pkce_required === true || client?.token_endpoint_auth_method === "none";
}

function findAccount(org: Org, id: string) {
  const user = org.users.get(id);
  if (user?.status !== "ACTIVE") return undefined;
  return {
    accountId: user.id,
    claims: () => ({
      sub: user.id,
      email: user.email,
      email_verified: true,
      name: `${user.firstName} ${user.lastName}`,
      given_name: user.firstName,
      family_name: user.lastName,
      preferred_username: user.login,
    }),
  };
}
