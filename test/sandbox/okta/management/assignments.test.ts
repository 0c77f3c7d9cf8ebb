import assert from "node:assert/strict";

import { type ManagementApi, RESOURCE_SETTINGS, startManagementApi } from "./api";

describe("the sandbox's assignments", () => {
  let api: ManagementApi;
  let app: string;

  beforeEach(async () => {
    api = await startManagementApi();
    app = `/api/v1/apps/${(await api.createCatalogApp("resource", RESOURCE_SETTINGS)).body.id}`;
  });
  afterEach(() => api.stop());

  const groupId = (name: string) =>
    [...api.org.groups.values()].find((group) => group.name === name)?.id ?? "";
  const userId = (login: string) =>
    [...api.org.users.values()].find((user) => user.login.startsWith(login))?.id ?? "";

  it("assigns groups, numbers them, lists and removes them", async () => {
    const [first, second] = [groupId("Engineering"), groupId("Design")];
    assert.equal((await api.call("PUT", `${app}/groups/${first}`, {})).body.priority, 0);
    const { body } = await api.call("PUT", `${app}/groups/${second}`, { priority: 5 });
    assert.equal(body.id, second);
    assert.equal(body.priority, 5);
    assert.deepEqual(body.profile, {});
    assert.equal((await api.call("GET", `${app}/groups`)).body.length, 2);
    assert.equal((await api.call("DELETE", `${app}/groups/${first}`)).status, 204);
    assert.equal((await api.call("DELETE", `${app}/groups/${first}`)).status, 404);
    assert.equal((await api.call("GET", `${app}/groups/${first}`)).status, 404);
  });

  it("refuses a group or user there is not", async () => {
    assert.equal((await api.call("PUT", `${app}/groups/00gunknown`, {})).status, 404);
    assert.equal((await api.call("POST", `${app}/users`, { id: "00uunknown" })).status, 404);
  });

  it("assigns people one by one", async () => {
    const id = userId("dev.one");
    const sent = { id, credentials: { password: {}, userName: "somebody" } };
    const { body } = await api.call("POST", `${app}/users`, sent);
    assert.deepEqual([body.scope, body.credentials], ["USER", { userName: "somebody" }]);
    const changed = { id, credentials: { userName: "somebody.else" } };
    assert.equal(
      (await api.call("POST", `${app}/users/${id}`, changed)).body.credentials.userName,
      "somebody.else",
    );
    assert.equal((await api.call("DELETE", `${app}/users/${id}`)).status, 204);
    assert.equal((await api.call("DELETE", `${app}/users/${id}`)).status, 404);
    assert.equal((await api.call("GET", `${app}/users/${id}`)).status, 404);
  });

  it("lists people who have the app through a group too", async () => {
    await api.call("PUT", `${app}/groups/${groupId("Engineering")}`, {});
    await api.call("POST", `${app}/users`, { id: userId("dev.one") });
    const { body } = await api.call("GET", `${app}/users`);
    assert.deepEqual(
      body.map(({ id, scope }: { id: string; scope: string }) => [id, scope]),
      [
        [userId("dev.one"), "USER"],
        [userId("dev.two"), "GROUP"],
      ],
    );
  });
});
