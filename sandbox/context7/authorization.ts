import { createHash, randomBytes } from "node:crypto";
import type { RequestListener } from "node:http";

import { type JWTVerifyGetKey, jwtVerify } from "jose";
import { type Context, errors, Provider } from "oidc-provider";

import { underRealName } from "../oidc/realName";
import { createSigningKey } from "../oidc/signingKey";
import { createStorage } from "../oidc/storage";
import type { Context7Cloud, Teamspace } from "../world";
import { ISSUER, MCP_RESOURCE, redeem } from "./redemption";

const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const METADATA = "/.well-known/oauth-authorization-server";
const TOKEN = "/api/oauth/token";
const KEYS = "/api/oauth/ema-jwks";
/** RFC 8414 §2 and draft-ietf-oauth-identity-assertion-authz-grant §7.2. */
const LISTED = [
  "issuer",
  "token_endpoint",
  "jwks_uri",
  "response_types_supported",
  "grant_types_supported",
  "token_endpoint_auth_methods_supported",
  "authorization_grant_profiles_supported",
];
/** Seconds: "within an hour" in Context7's documentation. */
const TOKEN_LIFETIME = 3600;

export interface Context7AuthorizationServer {
  handler: RequestListener;
  handles(path: string): boolean;
  /** The teamspace of an access token that this server issued and that still holds. */
  teamspaceOf(accessToken: string): Promise<Teamspace | undefined>;
}

/**
 * Context7's own authorization server, which does nothing but redeem ID-JAGs; interactive sign-in is
 * Clerk's. Issuer, key address and the tokens' audience are those that Context7's MCP server checks.
 *
 * @param findKeys signing keys of an issuer that a teamspace trusts
 */
export function createContext7AuthorizationServer(
  cloud: Context7Cloud,
  findKeys: (issuer: string) => Promise<JWTVerifyGetKey | undefined>,
): Context7AuthorizationServer {
  const key = createSigningKey();
  const provider = new Provider(ISSUER, {
    adapter: createStorage((clientId) => clientMetadata(cloud, clientId)),
    jwks: { keys: [key.privateJwk] },
    cookies: { keys: [randomBytes(32).toString("base64url")] },
    routes: { token: TOKEN, jwks: KEYS },
    responseTypes: [],
    scopes: [],
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "none"],
    discovery: {
      authorization_grant_profiles_supported: ["urn:ietf:params:oauth:grant-profile:id-jag"],
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    ttl: { AccessToken: TOKEN_LIFETIME },
    clientBasedCORS: () => false,
    findAccount: () => undefined,
  });
  provider.registerGrantType(
    JWT_BEARER,
    async (context) => {
      context.body = await grantAccess(provider, cloud, findKeys, context);
    },
    ["assertion", "scope", "resource"],
  );
  provider.use(async (context, next) => {
    await next();
    if (context.path === METADATA) context.body = withoutSignIn(context.body);
  });

  return {
    handler: underRealName(provider, ISSUER),
    handles: (path) => [METADATA, TOKEN, KEYS].includes(path),
    async teamspaceOf(accessToken) {
      try {
        const { payload } = await jwtVerify(accessToken, key.publicKey, {
          algorithms: ["RS256"],
          issuer: ISSUER,
          audience: MCP_RESOURCE,
        });
        return findMembership(cloud, payload.sub);
      } catch {
        return undefined;
      }
    },
  };
}

async function grantAccess(
  provider: Provider,
  cloud: Context7Cloud,
  findKeys: (issuer: string) => Promise<JWTVerifyGetKey | undefined>,
  { oidc }: Context,
) {
  const { client, params } = oidc;
  if (!client) throw new Error("The token endpoint let an unauthenticated client through.");
  const redeemed = await redeem(cloud, findKeys, params.assertion ?? "", client.clientId);
  if (!redeemed.ok) throw oauthError(redeemed.error, redeemed.error_description);

  const scope = narrowed(redeemed.scope, params.scope);
  const token = new provider.AccessToken({
    accountId: memberId(redeemed.teamspace, redeemed.email),
    client,
    gty: "jwt-bearer",
    scope,
    resourceServer: new provider.ResourceServer(MCP_RESOURCE, {
      scope: scope ?? "",
      audience: MCP_RESOURCE,
      accessTokenFormat: "jwt",
      accessTokenTTL: TOKEN_LIFETIME,
      jwt: { sign: { alg: "RS256" } },
    }),
  });
  return {
    access_token: await token.save(),
    token_type: "Bearer",
    expires_in: TOKEN_LIFETIME,
    ...(scope && { scope }),
  };
}

/** What the client asked for of what it may have; all of it if it did not ask. */
function narrowed(granted: string | undefined, requested: string | undefined): string | undefined {
  if (!granted || !requested) return granted;
  const wanted = requested.split(" ");
  return granted
    .split(" ")
    .filter((scope) => wanted.includes(scope))
    .join(" ");
}

function clientMetadata({ clients }: Context7Cloud, clientId: string) {
  const client = clients.get(clientId);
  return (
    client && {
      client_id: clientId,
      client_secret: client.secret,
      token_endpoint_auth_method: client.secret === undefined ? "none" : "client_secret_post",
      grant_types: [JWT_BEARER],
      response_types: [],
      redirect_uris: [],
    }
  );
}

/** Without what oidc-provider lists for a sign-in of its own: no client may start one here. */
function withoutSignIn(metadata: unknown): unknown {
  const listed = Object.entries(metadata as Record<string, unknown>);
  return Object.fromEntries(listed.filter(([name]) => LISTED.includes(name)));
}

/** A member's name in access tokens: always the same, and it does not tell the e-mail address. */
function memberId(teamspace: Teamspace, email: string): string {
  return `user_${createHash("sha256").update(`${teamspace.id} ${email}`).digest("hex").slice(0, 27)}`;
}

function findMembership(cloud: Context7Cloud, subject: string | undefined): Teamspace | undefined {
  return [...cloud.teamspaces.values()].find((teamspace) =>
    [...teamspace.members.keys()].some((email) => memberId(teamspace, email) === subject),
  );
}

function oauthError(error: string, description: string) {
  const exception = new errors.OIDCProviderError(400, error);
  exception.error_description = description;
  return exception;
}
