import assert from "node:assert/strict";
import { sandboxed } from "../provider/sandboxed";
import { stacksIn } from "./stacks";

/** No `EnterpriseManagedAuth`: its parts, wired by hand. */
const program = `
const pulumi = require("@pulumi/pulumi");
const {
  Assignments, CrossAppAccessConnection, CrossAppAccessFeature, RequestingApp, ResourceApp,
  TeamspaceEma,
} = require("context7-ema");
const config = new pulumi.Config("test");
const orgUrl = "https://acme.okta.com";

const feature = new CrossAppAccessFeature("feature", { orgUrl });
const resourceApp = new ResourceApp("context7", { catalog: config.requireObject("resourceApp") });
const client = new RequestingApp("Claude Code", {
  clientIdAtResource: "mcpclient-at-context7",
  redirectUris: ["http://127.0.0.1:33418/callback"],
  catalog: config.requireObject("requestingApp"),
});
const connection = new CrossAppAccessConnection("connection", {
  orgUrl,
  requestingAppId: client.appId,
  resourceAppId: resourceApp.appId,
}, { dependsOn: feature });
const people = { groupNames: ["Engineering"] };
new Assignments("people", {
  apps: {
    client: { appId: client.appId, people },
    resource: { appId: resourceApp.appId, people },
  },
});
const teamspace = new TeamspaceEma("teamspace", {
  issuer: orgUrl,
  management: "api",
  settingsUrl: config.require("settingsUrl"),
});

exports.appIds = { client: client.appId, resource: resourceApp.appId };
exports.connection = { id: connection.connectionId, status: connection.status };
exports.feature = { name: feature.name, status: feature.status };
exports.management = { connection: connection.management, teamspace: teamspace.management };
exports.label = client.clientIdAtResource;
exports.audience = resourceApp.issuerUrl;
exports.issuer = teamspace.issuer;
`;

describe("engine: the parts alone", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);

  it("make the same as the whole, in one program", async () => {
    const { okta, context7 } = world.sandbox.description;
    const stack = await stacks.create({
      program,
      configuration: {
        "test:resourceApp": okta.catalog.resourceApp,
        "test:requestingApp": okta.catalog.requestingApp,
        "test:settingsUrl": context7.settingsUrl,
      },
    });
    const { outputs } = await stack.up();
    const apps = [...world.acme.apps.values()];
    const client = apps.find(({ label }) => label === "Claude Code");
    const resource = apps.find(({ label }) => label === "Context7");
    const [connection] = world.acme.connections.values();
    assert.deepEqual(outputs.appIds?.value, { client: client?.id, resource: resource?.id });
    assert.deepEqual(outputs.connection?.value, { id: connection?.id, status: "ACTIVE" });
    assert.equal(connection?.requestingAppInstanceId, client?.id);
    assert.deepEqual(outputs.feature?.value, { name: "Cross App Access", status: "ENABLED" });
    assert.deepEqual(outputs.management?.value, { connection: "automatic", teamspace: "api" });
    assert.equal(outputs.audience?.value, "https://context7.com");
    assert.deepEqual([client?.groups.size, resource?.groups.size], [1, 1]);
    const teamspaces = [...world.sandbox.world.context7.teamspaces.values()];
    assert.equal(teamspaces[0]?.settings?.issuer, outputs.issuer?.value);

    await stack.preview({ refresh: true, expectNoChanges: true });
    await stack.destroy();
    assert.deepEqual([world.acme.apps.size, world.acme.connections.size], [0, 0]);
    assert.equal(teamspaces[0]?.settings, undefined);
  });
});
