import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { type CheckGroup, type Report, VERDICTS } from "../report";
import type { RunKind } from "./runs";

const PREFIX = "context7_ema_";

export interface Metrics {
  readonly registry: Registry;
  /** What the gauges show, for a report that was made before this process began. */
  show(kind: RunKind, report: Report): void;
  /** Shows a new report and counts it. */
  report(kind: RunKind, report: Report, seconds: number): void;
  runFailed(kind: RunKind): void;
  /** @param result `ok`, or the reason's tag. */
  idJag(result: string): void;
  replayCache(isUp: boolean): void;
  /** @param route the pattern, not the path: paths are whatever somebody asks for. */
  request(method: string, route: string, status: number, seconds: number): void;
}

/** All that `/metrics` shows. Names and labels are documented in docs/verifier.md. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const check = new Gauge({
    name: `${PREFIX}check`,
    help: "1 for the verdict of a check in the last report in which it was made, else 0.",
    labelNames: ["check", "group", "client", "verdict"],
    registers,
  });
  const link = new Gauge({
    name: `${PREFIX}chain_link`,
    help: "1 for the verdict of a link of the chain in the last report, else 0.",
    labelNames: ["link", "verdict"],
    registers,
  });
  const finishedAt = new Gauge({
    name: `${PREFIX}last_run_timestamp_seconds`,
    help: "When the last run of this kind finished.",
    labelNames: ["kind"],
    registers,
  });
  const runs = new Counter({
    name: `${PREFIX}runs_total`,
    help: "Runs by their verdict; error: no report came of it.",
    labelNames: ["kind", "verdict"],
    registers,
  });
  const duration = new Histogram({
    name: `${PREFIX}run_duration_seconds`,
    help: "How long a run took.",
    labelNames: ["kind"],
    buckets: [0.25, 0.5, 1, 2, 5, 10, 30, 60, 120],
    registers,
  });
  const idJags = new Counter({
    name: `${PREFIX}idjag_verifications_total`,
    help: "ID-JAGs posted for explanation, by result: ok, or the reason.",
    labelNames: ["result"],
    registers,
  });
  const issued = new Gauge({
    name: `${PREFIX}idjags_this_month`,
    help: "ID-JAGs that the live flow was given this month, of the user with the most (Okta allows 250).",
    registers,
  });
  const replay = new Gauge({
    name: `${PREFIX}replay_cache_up`,
    help: "1 if the replay cache answers.",
    registers,
  });
  const requests = new Histogram({
    name: `${PREFIX}http_request_duration_seconds`,
    help: "Requests to the verifier.",
    labelNames: ["method", "route", "status"],
    registers,
  });

  /** By group: a check that is gone, or of a client that is gone, must not stand there for ever. */
  const shown = new Map<CheckGroup, Record<string, string>[]>();

  function show(kind: RunKind, report: Report): void {
    for (const group of report.groups) {
      for (const labels of shown.get(group) ?? []) check.remove(labels);
      shown.set(group, []);
    }
    for (const { id, group, client = "", verdict } of report.results) {
      for (const each of VERDICTS) {
        const labels = { check: id, group, client, verdict: each };
        check.set(labels, each === verdict ? 1 : 0);
        shown.get(group)?.push(labels);
      }
    }
    for (const { link: name, verdict } of report.chain) {
      for (const each of VERDICTS)
        link.set({ link: name, verdict: each }, each === verdict ? 1 : 0);
    }
    finishedAt.set({ kind }, Date.parse(report.finishedAt) / 1000);
    issued.set(Math.max(0, ...Object.values(report.idJagsThisMonth.users)));
  }

  return {
    registry,
    show,
    report(kind, report, seconds) {
      show(kind, report);
      runs.inc({ kind, verdict: report.verdict });
      duration.observe({ kind }, seconds);
    },
    runFailed: (kind) => runs.inc({ kind, verdict: "error" }),
    idJag: (result) => idJags.inc({ result }),
    replayCache: (isUp) => replay.set(isUp ? 1 : 0),
    request: (method, route, status, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
  };
}
