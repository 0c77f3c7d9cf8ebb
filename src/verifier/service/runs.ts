import { randomUUID } from "node:crypto";
import type { FlowProbeName, Report, VerdictCounts } from "../report";
import type { Archive } from "./archive";
import { type FailedRun, failureReason } from "./failedRun";

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

/**
 * Runs, one at a time, into an archive: the report, or why there is none.
 *
 * @param secrets values that must not appear in the reason of a run that fails.
 */
export function createRuns(
  make: MakeReport,
  archive: Archive,
  observer: RunObserver,
  secrets: readonly string[] = [],
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
      const reason = failureReason(request.kind, error, secrets);
      const times = { startedAt: timeText(begun), finishedAt: timeText(now()) };
      await archive.addFailure({ id, kind: request.kind, ...times, verdict: "error", reason });
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
      const startedAt = timeText(now());
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

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** One line of the list of runs: one that brought a report. */
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

export type EndedRun = RunSummary | FailedRun;

/** The last runs, those without a report too, the newest first. */
export function endedRuns(archive: Pick<Archive, "reports" | "failures">): EndedRun[] {
  const runs = [...archive.reports().map(summaryOf), ...archive.failures()];
  return runs.sort((one, other) => Date.parse(other.finishedAt) - Date.parse(one.finishedAt));
}

/**
 * Runs without a report that no later one of their kind has made good, the newest first; a live run
 * makes the checks as well.
 *
 * @param runs the newest first.
 */
export function unresolvedFailures(runs: readonly EndedRun[]): FailedRun[] {
  const settled = new Set<RunKind>();
  const found: FailedRun[] = [];
  for (const run of runs) {
    if (run.verdict === "error" && !settled.has(run.kind)) found.push(run);
    settled.add(run.kind);
    if (run.verdict !== "error") settled.add("checks");
  }
  return found;
}
