import type { ReasonText } from "../reasons";

/** What is wrong with the issuer's name, its keys, or the signature made with them. */
export const keyReasons = {
  iss_missing: {
    message: "The token names no issuer: `iss` is {seen}; expected is {expected}.",
    remedy: "Take the token from the issuer's own answer to the token exchange.",
    specification: "draft §3.1, RFC 7523 §3 (1)",
  },
  iss_trailing_slash: {
    message:
      "`iss` is {seen} and {expected} is expected: they differ only by the slash at the end.",
    remedy:
      "Issuers are compared letter by letter. Copy the issuer from the organization's own metadata (`/.well-known/openid-configuration`, `issuer`) into Context7: teamspace, Enterprise tab, Okta, issuer.",
    specification: "RFC 8414 §3.3, MCP EMA §7.4.1",
  },
  iss_mismatch: {
    message: "The token was issued by {seen}; expected is {expected}.",
    remedy:
      "Use the organization's own authorization server, `https://<org>.okta.com` without a path: a path such as `/oauth2/default` is a custom authorization server, and the `-admin` address is the console. With a custom domain, the issuer is whatever the organization's metadata says.",
    specification: "draft §3.1, MCP EMA §7.4.1",
  },
  jwks_unreachable: {
    message: "The issuer's signing keys could not be fetched: {seen}.",
    remedy:
      "This says nothing about the token: try again. If it stays, open the `jwks_uri` (Okta: `https://<org>.okta.com/oauth2/v1/keys`) from this machine and check proxy, DNS and firewall.",
    specification: "MCP EMA §7.3 and §7.4.1",
  },
  jwks_malformed: {
    message: "What the issuer's key address answered is not a JWK Set: {seen}.",
    remedy:
      "Check that the address is the `jwks_uri` of the issuer's metadata, and that no proxy or login page answers in its place.",
    specification: "RFC 7517 §5",
  },
  key_unknown: {
    message: "The token is signed with key {seen}; the issuer publishes {expected}.",
    remedy:
      "A token from another organization or from a custom authorization server is signed with other keys. After a key rotation, wait half a minute and try again.",
    specification: "RFC 7515 §4.1.4, MCP EMA §7.4.1",
  },
  key_ambiguous: {
    message: "More than one published key fits the token (its `kid` is {seen}).",
    remedy: "The issuer must put a `kid` into the header and publish each `kid` once.",
    specification: "RFC 7515 §4.1.4, RFC 7517 §4.5",
  },
  key_not_for_signing: {
    message: "Key {seen} is published, but not for verifying signatures.",
    remedy: 'At the issuer, the signing key needs `use` "sig" (or `key_ops` "verify").',
    specification: "RFC 7517 §4.2 and §4.3",
  },
  key_mismatch: {
    message: "Key {seen} is published, but it is not one for the header's `alg`, {expected}.",
    remedy:
      "Treat the token as forged: an algorithm other than the key's is a known attack. If it is genuine, correct `alg` of the key at the issuer.",
    specification: "RFC 8725 §3.1, RFC 7517 §4.4",
  },
  key_weak: {
    message: "Key {seen} is too weak; expected is {expected}.",
    remedy:
      "Replace the issuer's signing key. With a small modulus or exponent, signatures can be forged.",
    specification: "RFC 7518 §3.3 and §3.5, FIPS 186-5 §A.1.1",
  },
  key_unusable: {
    message: "Key {seen} is published, but it cannot be used as a public key.",
    remedy:
      "The issuer's JWK Set is damaged, or publishes a private key; in the second case that key is no secret any more and must be replaced.",
    specification: "RFC 7517 §9.2, RFC 7518 §6",
  },
  signature_invalid: {
    message:
      "The signature does not fit: it was not made over this header and payload with key {seen}.",
    remedy:
      "The token was changed on its way, or forged. Take it again from the issuer's answer to the token exchange.",
    specification: "RFC 7515 §5.2, MCP EMA §7.4.1",
  },
} as const satisfies Record<string, ReasonText>;
