import type { ReasonText } from "../reasons";

/** What is wrong with the token's form and its header, before any key is asked for. */
export const envelopeReasons = {
  token_too_large: {
    message: "The token is {seen} characters long; at most {expected} are looked at.",
    remedy:
      "Paste one ID-JAG and nothing else. If the ID-JAG itself is this large, reduce the claims the issuer adds to it (in Okta: the group and profile claims of the requesting app).",
    specification: "none: a limit of this verifier",
  },
  not_compact_jws: {
    message:
      "This is not a signed JWT in compact form: {seen}. Expected are exactly three base64url parts joined by dots, without padding, blanks or line breaks.",
    remedy:
      "Take `access_token` from the answer to the token exchange exactly as it stands there, without `Bearer` and quotes. An opaque value is no ID-JAG: check `issued_token_type` of that answer.",
    specification: "RFC 7515 §7.1, RFC 7519 §7.2",
  },
  encrypted: {
    message: "The token has five parts, which makes it encrypted (JWE); a signed one is expected.",
    remedy:
      "Turn token encryption off for the requesting app at the issuer; the verifier holds no decryption key.",
    specification: "RFC 7516 §7.1, MCP EMA §7.8",
  },
  header_not_json_object: {
    message: "The first part of the token is not a JSON object in UTF-8.",
    remedy: "Take the token again from the issuer's answer; this one was changed or cut.",
    specification: "RFC 7515 §4, RFC 7519 §7.2",
  },
  payload_not_json_object: {
    message: "The second part of the token is not a JSON object in UTF-8.",
    remedy: "Take the token again from the issuer's answer; this one was changed or cut.",
    specification: "RFC 7519 §7.2",
  },
  nesting_too_deep: {
    message: "The JSON of the token's {seen} is nested more than {expected} levels deep.",
    remedy:
      "No issuer of repute does this: treat the token as forged. If it is genuine, flatten the claim at the issuer.",
    specification: "RFC 8259 §9; the number is a limit of this verifier",
  },
  duplicate_member: {
    message:
      "A name occurs twice in one JSON object of the token's {seen}, so that two readers may see two different tokens.",
    remedy:
      "No issuer of repute does this: treat the token as forged. If it is genuine, remove the doubled claim at the issuer.",
    specification: "RFC 7515 §4, RFC 7519 §4, RFC 8259 §4",
  },
  wrong_typ: {
    message: "The header's `typ` is {seen}; it must be exactly {expected}.",
    remedy:
      'With `typ` "JWT" or "at+jwt" this is an ID token or an access token, not an ID-JAG: request `requested_token_type` id-jag at the token exchange and use the `access_token` of that answer.',
    specification: "draft §3.1, RFC 8725 §3.11",
  },
  alg_not_allowed: {
    message: "The header's `alg` is {seen}; allowed are {expected}.",
    remedy:
      "Okta signs with RS256. `none` and the HS algorithms are never accepted: anybody could have made such a token. If the issuer signs with another asymmetric algorithm, add it to `algorithms`.",
    specification: "MCP EMA §7.4.1, RFC 8725 §3.1 and §3.2",
  },
  crit_present: {
    message: "The header demands extensions (`crit`: {seen}); none is understood here.",
    remedy: "Turn the extension off at the issuer; a token that demands it cannot be honoured.",
    specification: "RFC 7515 §4.1.11",
  },
  embedded_key: {
    message: "The header brings or points to a key of its own ({seen}).",
    remedy:
      "Treat the token as forged. Keys come from the issuer's own JWKS only; if the issuer really adds this header, turn it off there.",
    specification: "RFC 8725 §3.10, RFC 7515 §4.1.2, §4.1.3, §4.1.5 and §4.1.6",
  },
} as const satisfies Record<string, ReasonText>;
