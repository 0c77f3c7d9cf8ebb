import { setTimeout as sleep } from "node:timers/promises";
import { type Standing, standingFrom, waitFor } from "./rateLimit";

/** Time, as the pace sees it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: async (milliseconds) => {
    await sleep(milliseconds);
  },
};

/** Takes an answer's headers, names in lower case; `undefined`: none came. Only the first time counts. */
export type Answered = (headers?: Record<string, string | string[] | undefined>) => void;

export interface PaceOptions {
  /** Default: the system's. */
  clock?: Clock;
  /** Told when calls begin to wait for a window's end, and for how many milliseconds. */
  onWait?(milliseconds: number): void;
}

/** Gives calls their turn, so that less than half of each of Okta's rate-limit buckets is used. */
export interface Pace {
  /**
   * Waits until a call may be sent. Whoever got a turn has to say how the call was answered.
   *
   * @param endpoint what is surely of one bucket: method and path without the objects' IDs.
   */
  turn(endpoint: string): Promise<Answered>;
}

/** What calls of some endpoints have in common. Several endpoints may turn out to share one. */
interface Bucket {
  standing: Standing;
  /** Calls of its window that were never answered. */
  lost: number;
}

interface Endpoint {
  /** The one that its last answer told of. */
  bucket?: Bucket;
}

/** A call that was sent and is not answered, and every bucket in which it may count. */
interface PendingCall {
  endpoint: Endpoint;
  buckets: readonly Bucket[];
}

/**
 * A pace for one org. Which endpoints share a bucket is learned from the answers: those whose
 * windows have the same limit and the same end. (Two buckets may look alike for a while; together
 * they then use less than half of one.) As long as that is not known of an endpoint, its calls go one
 * by one, when every bucket would let them that it might share, and count in all of these.
 *
 * Calls that are never answered before anything is known of their window cannot be counted.
 */
export function createPace({ clock = systemClock, onWait }: PaceOptions = {}): Pace {
  const endpoints = new Map<string, Endpoint>();
  const pending = new Set<PendingCall>();
  const waiting: (() => void)[] = [];
  let waitingUntil = 0;

  const knownBuckets = () => [
    ...new Set([...endpoints.values()].flatMap(({ bucket }) => bucket ?? [])),
  ];

  function bucketsOf({ bucket }: Endpoint, now: number): Bucket[] {
    if (bucket === undefined) return knownBuckets();
    const { limit, until } = bucket.standing;
    if (now < until) return [bucket];
    // Its next window may have begun already, by a call of an endpoint that is not known to share it.
    return knownBuckets().filter(({ standing }) => standing.limit === limit);
  }

  function pendingOf(bucket: Bucket): number {
    const isOf = ({ endpoint, buckets }: PendingCall) =>
      endpoint.bucket === bucket || buckets.includes(bucket);
    return [...pending].filter(isOf).length;
  }

  function wait(endpoint: Endpoint, buckets: readonly Bucket[], now: number): number {
    const isUnknown = (one: Endpoint) => one.bucket === undefined;
    const isAlone = !isUnknown(endpoint) || ![...pending].some((call) => isUnknown(call.endpoint));
    if (!isAlone) return Number.POSITIVE_INFINITY;
    const waits = buckets.map((one) => waitFor(one.standing, pendingOf(one), one.lost, now));
    return Math.max(0, ...waits);
  }

  function settle(call: PendingCall, standing: Standing | undefined): void {
    pending.delete(call);
    if (standing) place(call.endpoint, standing);
    // It may have been counted nevertheless.
    else for (const bucket of call.buckets) bucket.lost += 1;
    for (const wake of waiting.splice(0)) wake();
  }

  function place(endpoint: Endpoint, standing: Standing): void {
    const alike = knownBuckets().find((bucket) => isSameWindow(bucket.standing, standing));
    if (alike) {
      endpoint.bucket = alike;
      alike.standing = lower(alike.standing, standing);
      return;
    }
    const now = clock.now();
    const own = endpoint.bucket;
    // An answer that took longer than its window tells nothing of the present one.
    if (own && now >= standing.until) return;
    const isNext = own && own.standing.limit === standing.limit && now >= own.standing.until;
    if (isNext) Object.assign(own, { standing, lost: 0 });
    else endpoint.bucket = { standing, lost: 0 };
  }

  async function sleepFor(milliseconds: number): Promise<void> {
    const until = clock.now() + milliseconds;
    if (until > waitingUntil) onWait?.(milliseconds);
    waitingUntil = Math.max(waitingUntil, until);
    await clock.sleep(milliseconds);
  }

  return {
    async turn(name) {
      const endpoint = endpoints.get(name) ?? {};
      endpoints.set(name, endpoint);
      for (;;) {
        const now = clock.now();
        const buckets = bucketsOf(endpoint, now);
        const milliseconds = wait(endpoint, buckets, now);
        if (milliseconds === 0) {
          const call = { endpoint, buckets };
          pending.add(call);
          return (headers) => {
            if (!pending.has(call)) return;
            settle(call, headers && standingFrom(headers, clock.now()));
          };
        }
        if (Number.isFinite(milliseconds)) await sleepFor(milliseconds);
        else await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };
}

function isSameWindow(one: Standing, other: Standing): boolean {
  return one.limit === other.limit && one.reset === other.reset;
}

/** Answers may overtake each other: the lower number is the later one. */
function lower(known: Standing, told: Standing): Standing {
  return told.remaining < known.remaining ? { ...known, remaining: told.remaining } : known;
}
