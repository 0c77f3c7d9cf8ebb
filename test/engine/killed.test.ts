import assert from "node:assert/strict";
import { once } from "node:events";
import type { FaultRule } from "../../sandbox/network/faultPlan";
import { sandboxed } from "../provider/sandboxed";
import { firstStack } from "./configurations";
import { assertClean, assigned, labels, teamspace } from "./declared";
import type { EngineStack } from "./harness";
import { descendantsOf } from "./processes";
import { oneLine } from "./stacks";
import { watchedStacks } from "./watchedStacks";

/** Whom `kill -9` hits: by their command lines, or the CLI itself, which is the engine. */
const VICTIMS = {
  "the engine": undefined,
  "the dynamic provider": /dynamic-provider/,
  "the Okta plugin": /pulumi-resource-okta/,
};

interface Killing {
  victim: keyof typeof VICTIMS;
  /** What Okta or Context7 has just done, and the answer to which never arrives. */
  done: string;
  request: Pick<FaultRule, "method" | "path">;
  /** How many such requests are in the air together. */
  count: number;
  /** Labels of the apps that nobody's state knows then. */
  orphans: string[];
}

const KILLINGS: Killing[] = [
  {
    victim: "the engine",
    done: "the apps are made",
    request: { method: "POST", path: /\/api\/v1\/apps$/ },
    count: 2,
    orphans: ["Context7", "claude-code"],
  },
  {
    victim: "the engine",
    done: "the connection is made",
    request: { method: "POST", path: /\/cwo\/connections$/ },
    count: 1,
    orphans: [],
  },
  {
    victim: "the dynamic provider",
    done: "the teamspace's settings are saved",
    request: { method: "PUT", path: /\/ema-settings$/ },
    count: 1,
    orphans: [],
  },
  {
    victim: "the Okta plugin",
    done: "the groups are assigned",
    request: { method: "PUT", path: /\/groups\/[^/]+$/ },
    count: 2,
    orphans: [],
  },
];

describe("engine: kill -9 in the middle of up", function () {
  this.timeout(240_000);
  const world = sandboxed();
  const stacks = watchedStacks(world);

  for (const killing of KILLINGS) {
    const { victim, done, orphans } = killing;
    it(`${victim}, when ${done}: run again, as the messages say, and nothing is there twice or lost`, async () => {
      world.acme.apps.clear();
      world.acme.connections.clear();
      teamspace(world).settings = undefined;
      const { settingsUrl } = world.sandbox.description.context7;
      const stack = await stacks.create({
        configuration: firstStack(world.sandbox, { teamspace: { management: "api", settingsUrl } }),
      });
      await upKilled(stack, killing);
      if (victim === "the engine") await unlock(stack);

      for (const label of orphans.toSorted()) {
        assert.ok(labels(world).includes(label), `${label} was to be there`);
      }
      const adopted = await adoptOrphans(stack, orphans.length);
      assert.equal(adopted, orphans.length);
      const { code, text } = await up(stack);
      assert.equal(code, 0, text);

      assert.deepEqual(labels(world), ["Context7", "claude-code"]);
      for (const label of labels(world)) assert.deepEqual(assigned(world, label), ["Engineering"]);
      const connections = [...world.acme.connections.values()].map(({ status }) => status);
      assert.deepEqual(connections, ["ACTIVE"]);
      assert.deepEqual(teamspace(world).settings, { issuer: world.acme.url });
      await assertClean(stack);
      const again = await stack.cli("preview", "--expect-no-changes");
      assert.equal(again.code, 0, again.text);
    });
  }

  describe("on the way", () => stacks.discloseNothing());

  /** Starts `up`, and kills when the requests are carried out and their answers held back. */
  async function upKilled(stack: EngineStack, { victim, request, count }: Killing) {
    const fault = world.plan({ ...request, times: 100, when: "after", hold: true });
    const run = stack.start("up", "--yes", "--skip-preview", "--non-interactive");
    const ended = once(run, "exit");
    const { pid } = run;
    assert.ok(pid, "pulumi could not be started");
    await fault.hit(count);
    const started = descendantsOf(pid);
    const command = VICTIMS[victim];
    const doomed = command ? started.filter((one) => command.test(one.command)) : [{ pid }];
    assert.ok(doomed.length > 0, `${victim} is not running`);
    for (const one of doomed) process.kill(one.pid, "SIGKILL");
    if (victim !== "the engine") fault.cancel();
    await ended;
    // What a dead engine had started is of no use, and on a pipeline's machine ends with the job.
    for (const one of started) killIfThere(one.pid);
    fault.cancel();
  }

  function killIfThere(pid: number) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, "ESRCH");
    }
  }

  /** The lock of a run that is no more, and the line that lifts it. */
  async function unlock(stack: EngineStack) {
    const { code, text } = await up(stack);
    assert.notEqual(code, 0, "the lock was to stop it");
    assert.match(text, /delete the lock file with `pulumi cancel`/);
    const cancelled = await stack.shell("pulumi cancel --yes");
    assert.equal(cancelled.code, 0, cancelled.text);
  }

  /** Follows the line of each refusal until there is none; how many there were. */
  async function adoptOrphans(stack: EngineStack, most: number): Promise<number> {
    for (let count = 0; count <= most; ) {
      const { code, text } = await stack.cli("preview");
      if (code === 0) return count;
      const lines = new Set(text.match(/pulumi import .*/g));
      assert.ok(lines.size > 0, text);
      for (const line of lines) {
        const { code, text } = await stack.shell(line);
        assert.equal(code, 0, text);
        count += 1;
      }
    }
    throw new Error(oneLine(`more than ${most} refusals: ${stacks.printed()}`));
  }

  function up(stack: EngineStack) {
    return stack.cli("up", "--yes", "--skip-preview", "--non-interactive");
  }
});
