import { createHash } from "node:crypto";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A short code made of values that somebody enters by hand, for instance `7K2M-9QXD`. It tells
 * values apart; it is no secret and no signature.
 *
 * @param kind what is confirmed, with a version: `teamspace/1`. Codes of two kinds never match.
 * @param values in a fixed order; a missing value is `""`.
 * @returns 40 bits in Crockford's Base32, which has no I, L, O and U.
 */
export function confirmationCode(kind: string, values: string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(["context7-ema", kind, ...values]));
  const bits = hash.digest().readUIntBE(0, 5);
  const digits = Array.from({ length: 8 }, (_, index) => {
    const shift = 2 ** (5 * (7 - index));
    return alphabet[Math.floor(bits / shift) % 32];
  });
  return `${digits.slice(0, 4).join("")}-${digits.slice(4).join("")}`;
}

/** Whether somebody gave back this code; case, spaces and hyphens do not count, O is 0, I and L 1. */
export function isConfirmed(code: string, confirmation: string | undefined): boolean {
  const plain = (text: string) =>
    text.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return confirmation !== undefined && plain(confirmation) === plain(code);
}
