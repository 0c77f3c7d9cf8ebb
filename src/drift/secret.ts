import { z } from "zod";
import { namesSecret } from "../../provider/secretNames";

/** Pulumi's mark of a secret in a stack's state (sdk/go/common/resource/sig). */
const KEY = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

const marked = z.looseObject({ [KEY]: z.literal(SECRET) });
const opened = z.object({ plaintext: z.string() });

export const HIDDEN = "(secret)";

export function isSecret(value: unknown): boolean {
  return marked.safeParse(value).success;
}

/** Whether a value is, or holds, a secret that is still encrypted. */
export function isSealed(value: unknown): boolean {
  if (value === null || typeof value !== "object") return false;
  if (isSecret(value)) return !opened.safeParse(value).success;
  return Object.values(value).some(isSealed);
}

/**
 * The value with its secrets in clear, at any depth.
 *
 * @returns secrets that are still encrypted as they are.
 */
export function revealed(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (isSecret(value)) {
    const { data } = opened.safeParse(value);
    return data ? JSON.parse(data.plaintext) : value;
  }
  if (Array.isArray(value)) return value.map(revealed);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revealed(item)]));
}

/** Whether a value is, or holds, a secret, opened or not. */
export function holdsSecret(value: unknown): boolean {
  if (value === null || typeof value !== "object") return false;
  return isSecret(value) || Object.values(value).some(holdsSecret);
}

/** The value with what {@link namesSecret} replaced, at any depth. */
export function masked(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(masked);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, namesSecret(key) ? HIDDEN : masked(item)]),
  );
}
