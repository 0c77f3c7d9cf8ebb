import assert from "node:assert/strict";
import type { Org } from "../../sandbox/world";
import { sandboxed } from "../provider/sandboxed";
import { drift } from "./driftCommand";
import { stacksIn } from "./stacks";

/** A component for each of two orgs, with providers that hold its credentials. */
const program = `
const pulumi = require("@pulumi/pulumi");
const okta = require("@pulumi/okta");
const { EmaProvider, EnterpriseManagedAuth } = require("context7-ema");
const config = new pulumi.Config("test");
for (const org of ["acme", "globex"]) {
  const apiToken = config.requireSecret(org + "Token");
  const credentials = { orgName: org, baseUrl: "okta.com", apiToken };
  new EnterpriseManagedAuth(org, {
    resourceApp: { catalog: config.requireObject("resourceApp") },
    requestingApps: {},
    assignments: { groupNames: ["Engineering"] },
  }, { providers: [new okta.Provider(org, credentials), new EmaProvider(org, credentials)] });
}
`;

describe("engine: drift of a program with providers of its own", function () {
  this.timeout(180_000);
  const world = sandboxed();
  const stacks = stacksIn(world);

  it("takes each org's credentials from them, and shows none", async () => {
    const tokenOf = ({ apiTokens }: Org) => [...apiTokens.keys()][0] ?? "";
    const tokens = [tokenOf(world.acme), tokenOf(world.globex)];
    const stack = await stacks.create({
      program,
      configuration: {
        "okta:orgName": undefined,
        "okta:baseUrl": undefined,
        "okta:apiToken": undefined,
        "test:acmeToken": tokens[0],
        "test:globexToken": tokens[1],
        "test:resourceApp": world.sandbox.description.okta.catalog.resourceApp,
      },
    });
    await stack.up();
    assert.equal((await drift(stack)).code, 0);

    for (const { groups } of world.globex.apps.values()) groups.clear();
    const { code, counted, text } = await drift(stack);
    assert.equal(code, 7, text);
    assert.deepEqual(
      counted.map(({ sentence }) => sentence),
      ["Assignments: the group Engineering was removed from Context7."],
    );
    for (const token of tokens) assert.ok(!text.includes(token));
  });
});
