import type { Sandbox } from "../sandbox";
import { sandboxDispatcher } from "../sandbox/dispatcher";
import { askOnce, type CheckContext } from "../src/verifier/checks/context";
import { CHECKS } from "../src/verifier/registry";
import { runChecks } from "../src/verifier/run";
import { createSchedule } from "../src/verifier/schedule";
import { arrange, type Setup } from "../test/verifier/setup";
import { machine, type Section, table } from "./report";
import { median, withSpread } from "./statistics";

const RUNS = 7;
/** Milliseconds that each answer takes: far more than all else, so that time counts requests in a row. */
const LATENCY = 100;
const MADE = CHECKS.filter(({ group }) => group !== "live");

type Check = (typeof MADE)[number];

/**
 * All checks of a healthy set-up, warm, where each answer takes its time: how long they take together,
 * against the longest chain (the slowest check made with nothing but what it needs) and against all
 * requests one after the other.
 */
export async function benchDoctor(sandbox: Sandbox, say: (line: string) => void): Promise<Section> {
  const dispatcher = sandboxDispatcher(sandbox.description);
  const setup = arrange(sandbox, dispatcher);
  const { target, access, world } = setup;
  const together: number[] = [];
  const alone = new Map<Check, number[]>(MADE.map((check) => [check, []]));
  let requests = 0;
  try {
    // Not counted: in it, connections are opened and code is compiled.
    await runChecks(target, access);
    world.faults.push({ times: Number.POSITIVE_INFINITY, delay: LATENCY });
    for (let run = 0; run < RUNS; run += 1) {
      const before = world.requests.length;
      together.push(await took(() => runChecks(target, access)));
      requests = world.requests.length - before;
      for (const [check, times] of alone) times.push(await took(() => makeAlone(check, setup)));
    }
  } finally {
    world.faults.length = 0;
    await dispatcher.close();
  }
  const chains = [...alone].map(([{ id }, times]) => ({ id, ms: median(times) }));
  const longest = chains.reduce((one, other) => (other.ms > one.ms ? other : one));
  const ratios = together.map((ms) => ms / longest.ms);
  say(`doctor, warm: ${withSpread(ratios)} of its longest chain`);
  const head = ["checks", "requests", "together, ms", "longest chain, ms", "ratio"];
  const row = [
    MADE.length,
    requests,
    median(together).toFixed(0),
    `${longest.ms.toFixed(0)} (\`${longest.id}\`)`,
    withSpread(ratios),
  ];
  const body = `All checks but the live flow, on a healthy set-up of one client, warm; each answer is held back for
${LATENCY} ms, so that time is a count of requests in a row. The longest chain is the slowest check made with
nothing but the checks that it needs, of ${MADE.length}; one after the other, the ${requests} requests would take
${requests * LATENCY} ms. Median and range of ${RUNS} runs in turns.

${table(head, [row])}

${machine()}`;
  return { title: "`doctor`, warm", body };
}

/** A check and what it needs, with nothing read before. */
async function makeAlone(check: Check, { target, access }: Setup): Promise<void> {
  const context = {
    target,
    fetch: access.fetch,
    now: Date.now,
    okta: access.okta,
    settings: access.context7,
    once: askOnce(),
  } as CheckContext;
  const schedule = createSchedule(context, {
    clients: Object.keys(target.requestingApps),
    missing: () => undefined,
    reported: () => true,
    secrets: [],
  });
  const results = await schedule.results([check]);
  if (results.some(({ verdict }) => verdict !== "pass")) {
    throw new Error(`${check.id} does not pass in a healthy set-up.`);
  }
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
