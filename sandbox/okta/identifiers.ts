import { randomBytes } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Random letters and digits. 256 is no multiple of 62: good enough for a sandbox. */
function letters(length: number): string {
  return [...randomBytes(length)].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

/** An identifier as Okta makes them: a prefix of the kind (`0oa`, `00g`, …), 20 characters in all. */
export function newId(prefix: string): string {
  return prefix + letters(20 - prefix.length);
}

/** A client secret as Okta makes them: 64 characters. */
export function newClientSecret(): string {
  return letters(64);
}

/** An API token as Okta makes them: `00` and 40 characters. */
export function newApiToken(): string {
  return `00${letters(40)}`;
}

/** A moment as Okta writes it, e.g. `2026-02-02T10:00:00.000Z`; whole seconds. */
export function timestamp(at: Date = new Date()): string {
  return at.toISOString().replace(/\.\d{3}Z$/, ".000Z");
}
