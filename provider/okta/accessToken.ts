import { createHash, createPrivateKey, type KeyObject, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { SignJWT } from "jose";
import { z } from "zod";
import { algorithmOf, SIGNING_KEYS } from "../../src/idjag/privateKey";
import type { OktaCredentials } from "../credentials";
import { SettingsError } from "../credentials";
import { ExplainedError } from "../explainedError";
import { effortText, type HttpAnswer, type HttpOptions, NoAnswer, send } from "../http";
import { newProofKey, type ProofKey, wantsProof } from "./proofOfPossession";

type ServiceApp = Extract<OktaCredentials, { kind: "privateKey" }>;

/** Okta's token endpoint gave the API service app no token. */
export class OktaSignInError extends ExplainedError {
  constructor(
    message: string,
    /** HTTP status; 0 if no answer came. */
    readonly status: number,
  ) {
    super(message);
  }
}

/** What calls of the management API are made with. */
export interface OktaAccess {
  token: string;
  /** Of a token that is bound to a key; without it the token is a bearer token. */
  proofKey?: ProofKey;
}

const tokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.string().optional(),
  expires_in: z.number(),
});
const refusal = z.object({ error: z.string(), error_description: z.string().optional() });

/** A token is used until this long before it expires, in milliseconds. */
const margin = 60_000;
const assertionLifetime = "5m";
const cache = new Map<string, { access: Promise<OktaAccess>; expires: number }>();

/**
 * An access token for the management API: client_credentials with private_key_jwt (RFC 7523 §2.2).
 * Kept for the life of the process, per org and app.
 *
 * @param refused a token that Okta does not take any more: not given again.
 * @throws SettingsError for a key that cannot be read; OktaSignInError.
 */
export async function accessToken(
  orgUrl: string,
  app: ServiceApp,
  options: HttpOptions,
  refused?: string,
): Promise<OktaAccess> {
  const key = createHash("sha256")
    .update(JSON.stringify([orgUrl, app]))
    .digest("base64url");
  const known = cache.get(key);
  if (known && known.expires > Date.now()) {
    const access = await known.access;
    if (access.token !== refused) return access;
  }
  // The promise is kept, not the token: calls at the same time share one request.
  const requested = requestToken(orgUrl, app, options);
  const access = requested.then(({ token, proofKey }) => ({ token, proofKey }));
  const entry = { access, expires: Date.now() + margin };
  requested.then(
    ({ lifetime }) => {
      entry.expires = Date.now() + lifetime - margin;
    },
    () => cache.delete(key),
  );
  cache.set(key, entry);
  return access;
}

/**
 * Asks as a bearer first, and with a proof where the app requires DPoP, as Okta does of new service apps:
 * what an app that does not require it gets for a proof, Okta does not publish.
 */
async function requestToken(orgUrl: string, app: ServiceApp, options: HttpOptions) {
  let answer = await askForToken(orgUrl, app, options);
  let proofKey: ProofKey | undefined;
  if (wantsProof(answer)) {
    proofKey = await newProofKey();
    answer = await askForToken(orgUrl, app, options, proofKey);
    // Okta's token endpoint takes no proof without its nonce.
    if (proofKey.noteNonce(answer, "token")) {
      answer = await askForToken(orgUrl, app, options, proofKey);
    }
  }
  const parsed = tokenAnswer.safeParse(answer.json);
  if (answer.status !== 200 || !parsed.success) throw signInError(orgUrl, app, answer);
  const { access_token: token, token_type: type, expires_in: seconds } = parsed.data;
  const isBound = type?.toLowerCase() === "dpop";
  return { token, lifetime: seconds * 1000, ...(isBound && { proofKey }) };
}

async function askForToken(
  orgUrl: string,
  app: ServiceApp,
  options: HttpOptions,
  proofKey?: ProofKey,
): Promise<HttpAnswer> {
  const url = new URL("/oauth2/v1/token", orgUrl);
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    scope: app.scopes.join(" "),
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: await clientAssertion(url.href, app),
  });
  const headers = {
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded",
  };
  const headersOfAttempt = proofKey && (() => proofKey.header({ method: "POST", url }));
  const request = {
    method: "POST",
    url,
    headers,
    body: form.toString(),
    headersOfAttempt,
  } as const;
  return send(request, options).catch((error) => {
    if (!(error instanceof NoAnswer)) throw error;
    throw new OktaSignInError(
      `${orgUrl} did not answer${effortText(error.effort)}: ${error.code}, ${error.message}. ` +
        "Check okta:orgName and okta:baseUrl, the network and HTTPS_PROXY.",
      0,
    );
  });
}

async function clientAssertion(audience: string, app: ServiceApp): Promise<string> {
  const key = readKey(app.privateKey);
  const alg = algorithmOf(key);
  if (!alg) {
    throw new SettingsError(
      `okta:privateKey (or OKTA_API_PRIVATE_KEY) is not what is needed: ${SIGNING_KEYS}.`,
    );
  }
  return new SignJWT()
    .setProtectedHeader({
      alg,
      ...(app.privateKeyId ? { kid: app.privateKeyId } : {}),
    })
    .setIssuer(app.clientId)
    .setSubject(app.clientId)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(assertionLifetime)
    .sign(key);
}

/** PEM text, also with `\n` written out as environment variables have it, or a file's path. */
function readKey(value: string): KeyObject {
  try {
    const pem = value.includes("-----BEGIN") ? value.replaceAll("\\n", "\n") : readFileSync(value);
    return createPrivateKey(pem);
  } catch {
    // The cause may quote the key.
    throw new SettingsError(
      "okta:privateKey (or OKTA_API_PRIVATE_KEY) is neither a private key in PEM nor the path of a " +
        "readable PEM file.",
    );
  }
}

function signInError(orgUrl: string, app: ServiceApp, answer: HttpAnswer): OktaSignInError {
  const parsed = refusal.safeParse(answer.json);
  const error = parsed.data?.error ?? "no OAuth error";
  const said = parsed.data?.error_description ?? "";
  return new OktaSignInError(
    `${orgUrl} gave the API service app ${app.clientId} no access token${effortText(answer.effort)}: ` +
      `${answer.status} ${error}${said ? `, ${said}` : ""} ${remedy(error, said, app)}`.trim(),
    answer.status,
  );
}

/** Where to look, in the app's page under Admin Console → Applications. */
function remedy(error: string, description: string, app: ServiceApp): string {
  if (/dpop/i.test(`${error} ${description}`)) {
    return (
      "Okta does not take the proof that this package makes for an app that requires DPoP (RFC 9449)." +
      " A wrong clock on this machine is the usual reason: Okta takes proofs of the last minutes only."
    );
  }
  if (error === "invalid_scope") {
    return `Grant ${app.scopes.join(", ")} on its Okta API Scopes tab, or shorten okta:scopes.`;
  }
  if (error === "invalid_client") {
    return (
      "Compare okta:clientId with its General tab, and the key (and okta:privateKeyId) with its" +
      " Public keys; its client authentication must be “Public key / Private key”."
    );
  }
  return "";
}
