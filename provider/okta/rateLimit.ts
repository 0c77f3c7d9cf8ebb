/**
 * Okta's rate limits (https://developer.okta.com/docs/reference/rate-limits/): a bucket is a set of
 * endpoints that share so many calls a minute, for everybody in the org. Every answer tells how its
 * bucket stands, by three headers, but not which bucket it is.
 */

/** What one answer tells of its bucket. */
export interface Standing {
  /** Calls in a window, of everybody together. */
  readonly limit: number;
  /** How many of them were left when the answer was made. */
  readonly remaining: number;
  /** The window's end in seconds since 1970, by Okta's clock. */
  readonly reset: number;
  /** The same moment in milliseconds by this machine's clock, with a margin. */
  readonly until: number;
}

/** Both `Date` and the reset are whole seconds; Okta's SDKs wait a second longer, too. */
const margin = 1000;

/**
 * Reads `X-Rate-Limit-Limit`, `-Remaining` and `-Reset`. The reset is understood relative to the
 * answer's own `Date`, so that it does not matter how this machine's clock is set.
 *
 * @param headers names in lower case.
 * @param now when the answer came, in milliseconds.
 * @returns `undefined` if the answer tells nothing.
 */
export function standingFrom(
  headers: Record<string, string | string[] | undefined>,
  now: number,
): Standing | undefined {
  const header = (name: string) => [headers[name]].flat()[0] ?? "";
  const number = (name: string) => {
    const text = header(`x-rate-limit-${name}`).trim();
    return /^\d+$/.test(text) ? Number(text) : undefined;
  };
  const [limit, remaining, reset] = [number("limit"), number("remaining"), number("reset")];
  if (limit === undefined || remaining === undefined || reset === undefined) return undefined;
  const serverTime = Date.parse(header("date"));
  const left = reset * 1000 - (Number.isNaN(serverTime) ? now : serverTime);
  return { limit, remaining, reset, until: now + left + margin };
}

/**
 * How long a call has to wait so that less than half of its bucket is used by everybody together:
 * what others have used counts as if it were ours, so that they come first.
 *
 * The first call of a window goes alone, whatever others did before it: its answer says how the
 * window stands. That is also how a bucket whose half is always used by others is still read, one
 * call a window.
 *
 * @param pending calls of this bucket that were sent and are not answered yet. They may be counted
 *   in `remaining` or not: they are counted here.
 * @param lost calls of this window that will not be answered any more; counted likewise.
 * @returns milliseconds; 0: now; `Infinity`: until one of the pending calls is answered.
 */
export function waitFor(standing: Standing, pending: number, lost: number, now: number): number {
  const isNewWindow = now >= standing.until;
  const used = standing.limit - standing.remaining + pending + lost;
  const isFree = isNewWindow ? pending === 0 : (used + 1) * 2 < standing.limit;
  if (isFree) return 0;
  return pending > 0 ? Number.POSITIVE_INFINITY : standing.until - now;
}
