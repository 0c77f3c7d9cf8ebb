import assert from "node:assert/strict";
import { oktaClient } from "../../provider/okta/client";
import { pacedDispatcher } from "../../provider/okta/pacedDispatcher";
import { type BucketUse, bucketUse } from "../../sandbox/network/windows";
import { copyApps } from "../../sandbox/okta/copies";
import { newId } from "../../sandbox/okta/identifiers";
import { WORKFORCE_LIMITS } from "../../sandbox/okta/management/rateLimit";
import { type InventoryRequest, unreadOf } from "../../src/drift/inventory";
import { readInventory } from "../../src/drift/readInventory";
import { sandboxed } from "../provider/sandboxed";

const ENVIRONMENTS = 10;
const CLIENTS = 3;

describe("reading the org of ten environments under Okta's rate limits", () => {
  const world = sandboxed({
    skipTime: true,
    orgs: { acme: { rateLimits: WORKFORCE_LIMITS } },
  });
  /** What the stacks of all environments ask for together. */
  let request: InventoryRequest;

  before(async () => {
    const { acme } = world;
    const resource = await world.addApp("resource", "Context7");
    const apps = [resource];
    for (let client = 1; client <= CLIENTS; client += 1) {
      const app = await world.addApp("requesting", `Client ${client}`);
      apps.push(app);
      const id = newId("cwo");
      acme.connections.set(id, {
        id,
        requestingAppInstanceId: app.id,
        resourceAppInstanceId: resource.id,
        status: "ACTIVE",
        created: "",
        lastUpdated: "",
      });
    }
    const groups = [...acme.groups.values()].filter(({ type }) => type === "OKTA_GROUP");
    for (const app of apps) {
      for (const { id } of groups) app.groups.set(id, { priority: 0, lastUpdated: "" });
    }
    const ids = apps.map(({ id }) => id);
    const appIds = new Set(ids);
    const resourceAppIds = new Set([resource.id]);
    for (let environment = 2; environment <= ENVIRONMENTS; environment += 1) {
      const copies = copyApps(acme, ids);
      for (const id of ids) appIds.add(copies.get(id) ?? "");
      resourceAppIds.add(copies.get(resource.id) ?? "");
    }
    request = {
      appIds,
      resourceAppIds,
      catalogKeys: new Set(["sandbox_xaa_resource_app", "sandbox_xaa_requesting_app"]),
      userAssignments: new Map(),
      groupIds: new Set(groups.map(({ id }) => id)),
      userIds: new Set(),
      feature: true,
    };
  });

  const paced = () => {
    const config = world.config();
    assert.ok(config.dispatcher);
    const { clock } = world.sandbox.world;
    const dispatcher = pacedDispatcher(config.dispatcher, { clock });
    return { ...config, dispatcher };
  };

  it("uses less than half of every bucket in every minute, and no call more than it needs", async () => {
    const { clock, requests: log } = world.sandbox.world;
    const start = clock.now();
    const from = log.length;

    const inventory = await readInventory(oktaClient(paced()), request);

    assert.deepEqual(unreadOf(request, inventory), []);
    const apps = ENVIRONMENTS * (1 + CLIENTS);
    assert.equal(inventory.apps.size, apps);
    assert.equal(inventory.groupAssignments.size, apps);
    assert.equal(inventory.connections?.size, ENVIRONMENTS * CLIENTS);

    const made = log.slice(from);
    assert.equal(made.filter(({ status }) => status !== 200).length, 0);
    const use = new Map(bucketUse(made, WORKFORCE_LIMITS).map((one) => [one.bucket, one]));
    for (const { bucket, limit, most } of use.values()) {
      assert.ok(most < limit / 2, `${bucket}: ${most} of ${limit}`);
    }
    const calls = (bucket: string) => (use.get(bucket) as BucketUse).calls;
    // A list for each of the two catalog keys, and one of groups and one of people for each app.
    assert.equal(calls("/api/v1/apps*"), 2 + 2 * apps);
    assert.equal(calls("/api/v1/apps/{id}/cwo/connections*"), ENVIRONMENTS);
    assert.equal(calls("/api/v1/groups"), 1);
    assert.equal(calls("/*"), 1);
    assert.equal(made.length, 4 + 2 * apps + ENVIRONMENTS);
    // 82 calls of at most 49 a minute.
    assert.equal(use.get("/api/v1/apps*")?.windows, 2);
    assert.ok(clock.now() - start < 130_000, `${clock.now() - start}`);
  });

  it("leaves the other half to others, who come first", async () => {
    const { clock, requests: log } = world.sandbox.world;
    await clock.sleep(61_000);
    // Somebody else lists apps all the time: 45 calls when a minute begins.
    const others = oktaClient(world.config());
    const path = "/api/v1/apps/unknown/groups";
    const call = () =>
      others.run({ method: "GET", path, scope: "okta.apps.read" }).catch(() => undefined);
    await Promise.all(Array.from({ length: 45 }, call));
    const from = log.length;

    const appIds = new Set([...request.appIds].slice(0, 1 + CLIENTS));
    const inventory = await readInventory(oktaClient(paced()), { ...request, appIds });

    assert.deepEqual(unreadOf(request, inventory), []);
    const ours = log
      .slice(from)
      .filter(({ path: one }) => /^\/api\/v1\/apps(?!.*\/cwo\/)/.test(one));
    const secondMinute = ours.findIndex(({ at }) => at - (ours[0]?.at ?? 0) > 55_000);
    assert.equal(ours.length, 10);
    assert.equal(secondMinute, 4, "49 in the first minute, theirs and ours");
  });
});
