import { scrub } from "./redact";

/** RFC 7517 §4, RFC 7518 §6: members that only a private or a symmetric key has. */
export const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/**
 * WebCrypto imports RSA keys of any size and with any exponent, 1 included: with that one
 * every message is its own signature. jose looks at the size only. Bounds of the exponent:
 * FIPS 186-5 §A.1.1.
 *
 * @returns what is weak about such a key, fit to show.
 */
export function rsaWeakness(modulusLength: number, exponent: bigint): string | undefined {
  if (modulusLength < 2048) return `RSA with ${modulusLength} bits`;
  const isSound = exponent % 2n === 1n && exponent >= 65537n && exponent < 1n << 256n;
  return isSound ? undefined : `RSA with exponent ${scrub(exponent.toString())}`;
}
