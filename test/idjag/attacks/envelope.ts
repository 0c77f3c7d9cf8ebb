import { createHmac } from "node:crypto";
import type { envelopeReasons } from "../../../src/idjag/reasons/envelope";
import { base64url, goodHeader, keys, publicJwk, signText, signToken } from "../tokens";
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

/** Algorithm confusion: the public key, which anybody has, as an HMAC secret. */
function signedWithPublicKey(): string {
  const input = `${base64url(JSON.stringify({ ...goodHeader(), alg: "HS256" }))}.${goodPayloadPart}`;
  const secret = keys.rs.publicKey.export({ type: "spki", format: "pem" });
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
}

/** An object whose JSON has this many levels in all. */
const nested = (levels: number, open: string, close: string) =>
  `{"x":${open.repeat(levels - 1)}1${close.repeat(levels - 1)}}`;

/** A token that nobody signed: it costs its sender nothing. */
const withHeader = (json: string) => `${base64url(json)}.e30.AAAA`;

/** The same JSON object with a member more, whose string is no UTF-8 (a lone Latin-1 "ÿ"). */
function notUtf8(json: string): Uint8Array {
  return Buffer.from(`{"x":"\xff",${json.slice(1)}`, "latin1");
}

export const envelopeAttacks: Attacks<keyof typeof envelopeReasons> = {
  token_too_large: [
    {
      name: "a good token blown up by one claim",
      token: signToken({ groups: "x".repeat(16_384) }),
    },
    { name: "a megabyte of dots", token: ".".repeat(1 << 20) },
  ],
  not_compact_jws: [
    { name: "no string", token: { token: good } },
    { name: "nothing", token: "" },
    { name: "an opaque token", token: "00a1b2c3" },
    { name: "two parts", token: `${goodHeaderPart}.${goodPayloadPart}` },
    { name: "an empty signature", token: `${goodHeaderPart}.${goodPayloadPart}.` },
    { name: "an empty payload", token: `${goodHeaderPart}..${goodSignature}` },
    { name: "four parts", token: `${good}.AAAA` },
    { name: "a blank before it", token: ` ${good}` },
    { name: "a line break after it", token: `${good}\n` },
    { name: "the word Bearer before it", token: `Bearer ${good}` },
    { name: "padding", token: `${good}==` },
    { name: "base64 instead of base64url", token: `${goodHeaderPart}.a+/a.${goodSignature}` },
    {
      name: "unused bits set in the last character",
      token: `${goodHeaderPart}.e31.${goodSignature}`,
    },
    { name: "a NUL in the signature", token: `${good}\0` },
    { name: "a JSON serialization", token: JSON.stringify({ payload: goodPayloadPart }) },
  ],
  encrypted: [{ name: "five parts", token: "e30.AAAA.AAAA.AAAA.AAAA" }],
  header_not_json_object: [
    { name: "not JSON", token: `${base64url("{typ:")}.${goodPayloadPart}.${goodSignature}` },
    { name: "a list", token: signText("[]", payload) },
    { name: "null", token: signText("null", payload) },
    { name: "a byte order mark", token: signText(`\ufeff${header}`, payload) },
    {
      name: "bytes that are not UTF-8",
      token: signText(notUtf8(header), payload),
    },
  ],
  payload_not_json_object: [
    { name: "bytes that are not UTF-8", token: signText(header, notUtf8(payload)) },
    { name: "not JSON", token: signText(header, "ada") },
    { name: "a list", token: signText(header, "[]") },
    { name: "a string", token: signText(header, '"ada"') },
    { name: "null", token: signText(header, "null") },
    { name: "a second value after it", token: signText(header, `${payload}{}`) },
  ],
  nesting_too_deep: [
    {
      name: "a list one level too deep, well signed",
      token: signText(header, nested(33, "[", "]")),
    },
    { name: "objects in the header", token: withHeader(nested(33, '{"x":', "}")) },
    { name: "as deep as fits", token: withHeader(nested(6_000, "[", "]")) },
    {
      name: "a typ whose text would overflow the stack",
      token: withHeader(`{"typ":${"[".repeat(5_000)}${"]".repeat(5_000)}}`),
    },
    {
      name: "an iss whose text would overflow the stack",
      token: `${goodHeaderPart}.${base64url(`{"iss":${"[".repeat(5_000)}${"]".repeat(5_000)}}`)}.AAAA`,
    },
    { name: "doubled names at the bottom", token: withHeader(nested(40, '{"x":1,"x":', "}")) },
  ],
  duplicate_member: [
    { name: "typ twice", token: signText(`{"typ":"JWT",${header.slice(1)}`, payload) },
    { name: "aud twice", token: signText(header, `{"aud":"https://other",${payload.slice(1)}`) },
    {
      name: "a name once plain and once with an escape",
      token: signText(header, `{"\\u0061ud":"https://other",${payload.slice(1)}`),
    },
    {
      name: "in a nested object",
      token: signText(header, `{"act":{"a":1,"a":2},${payload.slice(1)}`),
    },
  ],
  wrong_typ: [
    {
      name: "an ID token of the same issuer (RFC 8725 §2.8)",
      token: signToken({}, { typ: "JWT" }),
    },
    { name: "an access token", token: signToken({}, { typ: "at+jwt" }) },
    { name: "no typ", token: signToken({}, { typ: undefined }) },
    { name: "other case, which jose accepts", token: signToken({}, { typ: "OAuth-ID-JAG+JWT" }) },
    {
      name: "as a media type, which jose accepts",
      token: signToken({}, { typ: "application/oauth-id-jag+jwt" }),
    },
    { name: "a list with the right one", token: signToken({}, { typ: ["oauth-id-jag+jwt"] }) },
  ],
  alg_not_allowed: [
    { name: "none", token: unsigned({ alg: "none" }) },
    { name: "none in other case", token: unsigned({ alg: "nOnE" }) },
    { name: "HS256 with the public key as secret (RFC 8725 §2.1)", token: signedWithPublicKey() },
    { name: "no alg", token: signToken({}, { alg: undefined }) },
    { name: "a list", token: signToken({}, { alg: ["RS256"] }) },
    { name: "an asymmetric one not on the list", token: signToken({}, { alg: "RS512" }) },
    {
      name: "one taken off the list",
      token: signToken(),
      options: { algorithms: ["ES256"] },
    },
    { name: "a name of Object.prototype", token: signToken({}, { alg: "constructor" }) },
  ],
  crit_present: [
    { name: "b64 (RFC 7797)", token: signToken({}, { crit: ["b64"], b64: true }) },
    { name: "an unknown extension", token: signToken({}, { crit: ["x"], x: 1 }) },
    { name: "an empty list", token: signToken({}, { crit: [] }) },
    { name: "null", token: signToken({}, { crit: null }) },
  ],
  embedded_key: [
    {
      name: "the attacker's own key and signature",
      token: signToken({}, { jwk: publicJwk(keys.foreign.publicKey, {}) }, keys.foreign.privateKey),
    },
    {
      name: "jku to the attacker's server",
      token: signToken({}, { jku: "https://evil.example/keys" }, keys.foreign.privateKey),
    },
    { name: "x5u", token: signToken({}, { x5u: "https://evil.example/chain" }) },
    { name: "x5c", token: signToken({}, { x5c: ["AAAA"] }) },
  ],
};
