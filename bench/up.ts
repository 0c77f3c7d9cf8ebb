import type { Sandbox } from "../sandbox";
import { total } from "./calls";
import { machine, type Section, table } from "./report";
import { type Measurement, measureUp, type Program, type Size } from "./stack";
import { median, spreadOf, withSpread } from "./statistics";

const SIZE: Size = { clients: 2, groups: 2 };
const PROGRAMS: Program[] = ["component", "flat", "okta"];

/** `up` of the component against the same resources one by one, in turns. */
export async function benchUp(
  sandbox: Sandbox,
  runs: number,
  say: (line: string) => void,
): Promise<Section> {
  await measureUp(sandbox, "component", SIZE); // Not counted: it fills the disk's cache.
  const results = new Map<Program, Measurement[]>(PROGRAMS.map((program) => [program, []]));
  for (let run = 0; run < runs; run += 1) {
    // Each program is first as often as it is last, as far as the number of runs allows.
    const order = PROGRAMS.map((_, index) => PROGRAMS[(index + run) % PROGRAMS.length] as Program);
    for (const program of order) {
      const measurement = await measureUp(sandbox, program, SIZE);
      say(`up, run ${run + 1}, ${program}: ${measurement.seconds.toFixed(2)} s`);
      results.get(program)?.push(measurement);
    }
  }
  return { title: "`pulumi up`", body: describe(results, runs) };
}

function describe(results: Map<Program, Measurement[]>, runs: number): string {
  const of = (program: Program) => results.get(program) ?? [];
  const seconds = (program: Program) => of(program).map((measurement) => measurement.seconds);
  const totals = (program: Program) => range(of(program).map(({ calls }) => total(calls)));
  const calls = (program: Program, pattern: string) =>
    range(of(program).map((measurement) => measurement.calls.get(pattern) ?? 0));
  const ratio = (program: Program) =>
    (median(seconds("component")) / median(seconds(program))).toFixed(2);
  const row = (name: string, program: Program) => [
    name,
    withSpread(seconds("component")),
    withSpread(seconds(program)),
    ratio(program),
    `${totals("component")} / ${totals(program)}`,
  ];
  const patterns = PROGRAMS.flatMap(of).flatMap((measurement) => [...measurement.calls.keys()]);
  return `
${machine()} First \`up\` of ${SIZE.clients} clients, ${SIZE.groups} groups on all apps and a guided
teamspace; wall time in seconds, ${spreadOf(runs)}. The goal is a ratio of at
most 1.15 to the same resources.

${table(
  ["`EnterpriseManagedAuth` against", "component", "flat program", "ratio", "HTTP calls"],
  [
    row("the same `okta.*` and dynamic resources", "flat"),
    row("its `okta.*` resources alone, without look-ups, connections, teamspace", "okta"),
  ],
)}

The calls:

${table(
  ["call", "component", "same resources", "`okta.*` alone"],
  [...new Set(patterns)]
    .sort()
    .map((pattern) => [`\`${pattern}\``, ...PROGRAMS.map((program) => calls(program, pattern))]),
)}

Where a number varies, several resources at once were the first to ask for the same, which is then kept.
`;
}

/** `3`, or `2–3` where runs differ. */
function range(values: number[]): string {
  const [from, to] = [Math.min(...values), Math.max(...values)];
  return from === to ? `${from}` : `${from}–${to}`;
}
