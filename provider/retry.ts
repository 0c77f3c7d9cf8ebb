/** How long a client keeps trying. */
export interface RetryLimits {
  /** Retries of one request. */
  retries: number;
  /** Longest single wait, in milliseconds. */
  longestWait: number;
  /** All waits of one request together, in milliseconds. */
  totalWait: number;
}

/** Okta's and Context7's rate limits reset within a minute or so; a pipeline can wait that long. */
export const defaultRetryLimits: RetryLimits = {
  retries: 6,
  longestWait: 90_000,
  totalWait: 240_000,
};

/** How one attempt of a request ended. */
export interface FailedAttempt {
  /** HTTP status, if there was an answer. */
  status?: number;
  /** Headers of that answer, names in lower case. */
  headers?: Record<string, string | string[] | undefined>;
  /** Error code of the network, if there was no answer. */
  code?: string;
  /** Whether sending it twice does no more than sending it once. */
  repeatable: boolean;
  /** Retries made so far. */
  retries: number;
  /** Milliseconds waited so far. */
  waited: number;
}

const refusedBeforeProcessing = new Set(["ECONNREFUSED", "UND_ERR_CONNECT_TIMEOUT"]);
const lostOnTheWay = new Set([
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EAI_AGAIN",
  "UND_ERR_SOCKET",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
]);

/**
 * How long to wait before the next attempt.
 *
 * A request refused with 429, or that never reached the server, is always worth repeating. After a
 * 5xx or a lost answer it may have been carried out: only repeatable ones are sent again. The wait
 * is what the server asks for, else 1, 2, 4, … seconds.
 *
 * @param now the clock, in milliseconds since 1970.
 * @returns milliseconds, or `undefined`: give up.
 */
export function waitBeforeRetry(
  attempt: FailedAttempt,
  limits: RetryLimits,
  now: number,
): number | undefined {
  if (!worthRepeating(attempt) || attempt.retries >= limits.retries) return undefined;
  const wait = askedWait(attempt.headers ?? {}, now) ?? 1000 * 2 ** attempt.retries;
  return wait > limits.longestWait || attempt.waited + wait > limits.totalWait ? undefined : wait;
}

function worthRepeating({ status, code, repeatable }: FailedAttempt): boolean {
  if (status !== undefined) return status === 429 || (repeatable && status >= 500);
  if (code === undefined) return false;
  return refusedBeforeProcessing.has(code) || (repeatable && lostOnTheWay.has(code));
}

/**
 * `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), else the moment at which the limit is
 * reset, in seconds since 1970: `X-Rate-Limit-Reset` (Okta) or `RateLimit-Reset` (Context7). The
 * latter is read against the server's own `Date`, plus one second, as Okta's SDKs do.
 *
 * @returns milliseconds, or `undefined` if the server does not say.
 */
export function askedWait(headers: FailedAttempt["headers"] & object, now: number) {
  const header = (name: string) => [headers[name]].flat()[0];

  const retryAfter = header("retry-after");
  if (retryAfter !== undefined) {
    if (/^\d+$/.test(retryAfter.trim())) return Number(retryAfter) * 1000;
    const date = Date.parse(retryAfter);
    if (!Number.isNaN(date)) return Math.max(0, date - now);
  }

  const reset = header("x-rate-limit-reset") ?? header("ratelimit-reset");
  if (reset !== undefined && /^\d+$/.test(reset.trim())) {
    const serverTime = Date.parse(header("date") ?? "");
    const reference = Number.isNaN(serverTime) ? now : serverTime;
    return Math.max(0, Number(reset) * 1000 - reference) + 1000;
  }
  return undefined;
}
