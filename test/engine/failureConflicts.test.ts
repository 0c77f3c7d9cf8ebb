import assert from "node:assert/strict";
import { sandboxed } from "../provider/sandboxed";
import { catalogClient, firstStack } from "./configurations";
import { appNamed, labels, teamspace } from "./declared";
import { assertExactly } from "./exactly";
import type { Configuration, EngineStack } from "./harness";
import { oneLine } from "./stacks";
import { watchedStacks } from "./watchedStacks";

const apps = /\/api\/v1\/apps$/;
const settingsPath = /\/ema-settings$/;

describe("engine: somebody else writes at the same time", function () {
  this.timeout(300_000);
  const world = sandboxed();
  const stacks = watchedStacks(world);

  const up = (stack: EngineStack, ...more: string[]) =>
    stack.cli("up", "--yes", "--skip-preview", ...more);

  describe("the teamspace's settings", () => {
    let configuration: Configuration;
    let stack: EngineStack;
    const declare = async (scope?: string) => {
      const { settingsUrl } = world.sandbox.description.context7;
      const settings = { management: "api", settingsUrl, scope };
      configuration = firstStack(world.sandbox, { teamspace: settings });
      await stack?.configure(configuration);
    };

    before(async () => {
      await declare("email");
      stack = await stacks.create({ configuration });
      await stack.up();
    });
    after(() => stack.destroy());

    it("a change made meanwhile is not overwritten: up stops, and says what to run", async () => {
      await declare();
      const plan = world.plan({ method: "PUT", path: settingsPath, times: 1, hold: true });
      const running = up(stack);
      await plan.hit();
      const owner = teamspace(world);
      owner.settings = { issuer: "https://acme.okta.com", scope: "email profile" };
      owner.revision += 1;
      plan.release();
      const { code, text } = await running;
      assert.notEqual(code, 0, text);
      const said = oneLine(text);
      assert.match(said, /Somebody else changed the teamspace's settings meanwhile/);
      assert.match(said, /Run `pulumi up --refresh`, which shows them and writes what is declared/);
      assert.doesNotMatch(text, /^\s+at .*:\d+:\d+/m);
      assert.equal(owner.settings.scope, "email profile");
    });

    it("what it says to run brings it to what is declared", async () => {
      const { code, text } = await up(stack, "--refresh");
      assert.equal(code, 0, text);
      await assertExactly(world, [{ stack, configuration }]);
    });
  });

  describe("two stacks on one org", () => {
    const client = (label: string) => catalogClient(world.sandbox, { label });
    const declared = (label: string): Configuration => ({
      resourceApp: { existing: { label: "By hand" } },
      requestingApps: { client: client(label) },
      assignments: { groupNames: [] },
    });
    /** Both ups, neither of which may make its app before the other is about to. */
    async function together(one: EngineStack, other: EngineStack) {
      const plan = world.plan({ method: "POST", path: apps, times: 2, hold: true });
      const running = Promise.all([up(one), up(other)]);
      await plan.hit(2);
      plan.release();
      return running;
    }
    const pair = async (...labels: [string, string]) =>
      Promise.all(
        labels.map(async (label, index) => {
          const configuration = declared(label);
          const stackName = `stack-${label}-${index}`.toLowerCase();
          return { configuration, stack: await stacks.create({ configuration, stackName }) };
        }),
      );

    before(() => world.addApp("resource", "By hand"));

    it("with different labels: both are whole", async () => {
      const both = await pair("one", "two");
      const [first, second] = both;
      assert.ok(first && second);
      const ran = await together(first.stack, second.stack);
      assert.deepEqual(
        ran.map(({ code }) => code),
        [0, 0],
        stacks.printed(),
      );
      await assertExactly(world, both, ["By hand"]);
      for (const { stack } of both) await stack.destroy();
      assert.deepEqual(labels(world), ["By hand"]);
    });

    it("with the same label: who comes second is told, and with another label both are whole", async () => {
      const both = await pair("same", "same");
      const [first, second] = both;
      assert.ok(first && second);
      const ran = await together(first.stack, second.stack);
      const refused = ran.filter(({ code }) => code !== 0);
      assert.ok(refused.length > 0, stacks.printed());
      for (const { text } of refused) {
        assert.match(oneLine(text), /has the app “same” twice: .*give one of them another label/);
      }
      second.configuration = declared("another");
      await second.stack.configure(second.configuration);
      for (const { stack } of both) {
        const { code, text } = await up(stack);
        assert.equal(code, 0, text);
      }
      assert.ok(appNamed(world, "same").id !== appNamed(world, "another").id);
      await assertExactly(world, both, ["By hand"]);
    });
  });

  describe("on the way", () => stacks.discloseNothing());
});
