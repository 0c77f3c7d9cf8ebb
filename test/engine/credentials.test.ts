import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { boundKey } from "../../sandbox/okta/management/proofOfPossession";
import { sandboxed } from "../provider/sandboxed";
import { addServiceClient } from "../provider/serviceClients";
import { adoptingStack, connectingStack, firstStack } from "./configurations";
import type { Configuration, EngineStack } from "./harness";
import { stacksIn } from "./stacks";

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
  async function signIn(
    configuration: Configuration,
    { without, dpopRequired }: { without?: string; dpopRequired?: boolean },
  ) {
    const granted = scopes.filter((scope) => scope !== without);
    if (without?.endsWith(".manage")) granted.push(without.replace(".manage", ".read"));
    const settings = await addServiceClient(world.acme, granted, { dpopRequired });
    await stack.configure({ ...configuration, ...settings });
    return settings;
  }

  for (const dpopRequired of [true, false]) {
    const kind = dpopRequired ? "that requires DPoP, as new ones do" : "with bearer tokens";
    it(`exactly the documented scopes run the whole component, with an app ${kind}`, () =>
      wholeLife(dpopRequired));
  }

  async function wholeLife(dpopRequired: boolean): Promise<void> {
    for (const feature of world.acme.features.values()) feature.status = "DISABLED";
    const assignments = { groupNames: ["Engineering"], userLogins: ["designer@acme.example"] };
    const configuration = firstStack(world.sandbox, { assignments, manageFeature: true });
    const { "okta:privateKey": privateKey = "" } = await signIn(configuration, { dpopRequired });
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
    const bound = accessTokens.filter((token) => boundKey(token) !== undefined);
    assert.deepEqual(bound, dpopRequired ? accessTokens : []);

    await stack.destroy();
    assert.equal(world.acme.apps.size, 0);
    world.acme.accessTokens.clear();
  }

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
        await signIn(configuration, { without: scope });
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
        await signIn(configuration, { without: scope });
        assertNamed(await stacks.refusal(stack.up()), scope);
      });
    }
  });
});

function assertNamed(text: string, scope: string): void {
  assert.match(text, /403 E0000006/);
  assert.ok(text.includes(`It needs the scope ${scope} and the role`), text);
  assert.ok(text.includes("docs/permissions.md"), text);
}
