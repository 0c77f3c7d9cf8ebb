import assert from "node:assert/strict";
import type { Org } from "../../sandbox/world";
import { sandboxed } from "../provider/sandboxed";
import { connectingStack } from "./configurations";
import type { EngineStack } from "./harness";
import { stacksIn } from "./stacks";

const modes: Org["connectionsApi"][] = ["gone-404", "gone-405", "gone-410", "gone-E0000015"];

describe("engine: Okta's connections API is gone", function () {
  this.timeout(60_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let stack: EngineStack;

  before(async () => {
    await world.addApp("resource", "Context7");
    await world.addApp("requesting", "Claude Code");
    stack = await stacks.create({ configuration: connectingStack() });
  });
  afterEach(() => {
    world.acme.connectionsApi = "available";
  });

  function assertExplained(text: string): void {
    assert.match(text, /does not offer the Cross App Access connections API/);
    assert.match(text, /Okta has removed the API, as announced in July 2026/);
    assert.match(text, /set connection\.management to guided/);
  }

  for (const mode of modes) {
    it(`${mode} when a connection is to be made: an error that says so`, async () => {
      world.acme.connectionsApi = mode;
      assertExplained(await stacks.refusal(stack.up()));
      assert.equal(world.acme.connections.size, 0);
    });
  }

  describe("when there is a connection already", () => {
    before(() => stack.up());

    for (const mode of modes) {
      it(`${mode} on refresh: an error, and the state stays as it is`, async () => {
        const before = (await stack.stack.exportStack()).deployment.resources;
        world.acme.connectionsApi = mode;
        assertExplained(await stacks.refusal(stack.refresh()));
        const after = (await stack.stack.exportStack()).deployment.resources;
        assert.deepEqual(after.map(identity), before.map(identity));
      });
    }

    it("guided goes on without the API, and leaves the connection as it is", async () => {
      const [connection] = world.acme.connections.values();
      world.acme.connectionsApi = "gone-404";
      await stack.configure(connectingStack({ management: "guided" }));
      const { outputs } = await stack.up();
      assert.equal(outputs.requestingApps?.value.claude.connectionId, "");
      await stack.refresh();
      await stack.destroy();
      assert.deepEqual([...world.acme.connections.values()], [connection]);
    });
  });
});

/** What of a resource must not change; times do. */
function identity({ urn, id, outputs }: { urn: string; id?: string; outputs?: object }) {
  return { urn, id, outputs };
}
