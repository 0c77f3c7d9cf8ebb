import assert from "node:assert/strict";
import type { Teamspace, TeamspaceSettings } from "../../sandbox/world";
import { sandboxed } from "../provider/sandboxed";
import { adoptingStack } from "./configurations";
import type { EngineStack } from "./harness";
import { oneLine, stacksIn } from "./stacks";

const acme = "https://acme.okta.com";
const globex = "https://globex.okta.com";

describe("engine: a teamspace managed by api", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let stack: EngineStack;
  let teamspace: Teamspace;

  before(async () => {
    await world.addApp("resource", "Context7");
    stack = await stacks.create({ configuration: {} });
    const { teamspaces } = world.sandbox.world.context7;
    teamspace = [...teamspaces.values()].find(({ plan }) => plan === "enterprise") as Teamspace;
  });

  const declare = (settings: object = {}) => {
    const { settingsUrl } = world.sandbox.description.context7;
    return stack.configure(
      adoptingStack({ teamspace: { management: "api", settingsUrl, ...settings } }),
    );
  };
  /** Somebody in the dashboard. */
  const save = (settings: TeamspaceSettings | undefined) => {
    teamspace.settings = settings;
    teamspace.revision += 1;
  };

  it("creates, shows that it is observable, and has nothing to do after that", async () => {
    await declare();
    const { outputs } = await stack.up();
    assert.deepEqual(teamspace.settings, { issuer: acme });
    assert.deepEqual(outputs.teamspace?.value, {
      issuer: acme,
      scope: "",
      management: "api",
      settingsUrl: world.sandbox.description.context7.settingsUrl,
      confirmationCode: "",
      confirmed: true,
      observable: true,
    });
    await stack.preview({ refresh: true, expectNoChanges: true });
  });

  it("changes the scope, and sees and repairs what somebody else changes", async () => {
    await declare({ scope: "mcp:read" });
    await stack.up();
    assert.deepEqual(teamspace.settings, { issuer: acme, scope: "mcp:read" });

    save({ issuer: acme, scope: "mcp:read mcp:write" });
    await stacks.refusal(stack.preview({ refresh: true, expectNoChanges: true }));
    await stack.up({ refresh: true });
    assert.deepEqual(teamspace.settings, { issuer: acme, scope: "mcp:read" });
  });

  it("does not overwrite a change that nobody has seen yet", async () => {
    save({ issuer: globex });
    await declare({ scope: "mcp:write" });
    const text = await stacks.refusal(stack.up());
    assert.match(text, /Somebody else changed the teamspace's settings meanwhile/);
    assert.match(text, /pulumi up --refresh/);
    assert.deepEqual(teamspace.settings, { issuer: globex });
  });

  it("makes settings anew that somebody cleared, and deletes its own on destroy", async () => {
    save(undefined);
    await stack.up({ refresh: true });
    assert.deepEqual(teamspace.settings, { issuer: acme, scope: "mcp:write" });
    await stack.destroy();
    assert.equal(teamspace.settings, undefined);
  });

  it("refuses settings that name another issuer, and takes them over with adopt", async () => {
    save({ issuer: globex });
    await declare();
    const text = await stacks.refusal(stack.up());
    assert.match(text, /already trusts another issuer, https:\/\/globex\.okta\.com/);
    assert.match(text, /declared is https:\/\/acme\.okta\.com.* set adopt to true/);
    assert.deepEqual(teamspace.settings, { issuer: globex });

    await declare({ adopt: true });
    await stack.up();
    assert.deepEqual(teamspace.settings, { issuer: acme });
  });

  it("leaves on destroy what was there before, and says so", async () => {
    const before = stack.output().length;
    await stack.destroy();
    assert.match(
      oneLine(stack.output().slice(before)),
      /The teamspace keeps its settings .*: they were there before this stack/,
    );
    assert.deepEqual(teamspace.settings, { issuer: acme });
  });

  it("goes from guided to api, adopting what a person entered, and back", async () => {
    await declare({ management: "guided", settingsUrl: undefined });
    await stack.up();
    await declare();
    await stack.up();
    assert.deepEqual(teamspace.settings, { issuer: acme });
    await stack.preview({ refresh: true, expectNoChanges: true });

    await declare({ management: "guided", settingsUrl: undefined });
    const { outputs } = await stack.up();
    assert.equal(outputs.teamspace?.value.observable, false);
    assert.equal(outputs.teamspace?.value.confirmed, false);
    assert.deepEqual(teamspace.settings, { issuer: acme });
  });

  it("deleteAdopted deletes also what was there before", async () => {
    await declare({ deleteAdopted: true });
    await stack.up();
    await stack.destroy();
    assert.equal(teamspace.settings, undefined);
  });
});
