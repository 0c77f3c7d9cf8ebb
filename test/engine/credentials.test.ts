import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sandboxed } from "../provider/sandboxed";
import { addServiceClient } from "../provider/serviceClients";
import { adoptingStack, connectingStack, firstStack } from "./configurations";
import type { Configuration, EngineStack } from "./harness";
import { stacksIn } from "./stacks";

/** Of the Okta plugin alone: it finds the group with the credentials of the stack. */
const pluginAlone = `
const okta = require("@pulumi/okta");
exports.group = okta.group.getGroupOutput({ name: "Engineering" }).name;
`;

/** The scopes of a row of "Everything together" in docs/permissions.md. */
function documentedScopes(stack: string): string[] {
  const text = readFileSync(join(__dirname, "../../docs/permissions.md"), "utf8");
  const [, section = ""] = text.split("## Everything together");
  const row = section.split("\n").find((line) => line.startsWith(`| ${stack}`)) ?? "";
  return row.match(/okta\.\w+\.\w+/g) ?? [];
}

describe("engine: an API service app's credentials", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let scopes: string[];
  let stack: EngineStack;

  before(async () => {
    scopes = [...documentedScopes("catalog apps"), ...documentedScopes("the same with")];
    assert.equal(scopes.length, 5);
    stack = await stacks.create({ configuration: {} });
  });

  /** The settings of a new service app, and its stack; `without` a scope it has the next lower one. */
  async function signIn(configuration: Configuration, without?: string) {
    const granted = scopes.filter((scope) => scope !== without);
    if (without?.endsWith(".manage")) granted.push(without.replace(".manage", ".read"));
    const settings = await addServiceClient(world.acme, granted);
    await stack.configure({ ...configuration, ...settings });
    return settings;
  }

  it("exactly the documented scopes run the whole component, up to destroy", async () => {
    for (const feature of world.acme.features.values()) feature.status = "DISABLED";
    const assignments = { groupNames: ["Engineering"], userLogins: ["designer@acme.example"] };
    const configuration = firstStack(world.sandbox, { assignments, manageFeature: true });
    const { "okta:privateKey": privateKey = "" } = await signIn(configuration);
    await stack.stack.setConfig("okta:privateKey", { value: privateKey, secret: true });
    await stack.up();
    assert.equal(world.acme.connections.size, 1);
    await stack.preview({ refresh: true, expectNoChanges: true });

    const keyText = privateKey.split("\n")[1] ?? "";
    const accessTokens = [...world.acme.accessTokens.keys()];
    assert.ok(keyText.length > 50 && accessTokens.length > 0);
    const seen = (await stack.state()) + stack.output();
    assert.ok(seen.includes("CrossAppAccessConnection"));
    for (const secret of [keyText, ...accessTokens]) assert.ok(!seen.includes(secret));

    await stack.destroy();
    assert.equal(world.acme.apps.size, 0);
  });

  describe("one scope less is a named 403", () => {
    before(async () => {
      await world.addApp("resource", "Context7");
      await world.addApp("requesting", "Claude Code");
    });

    const people = { groupNames: ["Engineering"], userLogins: ["designer@acme.example"] };
    const previews: Record<string, Configuration> = {
      "okta.groups.read": adoptingStack({ assignments: people }),
      "okta.users.read": adoptingStack({ assignments: people }),
    };
    for (const [scope, configuration] of Object.entries(previews)) {
      it(`${scope}, in the preview`, async () => {
        await signIn(configuration, scope);
        assertNamed(await stacks.refusal(stack.preview()), scope);
      });
    }

    const ups: Record<string, Configuration> = {
      "okta.apps.manage": connectingStack(),
      "okta.features.manage": adoptingStack({ manageFeature: true }),
    };
    for (const [scope, configuration] of Object.entries(ups)) {
      it(`${scope}, on up`, async () => {
        for (const feature of world.acme.features.values()) {
          feature.status = scope === "okta.features.manage" ? "DISABLED" : "ENABLED";
        }
        await signIn(configuration, scope);
        assertNamed(await stacks.refusal(stack.up()), scope);
      });
    }
  });

  it("a service app that demands DPoP: the Okta plugin speaks it, this package says that it does not", async () => {
    const settings = await addServiceClient(world.acme, scopes, { dpopRequired: true });
    await stack.configure({ ...adoptingStack(), ...settings });
    const text = await stacks.refusal(stack.preview());
    assert.match(
      text,
      /The app asks for DPoP\. The Okta provider speaks it; this package's own resources/,
    );
    assert.match(text, /clear “Require Demonstrating Proof of Possession \(DPoP\) header/);

    const plugin = await stacks.create({ program: pluginAlone, configuration: settings });
    await plugin.preview();
    assert.ok(world.requests().some((request) => request.startsWith("GET /api/v1/groups")));
  });
});

function assertNamed(text: string, scope: string): void {
  assert.match(text, /403 E0000006/);
  assert.ok(text.includes(`It needs the scope ${scope} and the role`), text);
  assert.ok(text.includes("docs/permissions.md"), text);
}
