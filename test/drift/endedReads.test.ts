import assert from "node:assert/strict";
import { oktaClient } from "../../provider/okta/client";
import type { FaultRule } from "../../sandbox/network/faultPlan";
import type { Application } from "../../sandbox/world";
import { type InventoryRequest, unreadOf } from "../../src/drift/inventory";
import { problemsOf } from "../../src/drift/problems";
import { readInventory } from "../../src/drift/readInventory";
import { sandboxed } from "../provider/sandboxed";

describe("reading an org that stops answering half-way", () => {
  const world = sandboxed();
  let apps: Application[];
  let request: InventoryRequest;

  before(async () => {
    const { acme } = world;
    apps = [
      await world.addApp("resource", "Context7"),
      await world.addApp("requesting", "Claude Code"),
    ];
    const [resource] = apps;
    const groupIds = new Set(acme.groups.keys());
    for (const app of apps) {
      for (const id of groupIds) app.groups.set(id, { priority: 0, lastUpdated: "" });
    }
    request = {
      appIds: new Set(apps.map(({ id }) => id)),
      resourceAppIds: new Set([resource?.id ?? ""]),
      catalogKeys: new Set(["sandbox_xaa_resource_app", "sandbox_xaa_requesting_app"]),
      userAssignments: new Map(),
      groupIds,
      userIds: new Set(acme.users.keys()),
      feature: true,
    };
  });

  // Without retries: how long to wait is not what is tested here. One call of a kind after the other.
  const limits = { retries: 0, longestWait: 0, totalWait: 0 };
  const read = () =>
    readInventory(oktaClient({ ...world.config(), limits }), request, { concurrency: 1 });

  const endings: [string, Omit<FaultRule, "path">][] = [
    ["429", { times: 99, respond: { status: 429, body: {} } }],
    ["401", { times: 99, respond: { status: 401, body: { errorCode: "E0000011" } } }],
    ["silence", { times: 99, drop: true }],
    ["an answer that Okta does not document", { times: 99, respond: { status: 200, body: {} } }],
  ];
  for (const [name, ending] of endings) {
    it(`reads all the rest where the look-up of names ends in ${name}`, async () => {
      // Held back until the names have failed.
      world.plan({ path: /\/apps\/.*\/(groups|users|connections)$/, times: 99, delay: 100 });
      world.plan({ ...ending, path: /^\/api\/v1\/(groups|users)(\?|$)/ });
      const inventory = await read();
      assert.deepEqual([inventory.groupNames.size, inventory.userLogins.size], [0, 0]);
      assert.deepEqual(unreadOf(request, inventory), []);
      for (const app of apps) {
        assert.equal(inventory.groupAssignments.get(app.id)?.size, app.groups.size);
        assert.ok(inventory.userAssignments.has(app.id));
      }
      assert.ok(inventory.features && inventory.connections);
    });
  }

  for (const [name, ending] of endings.slice(0, 3)) {
    it(`says of all that was not asked for after ${name} why it was not`, async () => {
      world.plan({ path: /\/apps\/.*\/(groups|users|connections)$/, times: 3, delay: 100 });
      world.plan({ ...ending, path: /^\/api\/v1\/features$/ });
      const inventory = await read();
      const { unread, groupAssignments, userAssignments } = inventory;
      // Each is read, or it is said why not; and those that were on their way are read.
      for (const { id } of apps) {
        assert.notEqual(groupAssignments.has(id), unread.groupAssignments.has(id));
        assert.notEqual(userAssignments.has(id), unread.userAssignments.has(id));
      }
      assert.deepEqual([unread.groupAssignments.size, unread.userAssignments.size], [1, 1]);
      assert.equal(problemsOf(unreadOf(request, inventory)).length, 1);
      const calls = world.requests().filter((call) => /\/apps\/.*\/(groups|users)$/.test(call));
      assert.equal(calls.length, 2);
    });
  }
});
