import assert from "node:assert/strict";
import { inspect } from "node:util";
import { mergedRequest, orgAccess, readInventories } from "../../src/drift/inventories";
import type { InventoryRequest } from "../../src/drift/inventory";
import { sandboxed } from "../provider/sandboxed";

const nothing: InventoryRequest = {
  appIds: new Set(),
  resourceAppIds: new Set(),
  catalogKeys: new Set(),
  userAssignments: new Map(),
  groupIds: new Set(),
  userIds: new Set(),
  feature: false,
};

describe("the inventories of several stacks' orgs", () => {
  const world = sandboxed();
  const catalogKeys = new Set(["sandbox_xaa_requesting_app"]);

  it("are read once for all stacks of the same org and credentials", async () => {
    const claude = await world.addApp("requesting", "Claude Code");
    const code = await world.addApp("requesting", "VS Code");
    const before = world.requests().length;
    const stacks = [claude, code, claude].map(({ id }) => ({
      access: orgAccess(world.config()),
      request: { ...nothing, appIds: new Set([id]), catalogKeys, feature: true },
    }));

    const [dev, staging, prod] = await readInventories(stacks);

    assert.equal(dev, staging);
    assert.equal(dev, prod);
    assert.ok(dev?.features);
    assert.deepEqual([...dev.groupAssignments.keys()].sort(), [claude.id, code.id].sort());
    // One list of apps, one of features, groups and people of two apps.
    assert.equal(world.requests().length - before, 6);
  });

  it("are different ones for other orgs, and for other credentials", async () => {
    const { globex, acme } = world;
    const [globexToken = ""] = globex.apiTokens.keys();
    acme.apiTokens.set("00second", { login: "admin@acme.example", scopes: "all" });
    const configs = [
      world.config(),
      world.config({ "okta:orgName": "globex", "okta:apiToken": globexToken }),
      world.config({ "okta:apiToken": "00second" }),
    ];
    const inventories = await readInventories(
      configs.map((config) => ({
        access: orgAccess(config),
        request: { ...nothing, catalogKeys },
      })),
    );
    const urls = inventories.map(({ orgUrl }) => orgUrl);
    assert.deepEqual(urls, [
      "https://acme.okta.com",
      "https://globex.okta.com",
      "https://acme.okta.com",
    ]);
    assert.notEqual(inventories[0], inventories[2]);
    assert.equal(world.requests().length, 3);
  });

  it("tell no credential by the key they are kept under", () => {
    const access = orgAccess(world.config());
    const { apiToken } = world.sandbox.description.okta;
    assert.equal(inspect(access, { depth: 9 }).includes(apiToken), false);
    assert.notEqual(access.key, orgAccess(world.config({ "okta:apiToken": "00other" })).key);
  });

  it("answer every stack's request", () => {
    const set = (...values: string[]) => new Set(values);
    const merged = mergedRequest([
      { ...nothing, appIds: set("a", "b"), userAssignments: new Map([["a", set("u", "v")]]) },
      {
        appIds: set("b", "c"),
        resourceAppIds: set("c"),
        catalogKeys: set("key"),
        userAssignments: new Map([["a", set("v", "w")]]),
        groupIds: set("g"),
        userIds: set("u"),
        feature: true,
      },
    ]);
    assert.deepEqual(merged, {
      appIds: set("a", "b", "c"),
      resourceAppIds: set("c"),
      catalogKeys: set("key"),
      userAssignments: new Map([["a", set("u", "v", "w")]]),
      groupIds: set("g"),
      userIds: set("u"),
      feature: true,
    });
  });
});
