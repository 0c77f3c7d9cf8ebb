import type { KeyObject } from "node:crypto";
import { randomBytes } from "node:crypto";

import { errors, jwtVerify, SignJWT } from "jose";
import type { Context, Provider } from "oidc-provider";

import type { SigningKey } from "../oidc/signingKey";
import type { Application, Org } from "../world";
import { findApp, isAssigned, isRequestingApp } from "./authorizationClients";
import {
  asException,
  audienceInvalid,
  type OktaOAuthError,
  requestedTokenTypeUnsupported,
  resourceAppIncomplete,
  resourceInvalid,
  subjectTokenExpired,
  subjectTokenInvalid,
  subjectTokenTypeUnsupported,
  subjectUserInactive,
  subjectUserNotAssigned,
} from "./authorizationErrors";
import { CROSS_APP_ACCESS } from "./seed";

export const ID_JAG = "urn:ietf:params:oauth:token-type:id-jag";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
const REFRESH_TOKEN = "urn:ietf:params:oauth:token-type:refresh_token";

/** Seconds; Okta's. */
const LIFETIME = 300;

/** Who the subject token is about, or why it is refused. */
export type Subject =
  | { ok: true; userId: string; emailRequested: boolean }
  | { ok: false; refusal: OktaOAuthError };

/** What goes into the ID-JAG besides `iss`, `jti` and the times. */
export interface Assertion {
  sub: string;
  aud: string;
  client_id: string;
  resource?: string;
  scope?: string;
  email?: string;
}

/** The grant handler of the org authorization server: https://developer.okta.com/docs/guides/xaa-request-token-ex/ */
export function createTokenExchange(org: Org, provider: Provider, key: SigningKey) {
  return async function exchange(context: Context): Promise<void> {
    const parameters = context.oidc.params;
    const clientId = context.oidc.client?.clientId ?? "";
    const refused = admitRequest(org, clientId, parameters);
    if (refused) throw asException(refused);

    const subject = await readSubjectToken(provider, org, key.publicKey, clientId, parameters);
    if (!subject.ok) throw asException(subject.refusal);

    const decided = decideAssertion(org, clientId, subject, parameters);
    if (!decided.ok) throw asException(decided.refusal);

    context.body = {
      token_type: "N_A",
      expires_in: LIFETIME,
      access_token: await sign(decided.assertion, org.url, key),
      issued_token_type: ID_JAG,
    };
  };
}

type Parameters = Record<string, string | undefined>;

function admitRequest(org: Org, clientId: string, parameters: Parameters) {
  // Okta offers the token type "only with Cross App Access", and not to generic OIDC apps.
  const offered = !isSwitchedOff(org) && isRequestingApp(org, findApp(org, clientId));
  if (!offered || parameters.requested_token_type !== ID_JAG) return requestedTokenTypeUnsupported;
  const type = parameters.subject_token_type;
  return type === ID_TOKEN || type === REFRESH_TOKEN ? undefined : subjectTokenTypeUnsupported;
}

/** Not being listed is not being off: Okta took the feature out of self-service in July 2026. */
function isSwitchedOff(org: Org): boolean {
  return [...org.features.values()].some(
    (feature) => feature.name === CROSS_APP_ACCESS && feature.status === "DISABLED",
  );
}

async function readSubjectToken(
  provider: Provider,
  org: Org,
  key: KeyObject,
  clientId: string,
  { subject_token = "", subject_token_type }: Parameters,
): Promise<Subject> {
  if (subject_token_type === ID_TOKEN) {
    return readIdToken(subject_token, { key, issuer: org.url, clientId });
  }
  const token = await provider.RefreshToken.find(subject_token, { ignoreExpiration: true });
  if (token?.clientId !== clientId) return { ok: false, refusal: subjectTokenInvalid };
  if (token.isExpired) return { ok: false, refusal: subjectTokenExpired };
  return { ok: true, userId: token.accountId, emailRequested: token.scopes.has("email") };
}

/**
 * An ID token of this org's authorization server, issued to the client that presents it.
 *
 * @param now default: the present
 */
export async function readIdToken(
  token: string,
  expected: { key: KeyObject; issuer: string; clientId: string; now?: Date },
): Promise<Subject> {
  try {
    const { payload } = await jwtVerify(token, expected.key, {
      algorithms: ["RS256"],
      issuer: expected.issuer,
      audience: expected.clientId,
      requiredClaims: ["sub", "exp"],
      currentDate: expected.now,
    });
    return { ok: true, userId: payload.sub ?? "", emailRequested: payload.email !== undefined };
  } catch (error) {
    const expired = error instanceof errors.JWTExpired;
    return { ok: false, refusal: expired ? subjectTokenExpired : subjectTokenInvalid };
  }
}

/** Okta's rules for one ID-JAG: both assignments, both apps, the connection between them. */
export function decideAssertion(
  org: Org,
  clientId: string,
  subject: { userId: string; emailRequested: boolean },
  { audience, resource, scope }: Parameters,
): { ok: true; assertion: Assertion } | { ok: false; refusal: OktaOAuthError } {
  const refuse = (refusal: OktaOAuthError) => ({ ok: false as const, refusal });

  const requesting = findApp(org, clientId);
  if (!requesting) return refuse(subjectTokenInvalid);
  const user = org.users.get(subject.userId);
  if (user?.status !== "ACTIVE") return refuse(subjectUserInactive);
  if (!isAssigned(org, requesting, user)) return refuse(subjectUserNotAssigned);

  if (resource !== undefined && !URL.canParse(resource)) return refuse(resourceInvalid);
  const target = audience ? findResourceApp(org, audience) : undefined;
  if (!audience || !target) return refuse(audienceInvalid);

  const clientIdAtResource = registeredAt(org, requesting, audience);
  if (
    target.status !== "ACTIVE" ||
    !clientIdAtResource ||
    !isConnected(org, requesting, target) ||
    !isAssigned(org, target, user)
  ) {
    return refuse(resourceAppIncomplete);
  }
  const assertion: Assertion = { sub: user.id, aud: audience, client_id: clientIdAtResource };
  if (resource !== undefined) assertion.resource = resource;
  if (scope !== undefined) assertion.scope = scope;
  if (subject.emailRequested) assertion.email = user.email;
  return { ok: true, assertion };
}

/** By its issuer URL, character for character: a trailing slash makes another audience. */
function findResourceApp(org: Org, audience: string): Application | undefined {
  return [...org.apps.values()].find((app) => {
    const entry = org.catalog.get(app.name);
    return entry?.role === "resource" && app.app[entry.issuerField] === audience;
  });
}

/** What the requesting app is called at the resource, if it was set up for that one. */
function registeredAt(org: Org, requesting: Application, audience: string): string | undefined {
  const entry = org.catalog.get(requesting.name);
  if (!entry?.clientIdField || requesting.app[entry.issuerField] !== audience) return undefined;
  const clientId = requesting.app[entry.clientIdField];
  return typeof clientId === "string" ? clientId : undefined;
}

function isConnected(org: Org, requesting: Application, target: Application): boolean {
  return [...org.connections.values()].some(
    (connection) =>
      connection.status === "ACTIVE" &&
      connection.requestingAppInstanceId === requesting.id &&
      connection.resourceAppInstanceId === target.id,
  );
}

/** draft-ietf-oauth-identity-assertion-authz-grant §3.1, with the claims Okta documents. */
function sign(assertion: Assertion, issuer: string, key: SigningKey): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ ...assertion })
    .setProtectedHeader({ alg: "RS256", typ: "oauth-id-jag+jwt", kid: key.kid })
    .setIssuer(issuer)
    .setJti(`IDAAG.${randomBytes(24).toString("base64url")}`)
    .setIssuedAt(now)
    .setExpirationTime(now + LIFETIME)
    .sign(key.privateKey);
}
