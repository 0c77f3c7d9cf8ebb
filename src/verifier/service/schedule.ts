/** A `setTimeout` longer than this fires at once. */
const LONGEST = 2 ** 31 - 1;

export interface ScheduleOptions {
  /** Milliseconds from the beginning of one to that of the next. */
  readonly every: number;
  /** When it was last done, milliseconds since 1970; absent: never. */
  readonly last: () => number | undefined;
  /** Which part of `every` is added by chance, so that many verifiers do not ask at once. */
  readonly jitter: number;
  readonly task: () => Promise<void>;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
  /** 0 to 1. Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * How long to wait before doing something again, in milliseconds: never less than `every` after the
 * last time, and a part of it more by chance; soon, if it was never done or is overdue.
 */
export function delayUntilNext(
  { every, jitter, last, random = Math.random }: ScheduleOptions,
  now: number,
): number {
  const lastTime = last();
  const chance = random() * jitter * every;
  const due = lastTime === undefined ? 0 : lastTime + every - now;
  // Overdue after a start: replicas that start together spread over some seconds.
  return due <= 0 ? Math.min(chance, random() * 5000) : Math.min(due + chance, LONGEST);
}

/**
 * Does `task` again and again, one at a time, until it is stopped. `task` must set what `last` gives
 * and must not reject.
 */
export function startSchedule(options: ScheduleOptions): {
  /** When it is due next, milliseconds since 1970. */
  next(): number;
  stop(): void;
} {
  const { now = Date.now, task } = options;
  let timer: NodeJS.Timeout;
  let next = 0;
  let isStopped = false;

  function plan(delay: number): void {
    next = now() + delay;
    timer = setTimeout(async () => {
      await task();
      if (isStopped) return;
      // Not at once even if the task could not be done: whoever answers with errors gets a rest.
      plan(Math.max(delayUntilNext(options, now()), 10_000));
    }, delay);
  }
  plan(delayUntilNext(options, now()));

  return {
    next: () => next,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
