import assert from "node:assert/strict";
import { sandboxed } from "../provider/sandboxed";
import { firstStack } from "./configurations";
import {
  appNamed,
  assertClean,
  assigned,
  connectionOf,
  feature,
  labels,
  teamspace,
} from "./declared";
import type { EngineStack } from "./harness";
import { stacksIn } from "./stacks";
import { writesOf } from "./writes";

for (const hidden of [false, true]) {
  const where = hidden ? "Okta leaves settings.oauthClient out" : "Okta answers with all settings";
  describe(`engine: the life of a stack where ${where}`, function () {
    this.timeout(120_000);
    const world = sandboxed();
    const stacks = stacksIn(world);
    let stack: EngineStack;

    before(async () => {
      world.acme.hideCatalogOauthClient = hidden;
      feature(world).status = "DISABLED";
      await world.addApp("requesting", "Somebody else's client");
      const { settingsUrl } = world.sandbox.description.context7;
      stack = await stacks.create({
        configuration: firstStack(world.sandbox, {
          assignments: { groupNames: ["Engineering"], userLogins: ["contractor@acme.example"] },
          teamspace: { management: "api", settingsUrl },
          manageFeature: true,
        }),
      });
    });

    it("preview writes nothing", async () => {
      const writes = await writesOf(world, async () => {
        const { changeSummary } = await stack.preview();
        assert.deepEqual(Object.keys(changeSummary), ["create"]);
      });
      assert.deepEqual(writes, []);
    });

    it("up makes what is declared, with one call for each thing", async () => {
      const writes = await writesOf(world, () => stack.up());
      assert.deepEqual(writes.sort(), [
        "POST /apps",
        "POST /apps",
        "POST /apps/<Context7>/users",
        "POST /apps/<claude-code>/cwo/connections",
        "POST /apps/<claude-code>/users",
        "POST /features/<Cross App Access>/ENABLE",
        "PUT /apps/<Context7>/groups/<Engineering>",
        "PUT /apps/<Context7>/policies/<Any two factors>",
        "PUT /apps/<claude-code>/groups/<Engineering>",
        "PUT /apps/<claude-code>/policies/<Any two factors>",
        "PUT /sandbox/ema-settings",
      ]);
      assert.equal(feature(world).status, "ENABLED");
      assert.equal(connectionOf(world, "claude-code").status, "ACTIVE");
      assert.deepEqual(appNamed(world, "Context7").app, {
        sandboxIssuerUrl: "https://context7.com",
        sandboxAudienceTenant: false,
      });
      assert.deepEqual(appNamed(world, "claude-code").app, {
        sandboxIssuerUrl: "https://context7.com",
        sandboxClientId: "mcpclient-at-context7",
        sandboxSignTokens: false,
      });
      for (const label of ["Context7", "claude-code"]) {
        assert.deepEqual(assigned(world, label), ["Engineering", "contractor@acme.example"]);
      }
      assert.deepEqual(teamspace(world).settings, { issuer: "https://acme.okta.com" });
    });

    it("a second up writes nothing", async () => {
      const writes = await writesOf(world, () => stack.up({ expectNoChanges: true }));
      assert.deepEqual(writes, []);
    });

    it("neither preview nor refresh sees a difference, or writes", async () => {
      const writes = await writesOf(world, async () => {
        const { code, text } = await stack.cli("preview", "--expect-no-changes");
        assert.equal(code, 0, text);
        await assertClean(stack);
      });
      assert.deepEqual(writes, []);
    });

    it("destroy removes what the stack made, and nothing else", async () => {
      const since = new Date().toISOString();
      const email = "dev.one@acme.example";
      teamspace(world).members.set(email, { email, role: "developer", since });
      const writes = await writesOf(world, () => stack.destroy());
      assert.deepEqual(labels(world), ["Somebody else's client"]);
      assert.equal(world.acme.connections.size, 0);
      assert.equal(teamspace(world).settings, undefined);
      assert.ok(teamspace(world).members.has(email), "a member is gone");
      assert.equal(feature(world).status, "ENABLED", "the feature was switched off");
      const others = writes.filter((call) => !/<(Context7|claude-code)>/.test(call));
      assert.deepEqual(others, ["DELETE /sandbox/ema-settings"]);
    });
  });
}
