import type { Sandbox } from "../sandbox";
import { total } from "./calls";
import { machine, type Section, table } from "./report";
import { type Measurement, measureUp, type Program } from "./stack";
import { median, spreadOf, withSpread } from "./statistics";

const CLIENTS = [10, 25, 50];
const GROUPS = 5;

/** What is compared at every size. */
interface Variant {
  name: string;
  program: Program;
  environment?: Record<string, string>;
}

/** Pulumi writes the whole state after each step, which alone grows with the square of its size. */
const VARIANTS: Variant[] = [
  { name: "component", program: "component" },
  { name: "flat program", program: "flat" },
  {
    name: "component, no checkpoints",
    program: "component",
    environment: { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" },
  },
];

/** The measurements of each variant at one size. */
interface Point {
  clients: number;
  measurements: Map<Variant, Measurement[]>;
}

/** `up` with more and more clients: calls and time ought to grow in proportion. */
export async function benchScale(
  sandbox: Sandbox,
  runs: number,
  say: (line: string) => void,
): Promise<Section> {
  const points: Point[] = CLIENTS.map((clients) => ({
    clients,
    measurements: new Map(VARIANTS.map((variant) => [variant, []])),
  }));
  for (let run = 0; run < runs; run += 1) {
    for (const { clients, measurements } of points) {
      for (const [variant, list] of measurements) {
        const { program, environment } = variant;
        const size = { clients, groups: GROUPS };
        const measurement = await measureUp(sandbox, program, size, environment);
        const seconds = measurement.seconds.toFixed(2);
        say(`scale, run ${run + 1}, ${clients} clients, ${variant.name}: ${seconds} s`);
        list.push(measurement);
      }
    }
  }
  return { title: "Many clients", body: describe(points, runs) };
}

function describe(points: Point[], runs: number): string {
  const secondsOf = (point: Point, variant: Variant) =>
    (point.measurements.get(variant) ?? []).map(({ seconds }) => seconds);
  const callsOf = ({ measurements }: Point) =>
    median([...measurements.values()].flat().map(({ calls }) => total(calls)));
  const rows = points.map((point, index) => {
    const before = points[index - 1];
    const perClient = (value: (point: Point) => number, digits: number) =>
      before === undefined
        ? "–"
        : ((value(point) - value(before)) / (point.clients - before.clients)).toFixed(digits);
    return [
      point.clients,
      objects(point.clients),
      callsOf(point),
      perClient(callsOf, 1),
      ...VARIANTS.flatMap((variant) => [
        withSpread(secondsOf(point, variant), 1),
        perClient((one) => median(secondsOf(one, variant)), 2),
      ]),
    ];
  });
  return `
${machine()} First \`up\` with ${GROUPS} groups on every app; seconds, ${spreadOf(runs)}.
"Each" is what a client beyond those of the row above adds: where it is the same in every row, growth is
linear.

Calls are. Time is not, and neither is the flat program's: after every step Pulumi writes the whole
state, which is the larger the more there is in it. The last columns are without these checkpoints, as
\`PULUMI_EXPERIMENTAL=true PULUMI_SKIP_CHECKPOINTS=true\` makes it; the price is that a run that is cut
off remembers nothing.

${table(
  [
    "clients",
    "objects in Okta",
    "HTTP calls",
    "each",
    ...VARIANTS.flatMap(({ name }) => [name, "each"]),
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
