import { setTimeout as delay } from "node:timers/promises";

/** The time, as the sandbox's servers see it; programs under test may be given it too. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const realClock: Clock = {
  now: Date.now,
  sleep: async (milliseconds) => {
    await delay(milliseconds);
  },
};

/** How long it has to be quiet, in real milliseconds, before the time is skipped. */
const QUIET = 4;

/**
 * A clock that goes like the machine's, and skips the time that is only slept away: once nothing
 * happens any more, it goes on to when the first sleeper wakes. A minute in which a program makes
 * twenty calls and waits takes as long as the calls.
 *
 * @param activity anything that differs when something has happened, `undefined` while something does
 */
export function skippingClock(activity: () => unknown): Clock {
  let skipped = 0;
  let isWatching = false;
  const sleepers: { at: number; wake(): void }[] = [];
  const now = () => Date.now() + skipped;

  async function watch(): Promise<void> {
    isWatching = true;
    while (sleepers.length > 0) {
      const isDue = sleepers.some(({ at }) => at <= now());
      if (isDue || (await isQuiet())) wakeFirst();
    }
    isWatching = false;
  }

  /** Looked at twice: after a pause of the process, timers come before the answers that wait. */
  async function isQuiet(): Promise<boolean> {
    const before = activity();
    for (let look = 0; look < 2; look += 1) {
      await delay(QUIET);
      const seen = activity();
      if (seen === undefined || seen !== before) return false;
    }
    return true;
  }

  function wakeFirst(): void {
    sleepers.sort((one, other) => one.at - other.at);
    const first = sleepers.shift();
    if (!first) return;
    skipped += Math.max(0, first.at - now());
    first.wake();
  }

  return {
    now,
    sleep: (milliseconds) =>
      new Promise((wake) => {
        sleepers.push({ at: now() + milliseconds, wake });
        if (!isWatching) void watch();
      }),
  };
}
