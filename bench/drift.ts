import { join } from "node:path";
import { pacedDispatcher } from "../provider/okta/pacedDispatcher";
import { type Sandbox, startSandbox } from "../sandbox";
import { sandboxDispatcher } from "../sandbox/dispatcher";
import { type BucketUse, bucketUse } from "../sandbox/network/windows";
import { AMPLE_LIMITS, WORKFORCE_LIMITS } from "../sandbox/okta/management/rateLimit";
import type { RequestRecord } from "../sandbox/world";
import { cliRoot } from "../scripts/engine";
import { lookForDrift } from "../src/drift/lookForDrift";
import { findProject } from "../src/drift/stacks/project";
import { copyStack } from "../test/engine/environments";
import type { EngineStack } from "../test/engine/harness";
import { machine, type Section, table } from "./report";
import { acme, benchStack, succeed } from "./stack";

const SIZES = [1, 10, 50];
/** Environments that are really refreshed; for more of them the last number is multiplied. */
const REFRESHED = [1, 10];
const CLIENTS = 20;
const GROUPS = 10;
const MINUTE = 60_000;

/** One look at so many environments, or their refresh. */
interface Look {
  environments: number;
  use: BucketUse[];
  calls: number;
  /** Seconds that it really took. */
  wall: number;
  /** Seconds by the sandbox's clock, in which waiting takes as long as it does with Okta. */
  simulated: number;
}

/** `drift` of more and more environments in one org, under Okta's rate limits, against refresh. */
export async function benchDrift(say: (line: string) => void): Promise<Section> {
  const sandbox = await startSandbox({ skipTime: true });
  try {
    const stack = await benchStack(sandbox, "component", { clients: CLIENTS, groups: GROUPS });
    try {
      await succeed(stack, "up", "--yes", "--skip-preview");
      const [looks, refreshes]: [Look[], Look[]] = [[], []];
      const names = [stack.stack.name];
      for (const environments of SIZES) {
        const more = Array.from({ length: environments - names.length }, (_, index) => {
          return `environment-${names.length + index + 1}`;
        });
        await copyStack(stack, acme(sandbox), more);
        names.push(...more);
        // Whole minutes of its own, whatever was asked before.
        await sandbox.world.clock.sleep(MINUTE + 1000);
        const look = await measure(sandbox, environments, () => drift(sandbox, stack, names));
        say(`drift of ${environments}: ${look.calls} calls, ${look.wall.toFixed(1)} s`);
        assertHalfIsLeft(look);
        looks.push(look);
        if (!REFRESHED.includes(environments)) continue;
        const refresh = await measure(sandbox, environments, () => refreshEach(stack, names));
        say(`refresh of ${environments}: ${refresh.calls} calls, ${refresh.wall.toFixed(1)} s`);
        refreshes.push(refresh);
      }
      return { title: "`drift` of many environments", body: describe(looks, refreshes) };
    } finally {
      await stack.remove();
    }
  } finally {
    await sandbox.stop();
  }
}

/** @throws Error if anything but "no drift" comes of it. */
async function drift(sandbox: Sandbox, stack: EngineStack, stacks: string[]): Promise<void> {
  const { workDir: directory, envVars } = stack.stack.workspace;
  const PATH = `${join(cliRoot, "bin")}:${process.env.PATH}`;
  const dispatcher = sandboxDispatcher(sandbox.description);
  const org = acme(sandbox);
  org.rateLimits = WORKFORCE_LIMITS;
  try {
    const report = await lookForDrift({
      project: {
        directory,
        environment: { ...process.env, ...envVars, PATH },
        file: await findProject(directory),
        stacks: [],
      },
      stacks,
      parallel: 4,
      strict: true,
      ignore: [],
      now: new Date(),
      dispatcher: pacedDispatcher(dispatcher, { clock: sandbox.world.clock }),
    });
    if (report.verdict !== "none") throw new Error(`There is drift: ${JSON.stringify(report)}`);
  } finally {
    org.rateLimits = AMPLE_LIMITS;
    await dispatcher.close();
  }
}

/** Stack by stack, as one would without `drift`. @throws Error if one of them has changed. */
async function refreshEach(stack: EngineStack, stacks: string[]): Promise<void> {
  for (const name of stacks) {
    await succeed(stack, "refresh", "--stack", name, "--preview-only", "--expect-no-changes");
  }
}

/**
 * What `drift` promises to everybody else in the org.
 *
 * @throws Error for a bucket of which half or more was taken within a minute.
 */
function assertHalfIsLeft({ environments, use }: Look): void {
  const over = use.filter(({ bucket, most }) => most >= limitOf(bucket) / 2);
  if (over.length === 0) return;
  const buckets = over.map(({ bucket, most }) => `${most} of ${limitOf(bucket)} of ${bucket}`);
  throw new Error(
    `drift of ${environments} took half of a limit or more in one minute: ${buckets.join(", ")}.`,
  );
}

function limitOf(bucket: string): number {
  const limit = WORKFORCE_LIMITS[bucket];
  if (limit === undefined) throw new Error(`The bucket ${bucket} has no limit.`);
  return limit;
}

/** @throws Error if anybody was refused for a rate limit. */
async function measure(
  { world }: Sandbox,
  environments: number,
  work: () => Promise<void>,
): Promise<Look> {
  const from = world.requests.length;
  const [start, realStart] = [world.clock.now(), performance.now()];
  await work();
  const wall = (performance.now() - realStart) / 1000;
  const requests = world.requests.slice(from).filter(isOkta);
  const refused = requests.filter(({ status }) => status === 429).length;
  if (refused > 0) throw new Error(`${refused} calls were over a rate limit.`);
  const use = bucketUse(requests, WORKFORCE_LIMITS);
  const simulated = (world.clock.now() - start) / 1000;
  return { environments, use, calls: requests.length, wall, simulated };
}

const isOkta = ({ host }: RequestRecord) => host.endsWith(".okta.com");

const APPS = "/api/v1/apps*";

function describe(looks: Look[], refreshes: Look[]): string {
  const used = ({ use }: Look, bucket: string) => use.find((one) => one.bucket === bucket);
  const buckets = new Set(looks.flatMap(({ use }) => use.map(({ bucket }) => bucket)));
  const largest = refreshes.at(-1) as Look;
  const refreshed = (environments: number) => {
    const really = refreshes.find((one) => one.environments === environments);
    const look = really ?? largest;
    const times = environments / look.environments;
    const apps = (used(look, APPS)?.calls ?? 0) * times;
    return {
      calls: look.calls * times,
      wall: really?.wall.toFixed(1) ?? "–",
      atHalf: Math.ceil(apps / (limitOf(APPS) / 2)),
    };
  };
  return `
${machine()} Environments of ${CLIENTS} clients and ${GROUPS} groups on every app, all in one org, whose
states and apps are copies of one that was really applied. The org has the limits that Okta publishes
for Workforce Identity (that of the connections API is not published; 50 is assumed). Its clock skips
what is only waited for: "with Okta" is the time by that clock, the way to Okta and back left out;
"here" is what the machine needed, nearly all of it for reading the stacks with the Pulumi CLI. With
\`--strict\`.

${table(
  ["environments", "apps", "calls", "each further environment", "with Okta, min", "here, s"],
  looks.map((look, index) => {
    const before = looks[index - 1];
    const more = before && (look.calls - before.calls) / (look.environments - before.environments);
    const apps = look.environments * (1 + CLIENTS);
    const times = [minutes(look.simulated), look.wall.toFixed(1)];
    return [look.environments, apps, look.calls, more?.toFixed(1) ?? "–", ...times];
  }),
)}

Calls by bucket, and those of the fullest minute. The benchmark fails when that is half of a limit or more,
or when anybody is refused with 429:

${table(
  ["bucket", "limit", ...looks.map(({ environments: count }) => `${count}: calls, most a minute`)],
  [...buckets].map((bucket) => {
    const uses = looks.map((look) => used(look, bucket));
    return [`\`${bucket}\``, limitOf(bucket), ...uses.map((use) => `${use?.calls}, ${use?.most}`)];
  }),
)}

Against \`pulumi refresh --preview-only --expect-no-changes\`, stack by stack, without limits. It was run for
${REFRESHED.join(" and ")} environments; what is given for more is that of ${largest.environments}, multiplied. Refresh does not leave half of a limit to
others: the last column is how long it would take if it did.

${table(
  [
    "environments",
    "calls of `drift`",
    "calls of refresh",
    "ratio",
    "`drift`, min",
    "refresh here, s",
    "refresh at half of the limit, min",
  ],
  looks.map(({ environments, calls, simulated }) => {
    const other = refreshed(environments);
    const ratio = (other.calls / calls).toFixed(1);
    const times = [minutes(simulated), other.wall, other.atHalf];
    return [environments, calls, other.calls, ratio, ...times];
  }),
)}
`;
}

function minutes(seconds: number): string {
  return (seconds / 60).toFixed(1);
}
