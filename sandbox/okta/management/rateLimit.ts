import type { FastifyReply } from "fastify";

import type { Fault } from "../../world";
import { tooManyRequests } from "./errors";

const WINDOW_SECONDS = 60;

/**
 * Counts requests a minute and tells the caller, by the headers Okta sends with every response.
 *
 * @param limit requests a minute; far above what a program makes, so that only planned faults refuse
 * @throws OktaError 429 E0000047 from the returned function when the limit is used up
 */
export function createRateLimit(limit = 6000, now: () => number = Date.now) {
  let reset = 0;
  let used = 0;
  return (reply: FastifyReply): void => {
    const seconds = Math.floor(now() / 1000);
    if (seconds >= reset) {
      reset = seconds + WINDOW_SECONDS;
      used = 0;
    }
    used += 1;
    reply.header("x-rate-limit-limit", String(limit));
    reply.header("x-rate-limit-remaining", String(Math.max(0, limit - used)));
    reply.header("x-rate-limit-reset", String(reset));
    if (used > limit) throw tooManyRequests();
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
