import { createPrivateKey, type KeyObject } from "node:crypto";
import { type CryptoKey, importPKCS8 } from "jose";

/** What {@link signingKeyFrom} takes, for messages. */
export const SIGNING_KEYS =
  "a private key in PEM form, unencrypted: RSA of at least 2048 bits, or EC (P-256, P-384, P-521)";

const CURVES: Readonly<Record<string, string>> = {
  prime256v1: "ES256",
  secp384r1: "ES384",
  secp521r1: "ES512",
};

/**
 * The algorithm with which `key` signs a client's assertions (RFC 7518 §3.1), among those that Okta
 * lists for private_key_jwt. RSA signs with RS256 here.
 *
 * @returns nothing for a key of another kind, or an RSA key shorter than RFC 7518 §3.3 demands.
 */
export function algorithmOf({
  asymmetricKeyType,
  asymmetricKeyDetails,
}: KeyObject): string | undefined {
  if (asymmetricKeyType === "rsa") {
    return (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? "RS256" : undefined;
  }
  return CURVES[asymmetricKeyDetails?.namedCurve ?? ""];
}

/**
 * Reads a private key for private_key_jwt, in any PEM form that OpenSSL writes unencrypted: PKCS#8,
 * PKCS#1 (`BEGIN RSA PRIVATE KEY`) or SEC 1 (`BEGIN EC PRIVATE KEY`).
 *
 * @returns nothing where it is none of {@link SIGNING_KEYS}. What OpenSSL says of such a text helps
 *   nobody, and may quote it.
 */
export async function signingKeyFrom(pem: string): Promise<CryptoKey | undefined> {
  const key = readKey(pem);
  const algorithm = key && algorithmOf(key);
  if (!algorithm) return undefined;
  return importPKCS8(key.export({ type: "pkcs8", format: "pem" }) as string, algorithm);
}

/** Whether {@link signingKeyFrom} takes `pem`. */
export function isSigningKey(pem: string): boolean {
  const key = readKey(pem);
  return key !== undefined && algorithmOf(key) !== undefined;
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
