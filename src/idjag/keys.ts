import {
  type CryptoKey,
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JSONWebKeySet,
  type JWK,
} from "jose";
import type { IdJagHeader } from "./header";
import { rsaWeakness } from "./publicKey";
import { type IdJagRefusal, refuse } from "./reasons";
import { scrub, show } from "./redact";
import { boundedFetch, type Fetch, RequestFailure } from "./request";

/** Finds the issuer's key for a token's header. */
export type KeySource = (header: IdJagHeader) => Promise<CryptoKey | IdJagRefusal>;

type Resolver = ((header: { alg: string; kid?: string }) => Promise<CryptoKey>) & {
  jwks(): JSONWebKeySet | undefined;
};

/** After a failed fetch of the keys, tokens do not cause another one for this long. */
const BACKOFF_MS = 5_000;

/** Keys that are at hand. @throws when `jwks` is not a JWK Set. */
export function localKeys(jwks: JSONWebKeySet): KeySource {
  const find = keySource(createLocalJWKSet(jwks));
  // This set never changes, so neither does its answer to a header. Held no longer than the header.
  const answers = new WeakMap<IdJagHeader, ReturnType<KeySource>>();
  return (header) => {
    const known = answers.get(header);
    if (known) return known;
    const answer = find(header);
    answers.set(header, answer);
    return answer;
  };
}

/**
 * Keys at an address, fetched when first needed, then every 10 minutes, and for an unknown
 * `kid` at most every 30 seconds (jose's defaults), which is how a rotated key comes in.
 *
 * @param now milliseconds since 1970.
 */
export function remoteKeys(jwksUri: URL, fetch: Fetch, now: () => number): KeySource {
  const fetchOnce = boundedFetch(fetch);
  let failed: { readonly refusal: IdJagRefusal; readonly at: number } | undefined;

  const fetchJwks = async (url: string, init: Parameters<typeof fetchOnce>[1]) => {
    if (failed && now() - failed.at < BACKOFF_MS) throw new KeySetFailure(failed.refusal);
    const result = await readKeySet(() => fetchOnce(url, init));
    if (result instanceof Response) return result;
    failed = { refusal: result, at: now() };
    throw new KeySetFailure(result);
  };
  return keySource(createRemoteJWKSet(jwksUri, { [customFetch]: fetchJwks }));
}

/** Carries a refusal out through jose, which rethrows what a custom fetch threw. */
class KeySetFailure extends Error {
  constructor(readonly refusal: IdJagRefusal) {
    super(refusal.message);
  }
}

/** Tells "no answer" from "an answer that is no key set"; jose has one error for both. */
async function readKeySet(request: () => Promise<Response>): Promise<Response | IdJagRefusal> {
  let response: Response;
  try {
    response = await request();
  } catch (error) {
    if (error instanceof RequestFailure) return refuse("jwks_unreachable", { seen: error.message });
    throw error;
  }
  if (response.status !== 200) {
    return refuse("jwks_unreachable", { seen: `the answer has HTTP status ${response.status}` });
  }
  let document: unknown;
  try {
    document = await response.clone().json();
  } catch {
    return refuse("jwks_malformed", { seen: "it is not JSON" });
  }
  try {
    createLocalJWKSet(document as JSONWebKeySet);
  } catch {
    return refuse("jwks_malformed", { seen: "it is JSON, but has no `keys` with a list of keys" });
  }
  return response;
}

function keySource(resolve: Resolver): KeySource {
  // jose hands out the same CryptoKey as long as the key set stays, so each is judged once.
  const sound = new WeakSet<CryptoKey>();
  return async ({ alg, kid }) => {
    let key: CryptoKey;
    try {
      key = await resolve({ alg, kid });
    } catch (error) {
      if (error instanceof KeySetFailure) return error.refusal;
      if (error instanceof errors.JWKSMultipleMatchingKeys) {
        return refuse("key_ambiguous", { seen: show(kid) });
      }
      if (error instanceof errors.JWKSNoMatchingKey) {
        return noMatchingKey(resolve.jwks()?.keys ?? [], alg, kid);
      }
      // Whatever WebCrypto says about a key it cannot import, and jose about a private one.
      return refuse("key_unusable", { seen: show(kid) });
    }
    if (sound.has(key)) return key;
    const weakness = weaknessOf(key);
    if (weakness)
      return refuse("key_weak", { seen: `${show(kid)} (${weakness})`, expected: SOUND });
    sound.add(key);
    return key;
  };
}

/** jose passes over keys that do not fit; here it is said why the one meant does not. */
function noMatchingKey(keys: readonly JWK[], alg: string, kid: unknown): IdJagRefusal {
  const meant = keys.find((key) => kid !== undefined && key.kid === kid);
  if (!meant) {
    const published = scrub(keys.map((key) => show(key.kid)).join(", "));
    return refuse("key_unknown", { seen: show(kid), expected: published || "no key at all" });
  }
  const { use, key_ops: operations } = meant;
  const forSigning =
    (use === undefined || use === "sig") &&
    (operations === undefined || (Array.isArray(operations) && operations.includes("verify")));
  if (!forSigning) return refuse("key_not_for_signing", { seen: show(kid) });
  return refuse("key_mismatch", { seen: show(kid), expected: alg });
}

const SOUND = "RSA with at least 2048 bits and an odd exponent of at least 65537";

function weaknessOf(key: CryptoKey): string | undefined {
  const { modulusLength, publicExponent } = key.algorithm as {
    modulusLength?: number;
    publicExponent?: Uint8Array;
  };
  if (modulusLength === undefined || publicExponent === undefined) return undefined;
  return rsaWeakness(modulusLength, BigInt(`0x0${Buffer.from(publicExponent).toString("hex")}`));
}
