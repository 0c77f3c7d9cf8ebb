import { setImmediate as settled } from "node:timers/promises";
import type { Clock } from "../../../provider/okta/pace";

/** A clock that stands still until everybody waits, and then goes to the next moment somebody waits for. */
export interface SimulatedClock extends Clock {
  /** @returns what `work` returns, without any real waiting. */
  run<T>(work: Promise<T>): Promise<T>;
}

export function simulatedClock(start = Date.UTC(2026, 1, 3)): SimulatedClock {
  let now = start;
  const sleepers: { at: number; wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (milliseconds) => new Promise((wake) => sleepers.push({ at: now + milliseconds, wake })),
    async run(work) {
      let isDone = false;
      const done = () => {
        isDone = true;
      };
      work.then(done, done);
      for (;;) {
        await settled();
        if (isDone) return work;
        sleepers.sort((one, other) => one.at - other.at);
        const next = sleepers.shift();
        if (!next) throw new Error("Everybody waits, and nobody for a moment.");
        now = Math.max(now, next.at);
        next.wake();
      }
    },
  };
}

/** A bucket of the simulated Okta: a window begins with the first call after the last one's end. */
export interface SimulatedBucket {
  readonly limit: number;
  readonly endpoints: readonly string[];
  /** Calls that others make right when a window begins. */
  readonly others: number;
}

/** How many calls there were in one window of a bucket. */
export interface Window {
  readonly limit: number;
  readonly others: number;
  ours: number;
}

/** Counts calls as Okta does, and answers with its headers. */
export function simulatedOkta(buckets: readonly SimulatedBucket[], clock: Clock) {
  const windows: Window[] = [];
  const open = new Map<SimulatedBucket, { reset: number; window: Window }>();
  const answer = (endpoint: string): Record<string, string> => {
    const bucket = buckets.find(({ endpoints }) => endpoints.includes(endpoint));
    if (!bucket) return {};
    const seconds = Math.floor(clock.now() / 1000);
    let current = open.get(bucket);
    if (!current || seconds >= current.reset) {
      const window = { limit: bucket.limit, others: bucket.others, ours: 0 };
      windows.push(window);
      current = { reset: seconds + 60, window };
      open.set(bucket, current);
    }
    current.window.ours += 1;
    const { ours, others, limit } = current.window;
    return {
      date: new Date(clock.now()).toUTCString(),
      "x-rate-limit-limit": `${limit}`,
      "x-rate-limit-remaining": `${Math.max(0, limit - ours - others)}`,
      "x-rate-limit-reset": `${current.reset}`,
    };
  };
  return { answer, windows };
}
