/**
 * Text that came from outside, made safe to show: no token, no secret, no control
 * characters, not long. Servers echo what they were sent, and claims are whatever their
 * writer liked.
 */

/** Two or more base64url parts joined by dots, the first one beginning with `{"`. */
const JWT_LIKE = /eyJ[\w-]+(?:\.[\w-]*)+/g;
/** A run this long without a space is no word of any console: a token, a key or a digest. */
const OPAQUE_RUN = /[\w~+/=-]{64,}/g;
// C0 and C1 controls, line separators and the marks that reorder text on a screen.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/**
 * Caps, unifies and scrubs `text`.
 *
 * @param secrets values that were sent and must not come back, such as a client secret or
 *   an opaque refresh token; they are replaced wherever they occur, in plain or as a form
 *   encodes them.
 * @param maxLength in characters, default 300.
 */
export function scrub(text: string, secrets: readonly string[] = [], maxLength = 300): string {
  let safe = text.slice(0, 16_384);
  for (const secret of secrets) {
    // An empty string would match everywhere.
    if (secret === "") continue;
    safe = safe.replaceAll(secret, "[redacted]");
    safe = safe.replaceAll(encodeURIComponent(secret), "[redacted]");
  }
  safe = safe
    .replace(JWT_LIKE, "[redacted]")
    .replace(OPAQUE_RUN, "[redacted]")
    .replace(UNPRINTABLE, " ");
  return safe.length <= maxLength ? safe : `${safe.slice(0, maxLength - 1)}…`;
}

/**
 * One claim or header value as a person may see it: strings in quotes, so that a blank or a
 * slash at the end shows, anything else as JSON.
 */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return `"${scrub(value, [], 200)}"`;
  return scrub(JSON.stringify(value), [], 200);
}
