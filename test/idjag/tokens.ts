import { constants, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { JSONWebKeySet, JWK } from "jose";
import { createIdJagVerifier, type IdJagVerifierOptions } from "../../src/idjag";

/** The moment at which everything in these tests happens, in seconds since 1970. */
export const NOW = 1_800_000_000;

export const ISSUER = "https://example.okta.com";
export const AUDIENCE = "https://context7.com";
export const RESOURCE = "https://mcp.context7.com";
export const CLIENT_ID = "mcpclient-at-context7";

const rsa = (modulusLength: number, publicExponent: number) =>
  generateKeyPairSync("rsa", { modulusLength, publicExponent });

/** The issuer's keys, made once: RSA takes its time. */
export const keys = {
  rs: rsa(2048, 65537),
  es: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  small: rsa(1024, 65537),
  three: rsa(2048, 3),
  foreign: rsa(2048, 65537),
};

export function publicJwk(key: KeyObject, members: JWK): JWK {
  return { ...(key.export({ format: "jwk" }) as JWK), ...members };
}

const signing = { use: "sig", alg: "RS256" };

/** What the issuer publishes, good keys and bad ones. */
export const JWKS: JSONWebKeySet = {
  keys: [
    publicJwk(keys.rs.publicKey, { kid: "rs", ...signing }),
    publicJwk(keys.es.publicKey, { kid: "es", use: "sig", alg: "ES256" }),
    publicJwk(keys.rs.publicKey, { kid: "any", use: "sig" }),
    publicJwk(keys.small.publicKey, { kid: "small", ...signing }),
    publicJwk(keys.three.publicKey, { kid: "three", ...signing }),
    // With exponent 1 every message is its own signature.
    { ...publicJwk(keys.rs.publicKey, { kid: "one", ...signing }), e: "AQ" },
    { ...publicJwk(keys.rs.publicKey, { kid: "even", ...signing }), e: "AQAC" },
    publicJwk(keys.rs.publicKey, { kid: "encryption", use: "enc" }),
    publicJwk(keys.rs.publicKey, { kid: "operations", key_ops: ["encrypt"] }),
    publicJwk(keys.rs.publicKey, { kid: "twice", ...signing }),
    publicJwk(keys.foreign.publicKey, { kid: "twice", ...signing }),
    { ...publicJwk(keys.rs.privateKey, { kid: "private", ...signing }) },
    { kty: "EC", crv: "P-256", x: "AAAA", y: "AAAA", kid: "broken", use: "sig" },
  ],
};

export const goodHeader = () => ({ kid: "rs", typ: "oauth-id-jag+jwt", alg: "RS256" });

/** As Okta's guide shows an ID-JAG. */
export const goodClaims = (): Record<string, unknown> => ({
  iss: ISSUER,
  sub: "00u1a2b3c4D5E6f7g8h9",
  aud: AUDIENCE,
  client_id: CLIENT_ID,
  resource: RESOURCE,
  scope: "profile email",
  email: "dev.one@example.com",
  iat: NOW,
  exp: NOW + 300,
  jti: "IDAAG.oQ2Vv1l9mXo7f3y9",
});

/** A signed JWT whose two JSON texts (or bytes) are exactly those given. */
export function signText(
  header: string | Uint8Array,
  payload: string | Uint8Array,
  key: KeyObject = keys.rs.privateKey,
) {
  const input = `${base64url(header)}.${base64url(payload)}`;
  const signature = sign("sha256", Buffer.from(input), {
    key,
    dsaEncoding: "ieee-p1363",
    padding: constants.RSA_PKCS1_PADDING,
  });
  return `${input}.${signature.toString("base64url")}`;
}

export function base64url(bytes: string | Uint8Array): string {
  return Buffer.from(bytes as Uint8Array).toString("base64url");
}

/** A token like a good one, but for these members; undefined takes one away. */
export function signToken(
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
  key?: KeyObject,
): string {
  return signText(
    JSON.stringify({ ...goodHeader(), ...header }),
    JSON.stringify({ ...goodClaims(), ...claims }),
    key,
  );
}

/** A verifier of the good token; each has a replay cache of its own. */
export function createVerifier(options: Partial<IdJagVerifierOptions> = {}) {
  return createIdJagVerifier({
    issuer: ISSUER,
    audience: AUDIENCE,
    resources: [RESOURCE, `${RESOURCE}/mcp`],
    clientIds: [CLIENT_ID],
    jwks: JWKS,
    now: () => NOW * 1000,
    ...options,
  } as IdJagVerifierOptions);
}
