import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { type Network, startNetwork } from "../../../sandbox/network";
import { observed } from "../../../sandbox/network/observation";
import { createManagementApi } from "../../../sandbox/okta/management";
import { seedOrg } from "../../../sandbox/okta/seed";
import type { Org, World } from "../../../sandbox/world";

const run = promisify(execFile);
const ROOT = join(__dirname, "..", "..", "..");

// As in the components, an app's network access is left to the org: the plugin would remove it.
const PROGRAM = `
const okta = require("@pulumi/okta");
const app = (label, key, fields, more) => new okta.app.OAuth(label, {
  label, type: "web", redirectUris: ["http://localhost/callback"],
  preconfiguredApp: key, appSettingsJson: JSON.stringify({ app: fields }), ...more,
}, { ignoreChanges: ["network"] });
const issuer = { sandboxIssuerUrl: "https://context7.com" };
const resource = app("Context7", "sandbox_xaa_resource_app", issuer);
const requesting = app("Client", "sandbox_xaa_requesting_app",
  { ...issuer, sandboxClientId: "mcpclient-at-context7" },
  { grantTypes: ["authorization_code", "refresh_token"] });
const group = new okta.group.Group("group", { name: "Platform" });
const user = okta.user.getUserOutput({ userId: "dev.one@acme.example", skipRoles: true });
for (const [name, { id }] of Object.entries({ resource, requesting })) {
  new okta.app.GroupAssignment(name, { appId: id, groupId: group.id });
  new okta.app.User(name, { appId: id, userId: user.id, username: user.login });
}`;

describe("the Okta plugin, run by a real engine, in the sandbox", function () {
  this.timeout(120_000);

  const world: Pick<World, "requests" | "faults"> = { requests: [], faults: [] };
  let org: Org;
  let network: Network;
  let directory: string;
  let closeApi: () => Promise<void>;

  before(async () => {
    org = seedOrg("acme", { hideCatalogOauthClient: true });
    const api = await createManagementApi(org);
    closeApi = api.close;
    network = await startNetwork({
      "acme.okta.com": observed("acme.okta.com", world, api.handler),
    });
    directory = await mkdtemp(join(tmpdir(), "sandbox-engine-"));
    await writeFile(join(directory, "Pulumi.yaml"), "name: probe\nruntime: nodejs\n");
    await writeFile(join(directory, "package.json"), `{"name":"probe","main":"index.js"}`);
    await writeFile(join(directory, "index.js"), PROGRAM);
    await symlink(join(ROOT, "node_modules"), join(directory, "node_modules"));
    await pulumi("stack", "init", "test");
  });
  after(async () => {
    await network.stop();
    await closeApi();
    await rm(directory, { recursive: true, force: true });
  });

  it("creates catalog apps, a group and assignments under Okta's real name", async () => {
    await pulumi("up", "--yes", "--skip-preview");
    assert.deepEqual(
      [...org.apps.values()]
        .map(({ label, groups, users }) => [label, groups.size, users.size])
        .sort(),
      [
        ["Client", 1, 1],
        ["Context7", 1, 1],
      ],
    );
    assert.ok(world.requests.every(({ status }) => status < 400));
  });

  for (const hidden of [true, false]) {
    it(`sees no difference after, with settings.oauthClient ${hidden ? "hidden" : "shown"}`, async () => {
      org.hideCatalogOauthClient = hidden;
      await pulumi("preview", "--expect-no-changes");
      await pulumi("preview", "--refresh", "--expect-no-changes");
    });
  }

  it("destroys what it made and leaves the rest", async () => {
    await pulumi("destroy", "--yes", "--skip-preview");
    assert.equal(org.apps.size, 0);
    assert.equal(org.groups.size, 4);
  });

  async function pulumi(...args: string[]): Promise<void> {
    const [token = ""] = org.apiTokens.keys();
    const bin = join(ROOT, "node_modules", ".bin");
    await run(join(bin, "pulumi"), args, {
      cwd: directory,
      env: {
        ...process.env,
        ...network.environment,
        PATH: `${bin}:${process.env.PATH}`,
        OKTA_ORG_NAME: "acme",
        OKTA_BASE_URL: "okta.com",
        OKTA_API_TOKEN: token,
        PULUMI_BACKEND_URL: `file://${directory}`,
        PULUMI_CONFIG_PASSPHRASE: "sandbox",
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
    });
  }
});
