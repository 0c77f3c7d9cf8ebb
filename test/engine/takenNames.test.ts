import assert from "node:assert/strict";
import { parse } from "yaml";
import type { Application } from "../../sandbox/world";
import { sandboxed } from "../provider/sandboxed";
import { catalogClient, firstStack } from "./configurations";
import { assertClean, connectionOf, feature, labels } from "./declared";
import type { Configuration, EngineStack } from "./harness";
import { oneLine, stacksIn } from "./stacks";
import { writesOf } from "./writes";

describe("engine: an app of the same label and key that the stack does not own", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let stack: EngineStack;
  let configuration: Configuration;
  let taken: Application;

  before(async () => {
    feature(world).status = "DISABLED";
    taken = await world.addApp("requesting", "Claude Code");
    const { settingsUrl } = world.sandbox.description.context7;
    configuration = firstStack(world.sandbox, {
      requestingApps: {
        vscode: catalogClient(world.sandbox),
        "claude-code": catalogClient(world.sandbox, { label: "Claude Code" }),
      },
      teamspace: { management: "api", settingsUrl },
      manageFeature: true,
    });
    stack = await stacks.create({ configuration });
  });

  for (const operation of ["preview", "up"] as const) {
    it(`stops ${operation} before anything is written`, async () => {
      const writes = await writesOf(world, async () => {
        const text = await stacks.refusal(stack[operation]());
        assert.ok(text.includes(`already has the app “Claude Code” (${taken.id})`), text);
      });
      assert.deepEqual(writes, []);
      assert.deepEqual(labels(world), ["Claude Code"]);
    });
  }

  it("stops beside one that is inactive as well", async () => {
    taken.status = "INACTIVE";
    const writes = await writesOf(world, async () => {
      const text = await stacks.refusal(stack.up());
      assert.ok(text.includes(`already has the app “Claude Code” (${taken.id})`), text);
    });
    taken.status = "ACTIVE";
    assert.deepEqual(writes, []);
  });

  it("says which lines to paste, and pasted they work", async () => {
    const { text } = await stack.cli("preview");
    const pasted = linesToPaste(text);
    assert.deepEqual(pasted, {
      config: { "context7-ema:requestingApps": { "claude-code": { existing: { id: taken.id } } } },
    });
    const clients = configuration.requestingApps as Record<string, object>;
    await stack.configure({
      ...configuration,
      requestingApps: {
        ...clients,
        "claude-code": {
          clientIdAtResource: "mcpclient-at-context7",
          ...pasted.config["context7-ema:requestingApps"]["claude-code"],
        },
      },
    });
    const before = structuredClone(taken);
    const writes = await writesOf(world, () => stack.up());
    assert.ok(!writes.includes("PUT /apps/<Claude Code>"), oneLine(writes.join(" ")));
    assert.deepEqual({ ...taken, groups: before.groups }, before);
    assert.deepEqual(labels(world), ["Claude Code", "Context7", "vscode"]);
    assert.equal(connectionOf(world, "Claude Code").status, "ACTIVE");
    await assertClean(stack);
  });
});

/** The YAML between the message's "In Pulumi.<stack>.yaml:" and "or in a program:". */
function linesToPaste(text: string) {
  const [, yaml] = /In Pulumi\.<stack>\.yaml:\n(.*?)\n\s*or in a program:/s.exec(text) ?? [];
  assert.ok(yaml, text);
  return parse(yaml);
}
