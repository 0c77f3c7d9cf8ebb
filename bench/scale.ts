import type { Sandbox } from "../sandbox";
import { total } from "./calls";
import { machine, type Section, table } from "./report";
import { type Measurement, measureUp } from "./stack";
import { median, withSpread } from "./statistics";

const CLIENTS = [10, 25, 50];
const GROUPS = 5;

/**
 * `up` with more and more clients: calls and time ought to grow in proportion. The flat program tells
 * what of it is the component's.
 */
export async function benchScale(
  sandbox: Sandbox,
  runs: number,
  say: (line: string) => void,
): Promise<Section> {
  const results: Point[] = CLIENTS.map((clients) => ({ clients, component: [], flat: [] }));
  for (let run = 0; run < runs; run += 1) {
    for (const point of results) {
      for (const program of ["component", "flat"] as const) {
        const { clients } = point;
        const measurement = await measureUp(sandbox, program, { clients, groups: GROUPS });
        say(
          `scale, run ${run + 1}, ${clients} clients, ${program}: ${measurement.seconds.toFixed(2)} s`,
        );
        point[program].push(measurement);
      }
    }
  }
  return { title: "Many clients", body: describe(results, runs) };
}

interface Point {
  clients: number;
  component: Measurement[];
  flat: Measurement[];
}

function describe(points: Point[], runs: number): string {
  const seconds = (measurements: Measurement[]) => measurements.map((one) => one.seconds);
  const calls = (measurements: Measurement[]) =>
    median(measurements.map((one) => total(one.calls)));
  const rows = points.map(({ clients, component, flat }, index) => {
    const before = points[index - 1];
    /** What each client beyond those of the row above adds. */
    const more = (value: (point: Point) => number, digits: number) =>
      before === undefined
        ? "–"
        : ((value(points[index] as Point) - value(before)) / (clients - before.clients)).toFixed(
            digits,
          );
    return [
      clients,
      objects(clients),
      calls(component),
      more((point) => calls(point.component), 1),
      withSpread(seconds(component), 1),
      more((point) => median(seconds(point.component)), 2),
      withSpread(seconds(flat), 1),
      more((point) => median(seconds(point.flat)), 2),
    ];
  });
  return `
${machine()} First \`up\` with ${GROUPS} groups on every app, of the component and of the same resources in a
flat program; median and range of ${runs} ${runs === 1 ? "run" : "runs"} in turns. "Per client" is what each
client beyond those of the row above adds: the same number in every row is linear.

${table(
  [
    "clients",
    "objects in Okta",
    "HTTP calls",
    "per client",
    "seconds",
    "per client",
    "flat: seconds",
    "per client",
  ],
  rows,
)}
`;
}

/** Apps, connections and assignments. */
function objects(clients: number): number {
  const apps = clients + 1;
  return apps + clients + apps * GROUPS;
}
