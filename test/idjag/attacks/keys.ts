import { createHash } from "node:crypto";
import type { IdJagVerifierOptions } from "../../../src/idjag";
import type { keyReasons } from "../../../src/idjag/reasons/keys";
import { base64url, goodHeader, ISSUER, keys, signText, signToken } from "../tokens";
import {
  type Attacks,
  good,
  goodHeaderPart,
  goodPayloadPart,
  goodSignature,
  header,
  payload,
  unsigned,
} from "./attack";

/** With exponent 1, the padded digest is the signature. */
export function forgedForExponentOne(): string {
  const input = `${base64url(JSON.stringify({ ...goodHeader(), kid: "one" }))}.${goodPayloadPart}`;
  const digestInfo = Buffer.concat([
    Buffer.from("3031300d060960864801650304020105000420", "hex"),
    createHash("sha256").update(input).digest(),
  ]);
  const padding = Buffer.alloc(256 - 3 - digestInfo.length, 0xff);
  const block = Buffer.concat([Buffer.from([0, 1]), padding, Buffer.from([0]), digestInfo]);
  return `${input}.${block.toString("base64url")}`;
}

const remote = (fetch: () => Promise<Response>): Partial<IdJagVerifierOptions> => ({
  jwks: undefined,
  jwksUri: `${ISSUER}/oauth2/v1/keys`,
  fetch,
});

function lastBits(signature: string): string {
  const bytes = Buffer.from(signature, "base64url");
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) ^ 1;
  return bytes.toString("base64url");
}

export const keyAttacks: Attacks<keyof typeof keyReasons> = {
  iss_missing: [
    { name: "no iss", token: signToken({ iss: undefined }) },
    { name: "an empty one", token: signToken({ iss: "" }) },
    { name: "a list with the right one", token: signToken({ iss: [ISSUER] }) },
    { name: "one in __proto__", token: signText(header, `{"__proto__":${payload}}`) },
  ],
  iss_trailing_slash: [{ name: "a slash too many", token: signToken({ iss: `${ISSUER}/` }) }],
  iss_mismatch: [
    { name: "another organization", token: signToken({ iss: "https://other.okta.com" }) },
    {
      name: "a custom authorization server",
      token: signToken({ iss: `${ISSUER}/oauth2/default` }),
    },
    { name: "other case", token: signToken({ iss: "https://EXAMPLE.okta.com" }) },
    { name: "a prefix of the right one", token: signToken({ iss: `${ISSUER}.evil.example` }) },
    { name: "two slashes too many", token: signToken({ iss: `${ISSUER}//` }) },
  ],
  jwks_unreachable: [
    {
      name: "connection refused",
      token: good,
      options: remote(() => Promise.reject(new TypeError("fetch failed"))),
    },
    {
      name: "HTTP 503",
      token: good,
      options: remote(async () => new Response("busy", { status: 503 })),
    },
    {
      name: "a redirect",
      token: good,
      options: remote(async () => new Response(null, { status: 302 })),
    },
    {
      name: "a body without end",
      token: good,
      options: remote(async () => new Response("x".repeat(300_000))),
    },
  ],
  jwks_malformed: [
    {
      name: "a login page",
      token: good,
      options: remote(async () => new Response("<html>Sign in</html>")),
    },
    { name: "an empty object", token: good, options: remote(async () => new Response("{}")) },
    {
      name: "keys that are no objects",
      token: good,
      options: remote(async () => new Response('{"keys":[1]}')),
    },
  ],
  key_unknown: [
    { name: "another kid", token: signToken({}, { kid: "rotated-away" }) },
    { name: "a kid that is no string", token: signToken({}, { kid: 1 }) },
    { name: "an empty kid", token: signToken({}, { kid: "" }) },
    { name: "an issuer without keys", token: good, options: { jwks: { keys: [] } } },
  ],
  key_ambiguous: [
    { name: "no kid and several keys", token: signToken({}, { kid: undefined }) },
    { name: "a kid that is published twice", token: signToken({}, { kid: "twice" }) },
  ],
  key_not_for_signing: [
    { name: "use is enc", token: signToken({}, { kid: "encryption" }) },
    { name: "key_ops without verify", token: signToken({}, { kid: "operations" }) },
  ],
  key_mismatch: [
    { name: "RS256 with the EC key's kid", token: signToken({}, { kid: "es" }) },
    { name: "ES256 with the RSA key's kid", token: signToken({}, { alg: "ES256" }) },
    { name: "PS256 with a key for RS256", token: signToken({}, { alg: "PS256" }) },
  ],
  key_weak: [
    { name: "RSA with 1024 bits", token: signToken({}, { kid: "small" }, keys.small.privateKey) },
    { name: "exponent 3", token: signToken({}, { kid: "three" }, keys.three.privateKey) },
    { name: "exponent 1, with a forged signature", token: forgedForExponentOne() },
    { name: "an even exponent", token: signToken({}, { kid: "even" }) },
  ],
  key_unusable: [
    { name: "a private key is published", token: signToken({}, { kid: "private" }) },
    {
      name: "a point that is not on the curve",
      token: signToken({}, { kid: "broken", alg: "ES256" }, keys.es.privateKey),
    },
  ],
  signature_invalid: [
    { name: "another key's signature", token: signToken({}, {}, keys.foreign.privateKey) },
    {
      name: "another token's signature",
      token: `${goodHeaderPart}.${signToken({ sub: "00u2" }).split(".")[1]}.${goodSignature}`,
    },
    {
      name: "one bit of the signature",
      token: `${goodHeaderPart}.${goodPayloadPart}.${lastBits(goodSignature)}`,
    },
    { name: "a signature of zeros", token: unsigned({}, base64url(Buffer.alloc(256))) },
    {
      name: "an ECDSA signature of zeros (CVE-2022-21449)",
      token: unsigned({ kid: "es", alg: "ES256" }, base64url(Buffer.alloc(64))),
    },
    {
      name: "a PS256 header over an RS256 signature",
      token: signToken({}, { kid: "any", alg: "PS256" }),
    },
  ],
};
