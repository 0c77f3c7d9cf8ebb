import type { Logger } from "pino";
import type { VerifierConfiguration } from "../configuration";
import { type Archive, targetName } from "./archive";
import type { SharedMemory } from "./replay";
import type { RunRequest, Runs, StartedRun } from "./runs";
import { startSchedule } from "./schedule";

/** A tenth: 15 minutes become 15 to 16.5. */
const JITTER = 0.1;

export interface SchedulesOptions {
  readonly configuration: Pick<VerifierConfiguration, "target" | "interval" | "live">;
  readonly archive: Archive;
  readonly runs: Runs;
  startRun(request: RunRequest): StartedRun;
  readonly shared: SharedMemory;
  readonly log: Logger;
  /** 0 to 1. Default `Math.random`. */
  readonly random?: () => number;
}

/** What is done without being asked: the checks, and where that is configured the live flow. */
export function startSchedules(options: SchedulesOptions) {
  const { target, interval, live } = options.configuration;
  const checks = interval === undefined ? undefined : scheduleChecks(options, interval);
  const liveFlow =
    live?.interval === undefined
      ? undefined
      : scheduleLive(options, live.interval, `live:${targetName(target)}:${live.client}`);
  return {
    /** When the checks are made next, milliseconds since 1970. */
    nextChecks: () => checks?.next(),
    stop() {
      checks?.stop();
      liveFlow?.stop();
    },
  };
}

function scheduleChecks({ archive, startRun, random }: SchedulesOptions, every: number) {
  const [latest] = archive.reports();
  let last = latest && Date.parse(latest.startedAt);
  return startSchedule({
    every,
    jitter: JITTER,
    random,
    last: () => last,
    async task() {
      last = Date.now();
      const started = startRun({ kind: "checks" });
      if (started.ok) await started.finished;
    },
  });
}

/**
 * The time of the last one outlives a restart, and of all replicas that share a memory one makes it:
 * a pod that crashes again and again must not use up the month's ID-JAGs.
 *
 * @param claim what replicas of this verifier claim, and no other verifier on the same Redis.
 */
function scheduleLive(options: SchedulesOptions, every: number, claim: string) {
  const { archive, runs, startRun, shared, log, random } = options;
  return startSchedule({
    every,
    jitter: JITTER,
    random,
    last: () => archive.liveBegunAt(),
    async task() {
      await runs.settled();
      try {
        if (!(await shared.claim(claim, Math.floor(every / 1000)))) {
          await archive.beginLive(Date.now());
          log.info("another replica makes the live flow");
          return;
        }
      } catch {
        log.warn("no live flow: it is not known whether another replica makes it");
        return;
      }
      // What was claimed is made, though a run began meanwhile: no other replica makes it.
      let started = startRun({ kind: "live" });
      while (!started.ok) {
        await runs.settled();
        started = startRun({ kind: "live" });
      }
      await started.finished;
    },
  });
}
