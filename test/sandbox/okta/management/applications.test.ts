import assert from "node:assert/strict";

import {
  type ManagementApi,
  REQUESTING_SETTINGS,
  RESOURCE_SETTINGS,
  startManagementApi,
} from "./api";

describe("the sandbox's apps", () => {
  let api: ManagementApi;

  beforeEach(async () => {
    api = await startManagementApi();
  });
  afterEach(() => api.stop());

  const CUSTOM = { label: "Custom", signOnMode: "OPENID_CONNECT" };

  it("answers with a custom app's shape, and with its secret to writes only", async () => {
    const { status, body } = await api.call("POST", "/api/v1/apps?activate=false", CUSTOM);
    assert.equal(status, 200);
    assert.match(body.id, /^0oa[A-Za-z0-9]{17}$/);
    assert.match(body.created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    assert.equal(body.name, "oidc_client");
    assert.equal(body.status, "INACTIVE");
    assert.equal(body.credentials.oauthClient.client_id, body.id);
    assert.match(body.credentials.oauthClient.client_secret, /^[A-Za-z0-9_-]{64}$/);
    assert.equal(body._links.deactivate, undefined);

    const path = `/api/v1/apps/${body.id}`;
    const read = await api.call("GET", path);
    assert.equal(read.body.credentials.oauthClient.client_secret, undefined);
    const replaced = await api.call("PUT", path, { ...CUSTOM, label: "Renamed" });
    assert.equal(replaced.body.label, "Renamed");
    assert.deepEqual(replaced.body.credentials, body.credentials);
    const [listed] = (await api.call("GET", "/api/v1/apps?includeNonDeleted=true")).body;
    assert.equal(listed.credentials.oauthClient.client_secret, undefined);
  });

  for (const method of ["none", "private_key_jwt"]) {
    it(`shows no secret of an app that authenticates by ${method}`, async () => {
      const oauthClient = { token_endpoint_auth_method: method, client_id: "chosen-id" };
      const sent = { ...CUSTOM, credentials: { oauthClient } };
      const { credentials } = (await api.call("POST", "/api/v1/apps", sent)).body;
      assert.equal(credentials.oauthClient.client_secret, undefined);
      assert.equal(credentials.oauthClient.client_id, "chosen-id");
    });
  }

  it("answers with every field of a catalog app's settings, and manualProvisioning", async () => {
    const { body } = await api.createCatalogApp("requesting", REQUESTING_SETTINGS);
    const { app, manualProvisioning } = (await api.call("GET", `/api/v1/apps/${body.id}`)).body
      .settings;
    assert.deepEqual(app, { ...REQUESTING_SETTINGS, sandboxSignTokens: false });
    assert.equal(manualProvisioning, false);
  });

  it("lets an app be used from anywhere, unless told from where", async () => {
    const network = { connection: "ZONE", include: ["nzo1"] };
    const { body } = await api.call("POST", "/api/v1/apps", CUSTOM);
    assert.deepEqual(body.settings.oauthClient.network, { connection: "ANYWHERE" });
    const path = `/api/v1/apps/${body.id}`;
    const zoned = { ...CUSTOM, settings: { oauthClient: { network } } };
    assert.deepEqual(
      (await api.call("PUT", path, zoned)).body.settings.oauthClient.network,
      network,
    );
    assert.deepEqual((await api.call("GET", path)).body.settings.oauthClient.network, network);
  });

  it("leaves out settings.oauthClient of catalog apps on reads when told so", async () => {
    api.org.hideCatalogOauthClient = true;
    const { body: catalog } = await api.createCatalogApp("resource", RESOURCE_SETTINGS);
    const { body: custom } = await api.call("POST", "/api/v1/apps", CUSTOM);
    assert.ok(catalog.settings.oauthClient);
    const settings = async (id: string) =>
      (await api.call("GET", `/api/v1/apps/${id}`)).body.settings;
    assert.equal((await settings(catalog.id)).oauthClient, undefined);
    assert.ok((await settings(custom.id)).oauthClient);
  });

  const REFUSED: [string, Record<string, unknown>, RegExp][] = [
    ["an unknown catalog key", { name: "no_such_app" }, /no_such_app/],
    ["an unknown key under settings", { settings: { issuerUrl: "x" } }, /issuerUrl/],
    ["no label", { label: "" }, /label: .*blank/],
    ["another sign-on mode", { signOnMode: "BOOKMARK" }, /signOnMode/],
    [
      "an unknown field of a catalog app",
      { name: "sandbox_xaa_resource_app", settings: { app: { ...RESOURCE_SETTINGS, no: 1 } } },
      /^no: /,
    ],
    [
      "a catalog app without its issuer URL",
      { name: "sandbox_xaa_resource_app", settings: { app: {} } },
      /sandboxIssuerUrl: .*blank/,
    ],
    [
      "a requesting app without its client ID",
      {
        name: "sandbox_xaa_requesting_app",
        settings: { app: { sandboxIssuerUrl: "https://context7.com" } },
      },
      /sandboxClientId: .*blank/,
    ],
  ];
  for (const [what, change, cause] of REFUSED) {
    it(`refuses ${what} with E0000001 and the cause`, async () => {
      const { status, body } = await api.call("POST", "/api/v1/apps", { ...CUSTOM, ...change });
      assert.deepEqual([status, body.errorCode], [400, "E0000001"]);
      assert.match(body.errorCauses[0].errorSummary, cause);
      assert.equal(api.org.apps.size, 0);
    });
  }

  it("lets one resource app have an issuer URL, and any number of requesting apps", async () => {
    const { body: first } = await api.createCatalogApp("resource", RESOURCE_SETTINGS);
    for (let count = 0; count < 2; count += 1) {
      const { status } = await api.createCatalogApp("requesting", REQUESTING_SETTINGS);
      assert.equal(status, 200);
    }
    const { status, body } = await api.createCatalogApp("resource", RESOURCE_SETTINGS);
    assert.deepEqual([status, body.errorCode], [400, "E0000001"]);
    assert.match(body.errorCauses[0].errorSummary, /^Failed to save XAA configuration/);
    const again = { name: first.name, label: "Same", signOnMode: first.signOnMode };
    const sent = { ...again, settings: { app: RESOURCE_SETTINGS } };
    assert.equal((await api.call("PUT", `/api/v1/apps/${first.id}`, sent)).status, 200);
  });

  it("deletes inactive apps only, with their connections", async () => {
    const { body: resource } = await api.createCatalogApp("resource", RESOURCE_SETTINGS);
    const { body: requesting } = await api.createCatalogApp("requesting", REQUESTING_SETTINGS);
    await api.call("POST", `/api/v1/apps/${requesting.id}/cwo/connections`, {
      requestingAppInstanceId: requesting.id,
      resourceAppInstanceId: resource.id,
    });
    const path = `/api/v1/apps/${resource.id}`;
    const refused = await api.call("DELETE", path);
    assert.deepEqual([refused.status, refused.body.errorCode], [403, "E0000056"]);
    // As SDKs send it: a content type, and no body.
    const headers = { "content-type": "application/json" };
    const lifecycle = await api.call("POST", `${path}/lifecycle/deactivate`, undefined, headers);
    assert.deepEqual([lifecycle.status, lifecycle.body], [200, {}]);
    assert.equal((await api.call("DELETE", path)).status, 204);
    assert.equal(api.org.connections.size, 0);
    const gone = await api.call("GET", path);
    assert.equal(
      gone.body.errorSummary,
      `Not found: Resource not found: ${resource.id} (AppInstance)`,
    );
  });

  it("finds apps by the beginning of label or name, and by filter", async () => {
    await api.call("POST", "/api/v1/apps", { ...CUSTOM, label: "Context7" });
    await api.call("POST", "/api/v1/apps?activate=false", { ...CUSTOM, label: "Context7 old" });
    await api.createCatalogApp("resource", RESOURCE_SETTINGS);
    const found = async (query: string) =>
      (await api.call("GET", `/api/v1/apps?${query}`)).body.map(
        ({ label }: { label: string }) => label,
      );
    assert.deepEqual(await found("includeNonDeleted=true&q=context7"), [
      "Context7",
      "Context7 old",
    ]);
    assert.deepEqual(await found("q=sandbox_xaa"), ["A resource app"]);
    const filter = encodeURIComponent('name eq "oidc_client" and status eq "ACTIVE"');
    assert.deepEqual(await found(`includeNonDeleted=true&filter=${filter}`), ["Context7"]);
  });

  it("leaves inactive apps out of lists unless they are asked for", async () => {
    await api.call("POST", "/api/v1/apps?activate=false", { ...CUSTOM, label: "Old" });
    const filter = encodeURIComponent('name eq "oidc_client"');
    for (const query of ["q=Old", `filter=${filter}`, "includeNonDeleted=false", ""]) {
      assert.deepEqual((await api.call("GET", `/api/v1/apps?${query}`)).body, [], query);
    }
    const all = await api.call("GET", "/api/v1/apps?includeNonDeleted=true");
    assert.deepEqual(
      all.body.map(({ label }: { label: string }) => label),
      ["Old"],
    );
  });

  it("gives an app the org's default policy until another is put", async () => {
    const { body } = await api.call("POST", "/api/v1/apps", CUSTOM);
    const { body: policies } = await api.call("GET", "/api/v1/policies?type=ACCESS_POLICY");
    const system = policies.filter((policy: { system: boolean }) => policy.system);
    const other = policies.find((policy: { system: boolean }) => !policy.system);
    assert.equal(system.length, 1);
    assert.ok(body._links.accessPolicy.href.endsWith(`/policies/${system[0].id}`));
    const path = `/api/v1/apps/${body.id}`;
    assert.equal((await api.call("PUT", `${path}/policies/${other.id}`)).status, 204);
    const { _links } = (await api.call("GET", path)).body;
    assert.ok(_links.accessPolicy.href.endsWith(`/policies/${other.id}`));
    assert.equal((await api.call("PUT", `${path}/policies/rstunknown`)).status, 404);
  });
});
