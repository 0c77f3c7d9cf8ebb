import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sandboxed } from "../provider/sandboxed";
import { catalogClient, firstStack } from "./configurations";
import type { EngineStack } from "./harness";
import { stacksIn } from "./stacks";

/** Adds a client to what the stack `owner` owns, known by its output. */
const referring = `
const pulumi = require("@pulumi/pulumi");
const { EnterpriseManagedAuth } = require("context7-ema");
module.exports = async () => {
  const owner = new pulumi.StackReference("organization/context7-ema/owner");
  const resourceApp = await owner.getOutputDetails("resourceAppId");
  new EnterpriseManagedAuth("reference", {
    resourceApp: { existing: { id: resourceApp.value } },
    requestingApps: new pulumi.Config("test").requireObject("requestingApps"),
  });
};
`;

describe("engine: an owner stack and client stacks", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let environment: Record<string, string>;
  let backend: string;
  let owner: EngineStack;

  const appNamed = (label: string) =>
    [...world.acme.apps.values()].find((app) => app.label === label);

  /** All that the owner has made, in a form that compares. */
  function owned() {
    const app = appNamed("Context7");
    const client = appNamed("claude-code");
    const connections = [...world.acme.connections.values()];
    const teamspaces = [...world.sandbox.world.context7.teamspaces.values()];
    return structuredClone({
      apps: [app?.id, client?.id],
      groups: [[...(app?.groups.keys() ?? [])], [...(client?.groups.keys() ?? [])]],
      connection: connections.find((one) => one.requestingAppInstanceId === client?.id),
      teamspace: teamspaces.map(({ settings }) => settings),
    });
  }

  before(async function () {
    this.timeout(120_000);
    backend = await mkdtemp(join(tmpdir(), "engine-backend-"));
    environment = { PULUMI_BACKEND_URL: `file://${backend}` };
    const { settingsUrl } = world.sandbox.description.context7;
    const teamspace = { management: "api", settingsUrl };
    const configuration = firstStack(world.sandbox, { teamspace });
    owner = await stacks.create({ stackName: "owner", environment, configuration });
    await owner.up();
  });
  after(() => rm(backend, { recursive: true, force: true }));

  it("a client stack adds its client, and takes only that away", async () => {
    const before = owned();
    assert.equal(before.teamspace[0]?.issuer, "https://acme.okta.com");
    const clients = await stacks.create({
      configuration: {
        resourceApp: { existing: { label: "Context7" } },
        requestingApps: { vscode: catalogClient(world.sandbox) },
        assignments: { groupNames: ["Engineering", "Design"] },
      },
    });
    const { outputs } = await clients.up();
    assert.equal(outputs.resourceAppId?.value, before.apps[0]);
    assert.equal(outputs.teamspace, undefined);
    const vscode = appNamed("vscode");
    assert.deepEqual(
      [...world.acme.connections.values()].map((one) => one.requestingAppInstanceId).sort(),
      [before.apps[1], vscode?.id].sort(),
    );
    assert.equal(vscode?.groups.size, 2);
    assert.equal(appNamed("Context7")?.groups.size, 2);

    await clients.destroy();
    assert.equal(appNamed("vscode"), undefined);
    const after = owned();
    // Design was assigned for the client; whose it is cannot be told, so it stays.
    assert.deepEqual(after.groups[0]?.slice(0, 1), before.groups[0]);
    assert.deepEqual({ ...after, groups: [] }, { ...before, groups: [] });
    assert.deepEqual(after.groups[1], before.groups[1]);
    await owner.preview({ refresh: true, expectNoChanges: true });
  });

  it("a client stack can take the app from the owner's outputs", async () => {
    const { catalog, ...client } = catalogClient(world.sandbox, { label: "By reference" });
    const requestingApps = { probe: { ...client, catalog } };
    const clients = await stacks.create({
      program: referring,
      stackName: "reference",
      environment,
      configuration: { "test:requestingApps": requestingApps },
    });
    await clients.up();
    const probe = appNamed("By reference");
    const made = [...world.acme.connections.values()].find(
      (one) => one.requestingAppInstanceId === probe?.id,
    );
    assert.equal(made?.resourceAppInstanceId, appNamed("Context7")?.id);
    await clients.destroy();
  });

  it("a second owner of the issuer URL is refused before anything is made, with the way on", async () => {
    const { resourceApp } = world.sandbox.description.okta.catalog;
    const configuration = firstStack(world.sandbox, {
      resourceApp: { catalog: resourceApp, label: "Context7 again" },
      requestingApps: { another: catalogClient(world.sandbox) },
    });
    const second = await stacks.create({ configuration });
    const text = await stacks.refusal(second.up());
    const id = appNamed("Context7")?.id;
    assert.match(text, /Issuer URLs of Cross App Access are unique in an org/);
    assert.ok(text.includes(`https://context7.com belongs to the app “Context7” (${id})`), text);
    assert.ok(text.includes("leave teamspace out"), text);
    assert.ok(text.includes(`context7-ema:resourceApp: existing: id: ${id}`), text);
    assert.equal(appNamed("another"), undefined);
  });
});
