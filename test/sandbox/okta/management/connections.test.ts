import assert from "node:assert/strict";

import type { Org } from "../../../../sandbox/world";
import {
  type ManagementApi,
  REQUESTING_SETTINGS,
  RESOURCE_SETTINGS,
  startManagementApi,
} from "./api";

describe("the sandbox's connections", () => {
  let api: ManagementApi;
  let requesting: string;
  let resource: string;

  beforeEach(async () => {
    api = await startManagementApi();
    resource = (await api.createCatalogApp("resource", RESOURCE_SETTINGS)).body.id;
    requesting = (await api.createCatalogApp("requesting", REQUESTING_SETTINGS)).body.id;
  });
  afterEach(() => api.stop());

  const base = (app: string) => `/api/v1/apps/${app}/cwo/connections`;
  const connect = (app: string, change = {}) =>
    api.call("POST", base(app), {
      requestingAppInstanceId: requesting,
      resourceAppInstanceId: resource,
      ...change,
    });

  it("makes one with 201, from either side, and shows it to both", async () => {
    const { status, body } = await connect(resource);
    assert.equal(status, 201);
    assert.match(body.id, /^cwo/);
    assert.deepEqual(Object.keys(body).sort(), [
      "created",
      "id",
      "lastUpdated",
      "requestingAppInstanceId",
      "resourceAppInstanceId",
      "status",
    ]);
    assert.equal(body.status, "ACTIVE");
    for (const app of [requesting, resource]) {
      assert.deepEqual((await api.call("GET", base(app))).body, [body]);
      assert.deepEqual((await api.call("GET", `${base(app)}/${body.id}`)).body, body);
    }
  });

  it("changes its status and nothing else, and deletes it", async () => {
    const { body } = await connect(requesting);
    const path = `${base(requesting)}/${body.id}`;
    const changed = await api.call("PATCH", path, { status: "INACTIVE" });
    assert.deepEqual([changed.status, changed.body.status], [200, "INACTIVE"]);
    assert.equal((await api.call("PATCH", path, {})).body.errorCode, "E0000001");
    assert.equal((await api.call("DELETE", path)).status, 204);
    const gone = await api.call("GET", path);
    assert.deepEqual([gone.status, gone.body.errorCode], [404, "E0000007"]);
  });

  it("filters and pages the list", async () => {
    const other = (await api.createCatalogApp("requesting", REQUESTING_SETTINGS)).body.id;
    await connect(requesting);
    await connect(other, { requestingAppInstanceId: other, status: "INACTIVE" });
    const count = async (query: string) =>
      (await api.call("GET", `${base(resource)}?${query}`)).body.length;
    assert.equal(await count(""), 2);
    assert.equal(await count("status=INACTIVE"), 1);
    assert.equal(await count(`requestingAppId=${other}`), 1);
    assert.equal(await count(`resourceAppId=${other}`), 0);
    assert.equal((await api.call("GET", base(requesting))).body.length, 1);
    assert.equal(await count("limit=0"), 0);
    assert.equal(await count("limit=-1"), 2);
    const { headers } = await api.call("GET", `${base(resource)}?limit=1`);
    assert.match(headers.get("link") ?? "", /rel="next"/);
    const app = api.org.apps.get(other);
    assert.ok(app);
    app.status = "INACTIVE";
    assert.equal(await count("activeAppsOnly=true"), 1);
  });

  it("refuses apps of the wrong role, strangers, unknown apps and a second one", async () => {
    const { body: custom } = await api.call("POST", "/api/v1/apps", {
      label: "Custom",
      signOnMode: "OPENID_CONNECT",
    });
    const swapped = { requestingAppInstanceId: resource, resourceAppInstanceId: requesting };
    for (const [app, change, status] of [
      [requesting, swapped, 400],
      [requesting, { requestingAppInstanceId: custom.id }, 400],
      [custom.id, {}, 400],
      [requesting, { status: "PAUSED" }, 400],
      [requesting, { resourceAppInstanceId: "0oaunknown" }, 404],
      ["0oaunknown", {}, 404],
      [requesting, {}, 201],
      [requesting, {}, 400],
    ] as const) {
      assert.equal((await connect(app, change)).status, status, JSON.stringify([app, change]));
    }
  });

  const GONE: [Org["connectionsApi"], number, string][] = [
    ["gone-404", 404, "E0000007"],
    ["gone-405", 405, "E0000022"],
    ["gone-410", 410, "E0000007"],
    ["gone-E0000015", 401, "E0000015"],
  ];
  for (const [mode, status, code] of GONE) {
    it(`plays an org without the API: ${mode}`, async () => {
      const { body } = await connect(requesting);
      api.org.connectionsApi = mode;
      for (const path of [base(requesting), `${base(requesting)}/${body.id}`]) {
        const answer = await api.call("GET", path);
        assert.deepEqual([answer.status, answer.body.errorCode], [status, code]);
      }
    });
  }

  it("answers 401 E0000015 while Cross App Access is off, and serves when it is not listed", async () => {
    const feature = [...api.org.features.values()].find(({ name }) => name === "Cross App Access");
    assert.ok(feature);
    feature.status = "DISABLED";
    const { status, body } = await connect(requesting);
    assert.deepEqual([status, body.errorCode], [401, "E0000015"]);
    api.org.features.delete(feature.id);
    assert.equal((await connect(requesting)).status, 201);
  });
});
