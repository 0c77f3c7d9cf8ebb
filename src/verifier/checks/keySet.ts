import { importJWK } from "jose";
import { z } from "zod";
import { scrub } from "../../idjag";
import { PRIVATE_MEMBERS, rsaWeakness } from "../../idjag/publicKey";

const jwk = z.looseObject({
  kty: z.string(),
  kid: z.string().optional(),
  use: z.string().optional(),
  n: z.string().optional(),
  e: z.string().optional(),
});
const keySet = z.object({ keys: z.array(jwk) });
type Jwk = z.infer<typeof jwk>;

export type KeySetJudgement =
  /** The `kid`s of the keys that serve for signatures. */
  { readonly ok: true; readonly keyIds: string[] } | { readonly ok: false; readonly seen: string };

/** Of public keys; a symmetric one is named, since publishing it gives the secret away. */
const KEY_TYPES = ["RSA", "EC", "OKP", "oct"];

/**
 * Whether a JWK Set can serve to check signatures: at least one key for them that a token can name by its
 * `kid` (a lone key needs none), and each of them public and strong enough: RSA as {@link rsaWeakness}
 * demands, or a key that WebCrypto takes.
 * Keys of an unknown `kty` are passed over (RFC 7517 §5), as jose passes over them.
 */
export async function judgeKeySet(document: unknown): Promise<KeySetJudgement> {
  const parsed = keySet.safeParse(document);
  if (!parsed.success) return { ok: false, seen: "it is no JWK Set" };
  const signing = parsed.data.keys.filter(
    ({ kty, use }) => KEY_TYPES.includes(kty) && (use === undefined || use === "sig"),
  );
  if (signing.length === 0) return { ok: false, seen: "no key for signatures is in it" };

  const problems: string[] = [];
  for (const { kid, kty, ...members } of parsed.data.keys) {
    const isKnown = KEY_TYPES.includes(kty);
    if (!isKnown && PRIVATE_MEMBERS.some((member) => member in members)) {
      problems.push(`key ${kid ?? "without kid"} is not a public key`);
    }
  }
  // A token names its key: one without a name beside named ones is never the one meant.
  const isAnonymous = signing.length > 1 && signing.every(({ kid }) => kid === undefined);
  for (const key of signing) {
    const problem = isAnonymous ? "cannot be told from others" : await problemOf(key);
    if (problem) problems.push(`key ${key.kid ?? "without kid"} ${problem}`);
  }
  const keyIds = signing.flatMap(({ kid }) => kid ?? []);
  if (new Set(keyIds).size !== keyIds.length) problems.push("two keys have the same kid");
  if (problems.length > 0) return { ok: false, seen: scrub(problems.join("; ")) };
  return { ok: true, keyIds };
}

async function problemOf(key: Jwk): Promise<string | undefined> {
  if (PRIVATE_MEMBERS.some((member) => member in key)) return "is not a public key";
  if (key.kty === "RSA") {
    const weakness = rsaWeakness(integerOf(key.n).toString(2).length, integerOf(key.e));
    if (weakness) return `is ${weakness}`;
  }
  try {
    await importJWK(key, typeof key.alg === "string" ? key.alg : defaultAlgorithm(key));
    return undefined;
  } catch {
    return "cannot be read";
  }
}

function integerOf(base64url = ""): bigint {
  return BigInt(`0x0${Buffer.from(base64url, "base64url").toString("hex")}`);
}

/** `alg` is optional in a JWK (RFC 7517 §4.4); WebCrypto wants one to import. */
function defaultAlgorithm({ kty, crv }: Jwk): string {
  if (kty === "RSA") return "RS256";
  if (kty === "OKP") return "EdDSA";
  return { "P-384": "ES384", "P-521": "ES512" }[String(crv)] ?? "ES256";
}
