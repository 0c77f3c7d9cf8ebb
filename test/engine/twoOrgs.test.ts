import assert from "node:assert/strict";
import type { Org } from "../../sandbox/world";
import { sandboxed } from "../provider/sandboxed";
import type { Configuration } from "./harness";
import { stacksIn } from "./stacks";

/** Two components, each with its org's two providers, unless `providers` asks for a mistake. */
const program = `
const pulumi = require("@pulumi/pulumi");
const okta = require("@pulumi/okta");
const { EmaProvider, EnterpriseManagedAuth } = require("context7-ema");
const config = new pulumi.Config("test");
const vault = {
  async create(held) { return { id: "vault", outs: { ...held, token: held.kept } }; },
};
function tokenOf(org) {
  const token = config.requireSecret(org + "Token");
  if (!config.getBoolean("vault")) return token;
  const sealed = { kept: token, token: undefined };
  const options = { additionalSecretOutputs: ["token"] };
  return new pulumi.dynamic.Resource(vault, "vault-" + org, sealed, options).token;
}
function providersOf(org) {
  const credentials = { orgName: org, baseUrl: "okta.com", apiToken: tokenOf(org) };
  const other = { ...credentials, orgName: "globex" };
  switch (config.get("providers")) {
    case "okta": return [new okta.Provider(org, credentials)];
    case "ema": return [new EmaProvider(org, credentials)];
    case "mixed": return [new okta.Provider(org, credentials), new EmaProvider(org, other)];
    default: return [new okta.Provider(org, credentials), new EmaProvider(org, credentials)];
  }
}
for (const org of config.requireObject("orgs")) {
  new EnterpriseManagedAuth(org, {
    resourceApp: { catalog: config.requireObject("resourceApp") },
    requestingApps: {
      claude: {
        label: "Claude of " + org,
        clientIdAtResource: "mcpclient-at-context7",
        redirectUris: ["http://127.0.0.1:33418/callback"],
        catalog: config.requireObject("requestingApp"),
      },
    },
    assignments: { groupNames: ["Engineering"], userLogins: ["designer@" + org + ".example"] },
    manageFeature: true,
    teamspace: {},
  }, { providers: providersOf(org) });
}
`;

describe("engine: two orgs in one program", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);

  function configuration(more: Configuration = {}): Configuration {
    const { catalog } = world.sandbox.description.okta;
    const tokenOf = ({ apiTokens }: Org) => [...apiTokens.keys()][0];
    return {
      "okta:orgName": undefined,
      "okta:baseUrl": undefined,
      "okta:apiToken": undefined,
      "test:acmeToken": tokenOf(world.acme),
      "test:globexToken": tokenOf(world.globex),
      "test:resourceApp": catalog.resourceApp,
      "test:requestingApp": catalog.requestingApp,
      "test:orgs": ["acme", "globex"],
      ...more,
    };
  }

  it("gives each org its own objects, and takes them all away again", async () => {
    const stack = await stacks.create({ program, configuration: configuration() });
    await stack.up();
    for (const org of [world.acme, world.globex]) assertComplete(org);

    await stack.preview({ refresh: true, expectNoChanges: true });

    await stack.destroy();
    for (const org of [world.acme, world.globex]) {
      assert.deepEqual([org.apps.size, org.connections.size], [0, 0], org.url);
    }
  });

  it("works with credentials that are known only while it runs", async () => {
    const only = { "test:orgs": ["globex"], "test:vault": true };
    const stack = await stacks.create({ program, configuration: configuration(only) });
    // Plain configuration stays plain in the state, so here the token is a secret of the stack.
    for (const token of world.globex.apiTokens.keys()) {
      await stack.stack.setConfig("test:globexToken", { value: token, secret: true });
    }
    await stack.preview();
    assert.equal(world.globex.apps.size, 0);
    await stack.up();
    assertComplete(world.globex);
    const state = await stack.state();
    assert.ok(state.includes("CrossAppAccessConnection"));
    for (const token of world.globex.apiTokens.keys()) assert.ok(!state.includes(token));
  });

  describe("refuses in the preview", () => {
    const refusalWith = async (providers: string) => {
      const mistake = { "test:providers": providers, "test:orgs": ["acme"] };
      const stack = await stacks.create({ program, configuration: configuration(mistake) });
      const text = await stacks.refusal(stack.preview());
      assert.deepEqual(
        world.requests().filter((request) => !request.startsWith("GET ")),
        [],
      );
      return text;
    };

    it("an okta.Provider without an EmaProvider", async () => {
      const text = await refusalWith("okta");
      assert.match(text, /an okta\.Provider is given without an EmaProvider/);
      assert.match(text, /providers: \[new okta\.Provider\(…\), new EmaProvider\(…\)\]/);
    });

    it("an EmaProvider without an okta.Provider", async () => {
      const text = await refusalWith("ema");
      assert.match(text, /an EmaProvider is given without an okta\.Provider/);
    });

    it("two providers of two orgs", async () => {
      const text = await refusalWith("mixed");
      assert.match(
        text,
        /okta\.Provider of https:\/\/acme\.okta\.com, EmaProvider of https:\/\/globex\.okta\.com/,
      );
    });
  });
});

/** Both apps, their connection, and assignments that name this org's own groups and people. */
function assertComplete(org: Org): void {
  const apps = [...org.apps.values()];
  assert.deepEqual(apps.map(({ label }) => label).sort(), [`Claude of ${org.name}`, "Context7"]);
  for (const app of apps) {
    assert.deepEqual(
      [...app.groups.keys()].map((id) => org.groups.get(id)?.name),
      ["Engineering"],
    );
    assert.deepEqual(
      [...app.users.keys()].map((id) => org.users.get(id)?.login),
      [`designer@${org.name}.example`],
    );
  }
  const [connection, ...others] = org.connections.values();
  assert.equal(others.length, 0);
  assert.equal(connection?.status, "ACTIVE");
  assert.ok(org.apps.has(connection?.requestingAppInstanceId ?? ""));
  assert.ok(org.apps.has(connection?.resourceAppInstanceId ?? ""));
}
