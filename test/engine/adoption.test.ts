import assert from "node:assert/strict";
import type { Application } from "../../sandbox/world";
import { sandboxed } from "../provider/sandboxed";
import { assertClean, assigned, connectionOf, groupId, teamspace } from "./declared";
import type { EngineStack } from "./harness";
import { stacksIn } from "./stacks";
import { writesOf } from "./writes";

describe("engine: what was there is taken over and left", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  const there = { issuer: "https://acme.okta.com" };
  let context7: Application;
  let claude: Application;
  let stack: EngineStack;

  const configuration = (deleteAdopted?: boolean, more: object = {}) => ({
    resourceApp: { existing: { label: "Context7" } },
    requestingApps: {
      "claude-code": {
        existing: { id: claude.id },
        clientIdAtResource: "mcpclient-at-context7",
        clientSecret: "known-to-the-operator",
        connection: { deleteAdopted },
      },
    },
    assignments: { groupNames: ["Engineering"] },
    teamspace: {
      management: "api",
      settingsUrl: world.sandbox.description.context7.settingsUrl,
      deleteAdopted,
      ...more,
    },
  });
  /** An app as Okta has it, but for who is assigned. */
  const asItIs = (app: Application) => structuredClone({ ...app, groups: null, users: null });

  before(async () => {
    context7 = await world.addApp("resource", "Context7");
    await world.addApp("resource", "Context7 EU", "https://eu.context7.com");
    claude = await world.addApp("requesting", "Claude Code");
    const at = new Date().toISOString();
    for (const app of [context7, claude]) {
      app.groups.set(groupId(world, "Design"), { priority: 0, lastUpdated: at });
    }
    world.acme.connections.set("cwoByHand", {
      id: "cwoByHand",
      requestingAppInstanceId: claude.id,
      resourceAppInstanceId: context7.id,
      status: "ACTIVE",
      created: at,
      lastUpdated: at,
    });
    teamspace(world).settings = there;
    teamspace(world).revision = 7;
    stack = await stacks.create({ configuration: configuration() });
  });

  it("up adopts apps by whole label and by ID, connection and settings, and only assigns", async () => {
    const before = [context7, claude].map(asItIs);
    const writes = await writesOf(world, async () => {
      const { outputs } = await stack.up();
      assert.equal(outputs.resourceAppId?.value, context7.id);
      const app = outputs.requestingApps?.value["claude-code"];
      const { appId, clientId, clientSecret, connectionId } = app;
      assert.deepEqual([appId, clientId], [claude.id, claude.credentials.oauthClient.client_id]);
      assert.deepEqual([clientSecret, connectionId], ["known-to-the-operator", "cwoByHand"]);
    });
    assert.deepEqual(writes.sort(), [
      "PUT /apps/<Claude Code>/groups/<Engineering>",
      "PUT /apps/<Context7>/groups/<Engineering>",
    ]);
    assert.deepEqual([context7, claude].map(asItIs), before);
    await assertClean(stack);
  });

  it("a change of an adopted app is nobody's drift", async () => {
    claude.app = { ...claude.app, sandboxSignTokens: true };
    assert.deepEqual(await writesOf(world, () => stack.up({ refresh: true })), []);
  });

  it("destroy takes away its own assignments, and leaves those of an app others own", async () => {
    const before = [context7, claude].map(asItIs);
    const writes = await writesOf(world, () => stack.destroy());
    assert.deepEqual(writes, ["DELETE /apps/<Claude Code>/groups/<Engineering>"]);
    assert.deepEqual([context7, claude].map(asItIs), before);
    assert.deepEqual(assigned(world, "Claude Code"), ["Design"]);
    assert.deepEqual(assigned(world, "Context7"), ["Design", "Engineering"]);
    assert.equal(connectionOf(world, "Claude Code").id, "cwoByHand");
    assert.deepEqual(teamspace(world).settings, there);
    assert.match(stack.output(), /was there before this\s+stack. deleteAdopted: true deletes it/);
  });

  it("with deleteAdopted, destroy deletes connection and settings too; apps never", async () => {
    await stack.configure(configuration(true));
    await stack.up();
    const writes = await writesOf(world, () => stack.destroy());
    assert.deepEqual(writes.sort(), [
      "DELETE /apps/<Claude Code>/cwo/connections/<connection>",
      "DELETE /apps/<Claude Code>/groups/<Engineering>",
      "DELETE /sandbox/ema-settings",
    ]);
    assert.ok(world.acme.apps.has(claude.id) && world.acme.apps.has(context7.id));
  });

  it("settings that trust another issuer are refused, and taken over with adopt", async () => {
    const other = { issuer: "https://globex.okta.com" };
    teamspace(world).settings = other;
    await stack.configure(configuration());
    let text = "";
    const refused = await writesOf(world, async () => {
      text = await stacks.refusal(stack.up());
    });
    assert.match(
      text,
      /already trusts another issuer, https:\/\/globex.okta.com;.*set adopt to true/,
    );
    assert.deepEqual(teamspace(world).settings, other);
    await stack.configure(configuration(undefined, { adopt: true }));
    const adopted = await writesOf(world, () => stack.up());
    // How much of the rest the refused run still makes is up to the engine, which does several things
    // at once; the two runs together make each once.
    assert.deepEqual([...refused, ...adopted].sort(), [
      "POST /apps/<Claude Code>/cwo/connections",
      "PUT /apps/<Claude Code>/groups/<Engineering>",
      "PUT /apps/<Context7>/groups/<Engineering>",
      "PUT /sandbox/ema-settings",
    ]);
    assert.ok(adopted.includes("PUT /sandbox/ema-settings"));
    assert.deepEqual(teamspace(world).settings, there);
  });
});
