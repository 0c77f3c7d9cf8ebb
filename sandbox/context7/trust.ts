import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from "jose";

import type { Fetch } from "../fetch";

/** Milliseconds for one document. */
const TIMEOUT = 5_000;

export type Metadata =
  | { ok: true; jwksUri: string }
  /** `reason` is a sentence for the person who typed the issuer. */
  | { ok: false; reason: string };

/**
 * Reads an issuer's OpenID metadata. The document must name that issuer, character for character
 * (OpenID Connect Discovery §4.3).
 */
export async function readMetadata(fetch: Fetch, issuer: string): Promise<Metadata> {
  const url = `${issuer}/.well-known/openid-configuration`;
  let document: { issuer?: unknown; jwks_uri?: unknown };
  try {
    const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT) });
    if (!response.ok) {
      await response.body?.cancel();
      return { ok: false, reason: `${url} answers ${response.status}.` };
    }
    document = (await response.json()) as typeof document;
  } catch {
    return { ok: false, reason: `${url} cannot be read.` };
  }
  if (document.issuer !== issuer) {
    return { ok: false, reason: `${url} names another issuer: ${document.issuer}.` };
  }
  if (typeof document.jwks_uri !== "string")
    return { ok: false, reason: `${url} has no jwks_uri.` };
  return { ok: true, jwksUri: document.jwks_uri };
}

/** Finds the signing keys of issuers, each looked up once; jose follows their rotation. */
export function createKeyFinder(fetch: () => Fetch) {
  const known = new Map<string, JWTVerifyGetKey>();
  return async function findKeys(issuer: string): Promise<JWTVerifyGetKey | undefined> {
    const found = known.get(issuer);
    if (found) return found;
    const metadata = await readMetadata(fetch(), issuer);
    if (!metadata.ok) return undefined;
    const keys = createRemoteJWKSet(new URL(metadata.jwksUri), {
      [customFetch]: (url, options) => fetch()(url, options),
    });
    known.set(issuer, keys);
    return keys;
  };
}
