import { randomUUID } from "node:crypto";
import type { FlowProbeName, Report, VerdictCounts } from "../report";
import type { Archive } from "./archive";

export type RunKind = "checks" | "live";

export interface RunRequest {
  readonly kind: RunKind;
  /** Negative probes of a live flow. Default: none. */
  readonly probes?: readonly FlowProbeName[];
}

/** A run that is under way. */
export interface RunningRun {
  readonly id: string;
  readonly kind: RunKind;
  readonly startedAt: string;
  /** Checks that have a result by now. */
  readonly done: number;
}

export type StartedRun =
  | { readonly ok: true; readonly run: RunningRun; readonly finished: Promise<Report | undefined> }
  | { readonly ok: false; readonly running: RunningRun };

/** Makes one report; each result counts as progress. */
export type MakeReport = (request: RunRequest, onResult: () => void) => Promise<Report>;

export interface RunObserver {
  /** @param seconds how long it took. */
  finished(kind: RunKind, report: Report, seconds: number): void;
  failed(kind: RunKind, error: unknown): void;
}

export interface Runs {
  /** Starts a run, unless one is under way: two at once would only ask everything twice. */
  start(request: RunRequest): StartedRun;
  running(): RunningRun | undefined;
  /** Waits for the run that is under way. */
  settled(): Promise<void>;
}

/** Runs, one at a time, into an archive. */
export function createRuns(
  make: MakeReport,
  archive: Archive,
  observer: RunObserver,
  now: () => number = Date.now,
): Runs {
  let current: { run: RunningRun; finished: Promise<Report | undefined> } | undefined;

  async function carryOut(request: RunRequest, id: string): Promise<Report | undefined> {
    const begun = now();
    try {
      if (request.kind === "live") await archive.beginLive(begun);
      const made = await make(request, () => {
        if (current) current.run = { ...current.run, done: current.run.done + 1 };
      });
      const report = { ...made, id };
      await archive.add(report);
      observer.finished(request.kind, report, (now() - begun) / 1000);
      return report;
    } catch (error) {
      observer.failed(request.kind, error);
      return undefined;
    } finally {
      current = undefined;
    }
  }

  return {
    start(request) {
      if (current) return { ok: false, running: current.run };
      const id = randomUUID();
      const startedAt = new Date(now()).toISOString();
      const run: RunningRun = { id, kind: request.kind, startedAt, done: 0 };
      current = { run, finished: Promise.resolve(undefined) };
      const finished = carryOut(request, id);
      // `carryOut` waits at least once before it ends, so this comes first.
      current.finished = finished;
      return { ok: true, run, finished };
    },
    running: () => current?.run,
    async settled() {
      await current?.finished;
    },
  };
}

/** One line of the list of runs. */
export interface RunSummary {
  readonly id: string;
  readonly kind: RunKind;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly verdict: Report["verdict"];
  readonly counts: VerdictCounts;
}

export function summaryOf(report: Report): RunSummary {
  const { id, startedAt, finishedAt, verdict, counts, live } = report;
  return { id, kind: live ? "live" : "checks", startedAt, finishedAt, verdict, counts };
}
