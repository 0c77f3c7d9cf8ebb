import type { Sandbox } from "../sandbox";
import { sandboxDispatcher } from "../sandbox/dispatcher";
import { CHECKS } from "../src/verifier/registry";
import type { Report } from "../src/verifier/report";
import { runChecks } from "../src/verifier/run";
import { arrange } from "../test/verifier/setup";
import { machine, type Section, table } from "./report";
import { median, withSpread } from "./statistics";

const RUNS = 15;

/**
 * All checks of a healthy set-up, warm: how long they take together, against the longest chain of
 * checks that need each other, and against all of them one after the other.
 */
export async function benchDoctor(sandbox: Sandbox, say: (line: string) => void): Promise<Section> {
  const dispatcher = sandboxDispatcher(sandbox.description);
  const { target, access } = arrange(sandbox, dispatcher);
  const rows: (string | number)[][] = [];
  try {
    const reports: Report[] = [];
    // One more than counted: in the first, connections are opened and code is compiled.
    for (let run = 0; run <= RUNS; run += 1) {
      const report = await runChecks(target, access, { groups: ["okta", "context7"] });
      if (run > 0) reports.push(report);
    }
    const wall = reports.map((report) => elapsed(report));
    const chain = reports.map((report) => longestChain(report));
    const sum = reports.map(({ results }) => results.reduce((all, one) => all + one.durationMs, 0));
    const ratios = wall.map((value, index) => value / (chain[index] ?? value));
    say(`doctor, warm: ${withSpread(ratios)} of its longest chain`);
    rows.push([
      reports[0]?.results.length ?? 0,
      median(wall).toFixed(1),
      median(chain).toFixed(1),
      median(sum).toFixed(1),
      withSpread(ratios),
    ]);
  } finally {
    await dispatcher.close();
  }
  const head = [
    "checks",
    "together, ms",
    "longest chain, ms",
    "added up, ms",
    "ratio to the chain",
  ];
  const body = `All checks but the live flow, on a healthy set-up of one client, warm; median of ${RUNS} runs.
Checks that do not need each other run at once, so the whole should take about as long as the longest
chain of those that do.

${table(head, rows)}

${machine()}`;
  return { title: "`doctor`, warm", body };
}

function elapsed({ startedAt, finishedAt }: Report): number {
  return Date.parse(finishedAt) - Date.parse(startedAt);
}

/** The longest way through the checks' needs, each as long as it took. */
function longestChain({ results }: Report): number {
  const took = new Map<string, number>();
  for (const { id, durationMs } of results) {
    took.set(id, Math.max(took.get(id) ?? 0, durationMs));
  }
  const needs = new Map(CHECKS.map((check) => [check.id, check.needs]));
  const until = (id: string): number =>
    (took.get(id) ?? 0) + Math.max(0, ...(needs.get(id) ?? []).map(until));
  return Math.max(...[...took.keys()].map(until));
}
