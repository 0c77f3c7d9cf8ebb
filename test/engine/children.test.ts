import assert from "node:assert/strict";
import { sandboxed } from "../provider/sandboxed";
import { catalogClient, firstStack } from "./configurations";
import { labels } from "./declared";
import type { EngineStack } from "./harness";
import { stacksIn } from "./stacks";
import { writesOf } from "./writes";

const protectedProgram = `
const pulumi = require("@pulumi/pulumi");
const { EnterpriseManagedAuth } = require("context7-ema");
const args = new pulumi.Config("test").requireObject("args");
new EnterpriseManagedAuth("context7", args, { protect: true });
`;

describe("engine: what a component's children have in common", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  afterEach(() => world.acme.apps.clear());

  it("adding a client changes no other resource", async () => {
    const configuration = firstStack(world.sandbox);
    const stack = await stacks.create({ configuration });
    await stack.up();
    const before = await urns(stack);
    const vscode = catalogClient(world.sandbox, { assignments: { groupNames: ["Engineering"] } });
    const requestingApps = { ...(configuration.requestingApps as object), vscode };
    await stack.configure({ ...configuration, requestingApps });

    const { changeSummary } = await stack.preview();
    assert.deepEqual(Object.keys(changeSummary).sort(), ["create", "same"]);
    assert.equal(changeSummary.same, before.length);
    const writes = await writesOf(world, () => stack.up());
    assert.deepEqual(writes.sort(), [
      "POST /apps",
      "POST /apps/<vscode>/cwo/connections",
      "PUT /apps/<vscode>/groups/<Engineering>",
      "PUT /apps/<vscode>/policies/<Any two factors>",
    ]);
    const added = (await urns(stack)).filter((urn) => !before.includes(urn));
    assert.ok(
      added.every((urn) => urn.includes("vscode")),
      added.join("\n"),
    );
  });

  it("protect reaches all of them, so that destroy stops before anything is deleted", async () => {
    const { settingsUrl } = world.sandbox.description.context7;
    const args = firstStack(world.sandbox, {
      assignments: { groupNames: ["Engineering"], userLogins: ["dev.one@acme.example"] },
      teamspace: { management: "api", settingsUrl },
      manageFeature: true,
    });
    const configuration = { "test:args": args };
    const stack = await stacks.create({ program: protectedProgram, configuration });
    await stack.up();
    const open = (await resources(stack)).filter((one) => !one.protect).map(({ type }) => type);
    assert.deepEqual(
      open.filter((type) => !/^pulumi:(pulumi:Stack|providers:)/.test(type)),
      [],
    );
    const writes = await writesOf(world, async () => {
      const text = await stacks.refusal(stack.destroy());
      assert.match(text, /protected/);
    });
    assert.deepEqual(writes, []);
    assert.deepEqual(labels(world), ["Context7", "claude-code"]);
  });
});

interface StoredResource {
  urn: string;
  type: string;
  protect?: boolean;
}

async function resources(stack: EngineStack): Promise<StoredResource[]> {
  return JSON.parse(await stack.state()).deployment.resources;
}

async function urns(stack: EngineStack): Promise<string[]> {
  return (await resources(stack)).map(({ urn }) => urn).filter((urn) => !urn.includes("providers"));
}
