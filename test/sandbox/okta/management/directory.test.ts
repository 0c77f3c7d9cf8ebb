import assert from "node:assert/strict";

import { type ManagementApi, startManagementApi } from "./api";

describe("the sandbox's people and groups", () => {
  let api: ManagementApi;

  before(async () => {
    api = await startManagementApi();
  });
  after(() => api.stop());

  const names = async (query: string) => {
    const { body } = await api.call("GET", `/api/v1/groups?${query}`);
    return body.map(({ profile }: { profile: { name: string } }) => profile.name);
  };
  const logins = async (query: string) => {
    const { body } = await api.call("GET", `/api/v1/users?${query}`);
    return body.map(({ profile }: { profile: { login: string } }) => profile.login);
  };
  const search = (expression: string) => `search=${encodeURIComponent(expression)}`;

  it("finds groups whose name starts so, in either case", async () => {
    assert.deepEqual(await names("q=eng"), ["Engineering", "Eng-Contractors"]);
    assert.deepEqual(await names("q=Contractors"), []);
  });

  it("finds groups by expressions", async () => {
    assert.deepEqual(await names(search('profile.name eq "Engineering"')), ["Engineering"]);
    assert.deepEqual(await names(`filter=${encodeURIComponent('type eq "BUILT_IN"')}`), [
      "Everyone",
    ]);
    assert.deepEqual(
      await names(search('profile.name sw "Eng" and type eq "OKTA_GROUP" or type eq "BUILT_IN"')),
      ["Everyone", "Engineering", "Eng-Contractors"],
    );
  });

  for (const expression of ["profile.name", 'shoe.size eq "44"', 'id eq "a" xor id eq "b"', ""]) {
    it(`refuses the expression "${expression}" with E0000031`, async () => {
      const { status, body } = await api.call("GET", `/api/v1/groups?${search(expression)}`);
      assert.deepEqual([status, body.errorCode], [400, "E0000031"]);
    });
  }

  it("creates, changes and deletes groups, and refuses a taken name", async () => {
    const profile = { name: "Platform", description: "" };
    const created = await api.call("POST", "/api/v1/groups", { profile });
    assert.equal(created.status, 200);
    assert.match(created.body.id, /^00g[A-Za-z0-9]{17}$/);
    assert.equal(created.body.type, "OKTA_GROUP");

    const taken = await api.call("POST", "/api/v1/groups", { profile });
    assert.deepEqual([taken.status, taken.body.errorCode], [400, "E0000001"]);

    const path = `/api/v1/groups/${created.body.id}`;
    const changed = { profile: { name: "Platforms", description: "All of them" } };
    assert.deepEqual((await api.call("PUT", path, changed)).body.profile, changed.profile);
    assert.equal((await api.call("DELETE", path)).status, 204);
    const gone = await api.call("GET", path);
    assert.equal(gone.status, 404);
    assert.equal(
      gone.body.errorSummary,
      `Not found: Resource not found: ${created.body.id} (UserGroup)`,
    );
  });

  it("puts people into groups and takes them out", async () => {
    const group = [...api.org.groups.values()].find(({ name }) => name === "Design");
    const member = `/api/v1/groups/${group?.id}/users/dev.one@acme.example`;
    const members = async () =>
      (await api.call("GET", `/api/v1/groups/${group?.id}/users`)).body.length;
    assert.equal(await members(), 1);
    assert.equal((await api.call("PUT", member)).status, 204);
    assert.equal(await members(), 2);
    assert.equal((await api.call("DELETE", member)).status, 204);
    assert.equal(await members(), 1);
  });

  it("leaves Everyone as it is", async () => {
    const everyone = [...api.org.groups.values()].find(({ type }) => type === "BUILT_IN");
    assert.equal((await api.call("DELETE", `/api/v1/groups/${everyone?.id}`)).status, 403);
  });

  it("finds a person by id, login, and the login's beginning", async () => {
    const user = [...api.org.users.values()].find(({ login }) => login.startsWith("dev.one"));
    for (const key of [user?.id, "dev.one@acme.example", "DEV.ONE@acme.example", "dev.one"]) {
      assert.equal((await api.call("GET", `/api/v1/users/${key}`)).body.id, user?.id);
    }
    assert.equal((await api.call("GET", "/api/v1/users/dev")).status, 404);
  });

  it("finds people as the Okta plugin's look-ups do", async () => {
    const login = "dev.one@acme.example";
    assert.deepEqual(
      await logins(`limit=200&sortOrder=0&${search(`profile.login eq "${login}"`)}`),
      [login],
    );
    assert.deepEqual(await logins("q=dev"), [login, "dev.two@acme.example"]);
    const groups = await api.call("GET", `/api/v1/users/${login}/groups`);
    assert.deepEqual(
      groups.body.map(({ profile }: { profile: { name: string } }) => profile.name),
      ["Everyone", "Engineering"],
    );
  });

  it("does not list people who left, unless asked for them", async () => {
    const designer = [...api.org.users.values()].find(({ login }) => login.startsWith("design"));
    assert.ok(designer);
    designer.status = "DEPROVISIONED";
    assert.equal((await logins("q=designer")).length, 0);
    assert.equal((await logins(search('status eq "DEPROVISIONED"'))).length, 1);
  });
});
