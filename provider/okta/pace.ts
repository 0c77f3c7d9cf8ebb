import { setTimeout as sleep } from "node:timers/promises";
import { type Standing, standingFrom, waitFor } from "./rateLimit";

/** Time, as the pace sees it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

const systemClock: Clock = {
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
  /** The end of the window of that answer. */
  reset?: number;
}

/** A call that was sent and is not answered. */
interface PendingCall {
  endpoint: Endpoint;
  mayCountIn(bucket: Bucket): boolean;
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

  /** In which buckets a call may count, by what is known before its answer. */
  function mayCount({ bucket, reset }: Endpoint, now: number): PendingCall["mayCountIn"] {
    if (bucket === undefined) return () => true;
    const { limit, until } = bucket.standing;
    if (now < until && reset === bucket.standing.reset) return (one) => one === bucket;
    // It has not told of this window yet: those that looked alike in the last one may be two.
    return ({ standing }) => standing.limit === limit;
  }

  function pendingOf(bucket: Bucket): number {
    const isOf = ({ endpoint, mayCountIn }: PendingCall) =>
      endpoint.bucket === bucket || mayCountIn(bucket);
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
    else for (const bucket of knownBuckets().filter(call.mayCountIn)) bucket.lost += 1;
    for (const wake of waiting.splice(0)) wake();
  }

  function place(endpoint: Endpoint, standing: Standing): void {
    const { reset } = standing;
    const alike = knownBuckets().find((bucket) => isSameWindow(bucket.standing, standing));
    if (alike) {
      Object.assign(endpoint, { bucket: alike, reset });
      alike.standing = lower(alike.standing, standing);
      return;
    }
    const now = clock.now();
    const own = endpoint.bucket;
    // An answer that took longer than its window tells nothing of the present one.
    if (own && now >= standing.until) return;
    const isNext = own && own.standing.limit === standing.limit && now >= own.standing.until;
    if (isNext) Object.assign(own, { standing, lost: 0 });
    Object.assign(endpoint, { bucket: isNext ? own : { standing, lost: 0 }, reset });
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
        const mayCountIn = mayCount(endpoint, now);
        const milliseconds = wait(endpoint, knownBuckets().filter(mayCountIn), now);
        if (milliseconds === 0) {
          const call = { endpoint, mayCountIn };
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
