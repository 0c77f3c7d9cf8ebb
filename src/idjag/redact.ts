import { measure } from "./nesting";

/**
 * Text that came from outside, made safe to show: no token, no secret, no control
 * characters, not long. Servers echo what they were sent, and claims are whatever their
 * writer liked.
 */

/*
 * Anybody may send what is searched here, so each of these patterns takes a number of steps that grows
 * with the text and no faster: none begins a match that can fail after more than a fixed number of them.
 */

/**
 * A JWT, or what is left of one: base64url that begins with `{"`, and whatever is joined to it. A whole
 * token is not waited for: where the end was cut off, the beginning is no less secret.
 */
const JWT_LIKE = /eyJ[\w.-]*/g;
/** A run this long without a space is no word of any console: a token, a key or a digest. */
const OPAQUE_RUN = /(?<![\w~+/=-])[\w~+/=-]{64,}/g;
// C0 and C1 controls, line separators and the marks that reorder text on a screen.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;
/** In characters: an ID-JAG's cap, so that nothing of one is left out of sight. */
const LONGEST_SEARCHED = 16_384;

/**
 * Caps, unifies and scrubs `text`.
 *
 * @param secrets values that were sent and must not come back, such as a client secret or
 *   an opaque refresh token; they are replaced wherever they occur, in plain or as a form
 *   encodes them.
 * @param maxLength in characters, default 300.
 */
export function scrub(text: string, secrets: readonly string[] = [], maxLength = 300): string {
  let safe = text;
  for (const secret of secrets) {
    // An empty string would match everywhere.
    if (secret === "") continue;
    safe = safe.replaceAll(secret, "[redacted]");
    // By way of UTF-8, as in a form: encodeURIComponent throws where half of a pair of surrogates stands.
    safe = safe.replaceAll(encodeURIComponent(Buffer.from(secret).toString()), "[redacted]");
  }
  // Cut only now: half of a secret would not be found.
  safe = safe
    .slice(0, LONGEST_SEARCHED)
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
  if (typeof value === "object" && value !== null && measure(value).isTooDeep) {
    return "a deeply nested value";
  }
  return scrub(JSON.stringify(value), [], 200);
}
