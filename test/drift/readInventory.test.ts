import assert from "node:assert/strict";
import { oktaClient } from "../../provider/okta/client";
import { newId } from "../../sandbox/okta/identifiers";
import type { Application } from "../../sandbox/world";
import { type InventoryRequest, type OrgInventory, unreadOf } from "../../src/drift/inventory";
import { problemsOf } from "../../src/drift/problems";
import { type InventoryOptions, readInventory } from "../../src/drift/readInventory";
import { sandboxed } from "../provider/sandboxed";

describe("reading an org's inventory", () => {
  const world = sandboxed();
  let resource: Application;
  let claude: Application;
  let code: Application;

  before(async () => {
    resource = await world.addApp("resource", "Context7");
    claude = await world.addApp("requesting", "Claude Code");
    code = await world.addApp("requesting", "VS Code");
  });
  beforeEach(() => {
    const { acme } = world;
    acme.connectionsApi = "available";
    acme.connections.clear();
    for (const app of [resource, claude, code]) {
      app.groups.clear();
      app.users.clear();
      app.status = "ACTIVE";
      connect(app);
    }
  });

  function connect(app: Application): void {
    if (app === resource) return;
    const id = newId("cwo");
    world.acme.connections.set(id, {
      id,
      requestingAppInstanceId: app.id,
      resourceAppInstanceId: resource.id,
      status: "ACTIVE",
      created: "",
      lastUpdated: "",
    });
  }

  const group = (name: string) => {
    const found = [...world.acme.groups.values()].find((one) => one.name === name);
    assert.ok(found);
    return found;
  };
  const user = (login: string) => {
    const found = [...world.acme.users.values()].find((one) => one.login === login);
    assert.ok(found);
    return found;
  };
  const assign = (app: Application, name: string, priority = 0) =>
    app.groups.set(group(name).id, { priority, lastUpdated: "" });

  const request = (wanted: Partial<InventoryRequest> = {}): InventoryRequest => ({
    appIds: new Set([resource.id, claude.id, code.id]),
    resourceAppIds: new Set([resource.id]),
    catalogKeys: new Set(["sandbox_xaa_resource_app", "sandbox_xaa_requesting_app"]),
    userAssignments: new Map(),
    groupIds: new Set(),
    userIds: new Set(),
    feature: true,
    ...wanted,
  });
  const read = (
    wanted?: Partial<InventoryRequest>,
    options?: InventoryOptions,
    settings: Record<string, string> = {},
  ) => readInventory(oktaClient(world.config(settings)), request(wanted), options);

  const problemsIn = (inventory: OrgInventory) => problemsOf(unreadOf(request(), inventory));

  /** An access token with these scopes and no others. */
  const signedIn = (...scopes: string[]) => {
    const expiresAt = Date.now() + 60_000;
    world.acme.accessTokens.set("narrow", { clientId: "c", scopes, expiresAt });
    return { "okta:apiToken": "", "okta:accessToken": "narrow" };
  };

  it("knows apps whole, their groups and people, connections and the feature", async () => {
    assign(claude, "Engineering", 3);
    const person = user("designer@acme.example");
    claude.users.set(person.id, { userName: "design", created: "" });
    code.status = "INACTIVE";

    const inventory = await read();

    assert.equal(inventory.orgUrl, "https://acme.okta.com");
    assert.deepEqual([...inventory.apps.keys()].sort(), [resource.id, claude.id, code.id].sort());
    assert.equal(inventory.apps.get(code.id)?.status, "INACTIVE");
    const settings = inventory.apps.get(claude.id)?.settings as { app: object };
    assert.equal("sandboxClientId" in settings.app, true);
    assert.deepEqual(
      inventory.groupAssignments.get(claude.id),
      new Map([[group("Engineering").id, { priority: 3 }]]),
    );
    assert.deepEqual(inventory.groupAssignments.get(code.id), new Map());
    // People of the group are not direct assignments.
    assert.deepEqual(
      inventory.userAssignments.get(claude.id),
      new Map([[person.id, { userName: "design" }]]),
    );
    assert.deepEqual(
      [...(inventory.connections ?? [])].map(([, one]) => one.requestingAppInstanceId).sort(),
      [claude.id, code.id].sort(),
    );
    assert.ok(inventory.features?.some(({ name }) => name === "Cross App Access"));
    assert.equal(inventory.groupNames.get(group("Engineering").id), "Engineering");
    assert.deepEqual(problemsIn(inventory), []);
  });

  it("asks by lists: a call per catalog key, resource app, and app for its groups and people", async () => {
    const groupIds = new Set([...world.acme.groups.keys()]);
    const userIds = new Set([...world.acme.users.keys()]);
    const { groupNames, userLogins } = await read({ groupIds, userIds });

    const calls = world.requests().map((call) => call.replace(/0oa\w{17}/, "{id}"));
    const times = (call: string) => calls.filter((one) => one === call).length;
    assert.equal(times("GET /api/v1/apps"), 2);
    assert.equal(times("GET /api/v1/apps/{id}/cwo/connections"), 1);
    assert.equal(times("GET /api/v1/apps/{id}/groups"), 3);
    assert.equal(times("GET /api/v1/apps/{id}/users"), 3);
    assert.equal(times("GET /api/v1/features"), 1);
    assert.equal(times("GET /api/v1/groups"), 1);
    assert.equal(times("GET /api/v1/users"), 1);
    assert.equal(calls.length, 12);
    // By Okta's reference, inactive apps are left out unless asked for.
    const lists = world.sandbox.world.requests.filter(({ path }) =>
      path.startsWith("/api/v1/apps?"),
    );
    assert.ok(lists.slice(-2).every(({ path }) => path.includes("includeNonDeleted=true")));
    assert.equal(groupNames.size, groupIds.size);
    assert.equal(userLogins.size, userIds.size);
  });

  it("looks for an app outside the catalog's by its ID, and believes 404 alone that it is gone", async () => {
    const gone = newId("0oa");
    const appIds = new Set([claude.id, gone]);
    const inventory = await read({ appIds, catalogKeys: new Set(), feature: false });
    assert.deepEqual([...inventory.apps.keys()], [claude.id]);
    assert.deepEqual([...inventory.unread.apps], []);
    assert.equal(inventory.features, undefined);
    assert.deepEqual(problemsIn(inventory), []);
  });

  it("lists apps that no stack declares, and asks no more about them", async () => {
    const inventory = await read({ appIds: new Set([resource.id]) });
    assert.ok(inventory.apps.has(claude.id));
    assert.deepEqual([...inventory.groupAssignments.keys()], [resource.id]);
  });

  it("lists inactive apps too, which nothing else leads to", async () => {
    const status = code.status;
    code.status = "INACTIVE";
    const inventory = await read({ appIds: new Set([resource.id, claude.id]) });
    code.status = status;
    assert.equal(inventory.apps.get(code.id)?.status, "INACTIVE");
  });

  it("follows the pages of a long list of groups", async () => {
    const many = Array.from({ length: 205 }, () => newId("00g"));
    for (const id of many) {
      claude.groups.set(id, { priority: 1, lastUpdated: "" });
    }
    const inventory = await read();
    assert.equal(inventory.groupAssignments.get(claude.id)?.size, 205);
  });

  describe("of an app that more people have than are on a page", () => {
    const crowd = { id: newId("00g"), name: "Crowd", description: "" };
    const ids: string[] = [];
    let last = "";
    let away = "";

    before(() => {
      const { acme } = world;
      const [one] = acme.users.values();
      assert.ok(one);
      for (let index = 0; index < 600; index += 1) {
        const id = newId("00u");
        ids.push(id);
        acme.users.set(id, { ...one, id, login: `p${index}@acme.example` });
      }
      acme.groups.set(crowd.id, { ...crowd, type: "OKTA_GROUP", members: new Set(ids) });
      [last = "", away = ""] = ids.slice(-2);
    });
    beforeEach(() => {
      claude.groups.set(crowd.id, { priority: 0, lastUpdated: "" });
      claude.users.set(last, { userName: "last", created: "" });
    });
    after(() => {
      world.acme.groups.delete(crowd.id);
      for (const id of ids) world.acme.users.delete(id);
    });

    it("asks for the declared people one by one, and says that it did not look for others", async () => {
      const userAssignments = new Map([[claude.id, new Set([last, away])]]);
      const inventory = await read({ userAssignments });
      // The other declared one has the app through the group only: no longer one by one.
      assert.deepEqual(
        inventory.userAssignments.get(claude.id),
        new Map([[last, { userName: "last" }]]),
      );
      assert.deepEqual([...inventory.partlyListedUsers], [claude.id]);
      const calls = world.requests().filter((call) => call.includes(`/apps/${claude.id}/users`));
      assert.equal(calls.length, 3);
    });

    it("looks through everybody when told to", async () => {
      const inventory = await read({}, { everyUser: true });
      assert.deepEqual([...(inventory.userAssignments.get(claude.id)?.keys() ?? [])], [last]);
      assert.equal(inventory.partlyListedUsers.size, 0);
    });

    it("believes 404 that a declared person has the app no longer", async () => {
      const stranger = user("contractor@acme.example").id;
      const absent = newId("00u");
      const userAssignments = new Map([[claude.id, new Set([stranger, absent])]]);
      const inventory = await read({ userAssignments });
      assert.deepEqual(inventory.userAssignments.get(claude.id), new Map());
      assert.deepEqual(problemsIn(inventory), []);
    });
  });

  for (const state of ["gone-404", "gone-405", "gone-410", "gone-E0000015"] as const) {
    it(`has no connections, and no problem, where the API for them is ${state}`, async () => {
      world.acme.connectionsApi = state;
      const inventory = await read();
      assert.equal(inventory.connections, undefined);
      assert.deepEqual(problemsIn(inventory), []);
    });
  }

  describe("that cannot be read wholly", () => {
    it("says once which scope lacks for the feature, and reads the rest", async () => {
      const settings = signedIn("okta.apps.read", "okta.groups.read", "okta.users.read");
      const inventory = await read({}, {}, settings);
      assert.equal(inventory.apps.size, 3);
      assert.equal(inventory.features, undefined);
      assert.equal(problemsIn(inventory).length, 1);
      assert.match(problemsIn(inventory)[0] ?? "", /okta\.features\.read.*docs\/permissions\.md/);
    });

    it("shows IDs where names may not be read, which is no problem", async () => {
      assign(claude, "Engineering");
      const settings = signedIn("okta.apps.read", "okta.features.read");
      const inventory = await read({ userIds: new Set(world.acme.users.keys()) }, {}, settings);
      assert.equal(inventory.groupNames.size, 0);
      assert.equal(inventory.userLogins.size, 0);
      assert.deepEqual(problemsIn(inventory), []);
    });

    it("knows that apps it may not read are unknown, not gone", async () => {
      const inventory = await read({}, {}, signedIn("okta.features.read"));
      assert.equal(inventory.apps.size, 0);
      assert.equal(inventory.unread.apps.size, 3);
      assert.ok(inventory.features);
      assert.equal(problemsIn(inventory).length, 1);
      assert.match(problemsIn(inventory)[0] ?? "", /okta\.apps\.read.*4 more like it/);
    });

    const failures: [string, RegExp, (unread: Awaited<ReturnType<typeof read>>) => unknown[]][] = [
      [
        "an app's groups",
        /\/groups$/,
        ({ groupAssignments }) => [groupAssignments.has(claude.id), groupAssignments.size],
      ],
      [
        "an app's people",
        /\/users$/,
        ({ userAssignments }) => [userAssignments.has(claude.id), userAssignments.size],
      ],
    ];
    for (const [name, path, seen] of failures) {
      it(`leaves out ${name} that Okta refuses, and keeps the other apps'`, async () => {
        const body = { errorCode: "E0000009", errorSummary: "Internal Server Error" };
        const fault = { path: new RegExp(`${claude.id}${path.source}`), times: 9 };
        world.plan({ ...fault, respond: { status: 400, body } });
        const inventory = await read();
        assert.deepEqual(seen(inventory), [false, 2]);
        assert.match(problemsIn(inventory).join(), /400 E0000009/);
        assert.equal(problemsIn(inventory).length, 1);
      });
    }

    it("knows whose connections are unknown, not gone", async () => {
      world.plan({ path: /connections$/, times: 9, respond: { status: 403, body: {} } });
      const inventory = await read();
      assert.deepEqual([...inventory.unread.connections.keys()], [resource.id]);
      assert.deepEqual(inventory.connections, new Map());
      assert.equal(problemsIn(inventory).length, 1);
    });

    it("asks nothing more of an org that refuses the credentials", async () => {
      const inventory = await read({}, { concurrency: 1 }, { "okta:apiToken": "00wrong" });
      assert.equal(inventory.unread.apps.size, 3);
      assert.equal(problemsIn(inventory).length, 1);
      assert.match(problemsIn(inventory)[0] ?? "", /Okta refused the credentials/);
      assert.equal(world.requests().length, 1);
    });
  });
});
