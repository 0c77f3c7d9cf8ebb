import type { FastifyReply } from "fastify";

import type { Clock } from "../../clock";
import type { Fault, Org, RateLimits } from "../../world";
import { tooManyRequests } from "./errors";

const WINDOW_SECONDS = 60;

/** Far above what a program makes, so that only planned faults refuse. */
export const AMPLE_LIMITS: RateLimits = { "/*": 6000 };

/**
 * What Okta publishes for a Workforce Identity org ("Management rate limits"). The limit of the
 * connections API is not published: this one is assumed, and low.
 */
export const WORKFORCE_LIMITS: RateLimits = {
  "/api/v1/apps*": 100,
  "/api/v1/apps/{id}": 500,
  "/api/v1/apps/{id}/cwo/connections*": 50,
  "/api/v1/groups": 500,
  "/api/v1/groups/{id}": 1000,
  "/api/v1/users": 600,
  "/api/v1/users/{id}": 2000,
  "/*": 1200,
};

/**
 * The bucket that a request counts in: the one with exactly its path, else the longest of those, with
 * an asterisk, whose beginning it has ("Rate limits overview", Match requests).
 *
 * @param path without the query.
 */
export function bucketOf(limits: RateLimits, path: string): string | undefined {
  const matching = Object.keys(limits).filter((bucket) => patternOf(bucket).test(path));
  const exact = matching.find((bucket) => !bucket.endsWith("*"));
  return exact ?? matching.sort((one, other) => other.length - one.length)[0];
}

function patternOf(bucket: string): RegExp {
  const path = bucket.replace(/\*$/, "").replaceAll(".", "\\.").replaceAll("{id}", "[^/]+");
  return new RegExp(`^${path}${bucket.endsWith("*") ? "" : "$"}`);
}

/**
 * Counts an org's requests a minute and tells the caller, by the headers Okta sends with every response. A
 * bucket's minute begins with the first request after the last one's end.
 *
 * @throws OktaError 429 E0000047 from the returned function when a limit is used up
 */
export function createRateLimit(org: Pick<Org, "rateLimits">, clock: Pick<Clock, "now">) {
  const windows = new Map<string, { reset: number; used: number }>();
  return (path: string, reply: FastifyReply): void => {
    reply.header("date", new Date(clock.now()).toUTCString());
    const bucket = bucketOf(org.rateLimits, path);
    if (bucket === undefined) return;
    const limit = org.rateLimits[bucket] ?? 0;
    const seconds = Math.floor(clock.now() / 1000);
    const last = windows.get(bucket);
    const isOpen = last !== undefined && seconds < last.reset;
    const window = isOpen ? last : { reset: seconds + WINDOW_SECONDS, used: 0 };
    windows.set(bucket, window);
    window.used += 1;
    reply.header("x-rate-limit-limit", String(limit));
    reply.header("x-rate-limit-remaining", String(Math.max(0, limit - window.used)));
    reply.header("x-rate-limit-reset", String(window.reset));
    if (window.used > limit) throw tooManyRequests();
  };
}

/**
 * A fault for `world.faults`: Okta's 429, whose only hint is `x-rate-limit-reset` (epoch seconds)
 * against `Date`; it sends no `Retry-After`.
 *
 * @param resetIn seconds from now until requests are welcome again
 */
export function rateLimited(
  rule: Pick<Fault, "host" | "method" | "path" | "times">,
  resetIn = 1,
): Fault {
  const refusal = tooManyRequests();
  return {
    ...rule,
    respond: {
      status: refusal.status,
      headers: {
        "x-rate-limit-limit": "600",
        "x-rate-limit-remaining": "0",
        "x-rate-limit-reset": String(Math.floor(Date.now() / 1000) + resetIn),
      },
      body: refusal.body(),
    },
  };
}
