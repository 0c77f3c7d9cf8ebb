import assert from "node:assert/strict";
import { check, create, diff, read, remove } from "../../../provider/directoryLookup/crud";
import { unknownValue } from "../../../provider/inputs";
import { sandboxed } from "../sandboxed";

describe("DirectoryLookup", () => {
  const world = sandboxed();
  const orgUrl = "https://acme.okta.com";
  const lookUp = (groupNames: string[], userLogins: string[] = []) =>
    check(world.config(), {}, { orgUrl, groupNames, userLogins });
  const group = (name: string) =>
    [...world.acme.groups.values()].find((candidate) => candidate.name === name);
  const user = (login: string) =>
    [...world.acme.users.values()].find((candidate) => candidate.login === login);

  it("finds groups and users by their whole names", async () => {
    const login = "dev.one@acme.example";
    const { inputs, failures } = await lookUp(["Engineering", "Everyone"], [login]);
    assert.deepEqual(failures, []);
    assert.deepEqual(inputs.groupIds, {
      Engineering: group("Engineering")?.id,
      Everyone: group("Everyone")?.id,
    });
    assert.deepEqual(inputs.userIds, { [login]: user(login)?.id });
    assert.equal(world.requests().length, 3);
  });

  it("takes a login in any case, and keeps it as it was written", async () => {
    const { inputs } = await lookUp([], ["Dev.One@acme.example"]);
    assert.deepEqual(inputs.userIds, { "Dev.One@acme.example": user("dev.one@acme.example")?.id });
  });

  it("changes nothing when the IDs are the same, and something when one is not", async () => {
    const { inputs } = await lookUp(["Engineering"]);
    const { id, outs } = await create(world.config(), inputs);
    assert.equal((await diff(world.config(), id, outs, inputs)).changes, false);
    const moved = { ...inputs, groupIds: { Engineering: "00gother" } };
    const difference = await diff(world.config(), id, outs, moved);
    assert.deepEqual(difference, { changes: true, replaces: [] });
    await remove();
  });

  it("reports every mistake at once, each at its place, with the near names", async () => {
    const { failures = [] } = await lookUp(
      ["Engineering", "Eng", "Salse"],
      ["dev.one", "nobody@acme.example"],
    );
    const places = failures.map(({ property }) => property);
    assert.deepEqual(places, ["groupNames[1]", "groupNames[2]", "userLogins[0]", "userLogins[1]"]);
    const [eng, sales, short, nobody] = failures.map(({ reason }) => reason);
    assert.match(
      eng ?? "",
      /no group with the whole name “Eng”.*Near ones: .*“Eng-Contractors” \(00g/,
    );
    assert.match(sales ?? "", /None starts like it/);
    assert.match(short ?? "", /no user with the whole login “dev\.one”.*“dev\.one@acme\.example”/);
    assert.match(nobody ?? "", /no user with the whole login “nobody@acme\.example”/);
  });

  it("refuses a group whose lone near match only starts so", async () => {
    const engineering = group("Engineering");
    assert.ok(engineering);
    world.acme.groups.delete(engineering.id);
    const { failures = [] } = await lookUp(["Eng"]);
    world.acme.groups.set(engineering.id, engineering);
    assert.match(failures[0]?.reason ?? "", /Near ones: “Eng-Contractors”/);
  });

  it("names a group that is called like a command to a pipeline without giving it", async () => {
    const hostile = { ...group("Design"), id: "00ghostile", name: "Design\n::error::##vso[x]" };
    world.acme.groups.set(hostile.id, hostile as never);
    const { failures = [] } = await lookUp(["Des"]);
    world.acme.groups.delete(hostile.id);
    assert.match(failures[0]?.reason ?? "", /“Design : :error::# #vso\[x\]” \(00ghostile/);
  });

  it("refuses a name that groups of different types have, with their IDs and types", async () => {
    const twin = { ...group("Design"), id: "00gtwin", type: "APP_GROUP" } as const;
    world.acme.groups.set(twin.id, twin as never);
    const { failures = [] } = await lookUp(["Design"]);
    world.acme.groups.delete(twin.id);
    assert.match(failures[0]?.reason ?? "", /2 groups.*\(OKTA_GROUP\), 00gtwin \(APP_GROUP\)/);
  });

  it("refuses a user who left", async () => {
    const contractor = user("contractor@acme.example");
    assert.ok(contractor);
    contractor.status = "DEPROVISIONED";
    const { failures = [] } = await lookUp([], [contractor.login]);
    contractor.status = "ACTIVE";
    assert.match(failures[0]?.reason ?? "", /only a deactivated user/);
  });

  it("sends quotes in a login as part of the login", async () => {
    const { failures = [] } = await lookUp([], ['x" or profile.login sw "dev']);
    const asked = world.sandbox.world.requests.map(
      ({ path }) => new URL(path, orgUrl).searchParams,
    );
    const filters = asked.map((query) => query.get("filter")).filter(Boolean);
    assert.equal(filters.at(-1), 'profile.login eq "x\\" or profile.login sw \\"dev"');
    assert.match(failures[0]?.reason ?? "", /no user with the whole login/);
  });

  it("leaves the IDs unknown while a name is", async () => {
    const { inputs } = await lookUp(["Engineering", unknownValue]);
    assert.equal(inputs.groupIds, unknownValue);
    assert.equal(inputs.userIds, unknownValue);
    assert.deepEqual(world.requests(), []);
  });

  it("finds the logins of users known by ID, and refuses a login in their place", async () => {
    const one = user("dev.one@acme.example");
    const knownUserIds = [one?.id, "00uNobody", "dev.one@acme.example"];
    const news = { orgUrl, groupNames: [], userLogins: [], knownUserIds };
    const { inputs, failures = [] } = await check(world.config(), {}, news);
    assert.deepEqual(inputs.logins, { [one?.id ?? ""]: "dev.one@acme.example" });
    const places = failures.map(({ property }) => property);
    assert.deepEqual(places, ["knownUserIds[1]", "knownUserIds[2]"]);
    assert.match(failures[1]?.reason ?? "", /no user with the ID “dev\.one@.*For a login use/);
  });

  it("finds no difference to a state that an earlier version wrote", async () => {
    const { inputs } = await lookUp(["Engineering"]);
    const { groupNames, userLogins, groupIds, userIds } = inputs;
    const earlier = { orgUrl, groupNames, userLogins, groupIds, userIds };
    assert.equal((await diff(world.config(), "id", earlier, inputs)).changes, false);
  });

  it("makes no call for empty lists, nor on refresh", async () => {
    const { inputs } = await lookUp([]);
    const { id, outs } = await create(world.config(), inputs);
    assert.deepEqual(await read(world.config(), id, { ...outs, __provider: "text" }), {
      id,
      props: outs,
    });
    assert.deepEqual(world.requests(), []);
  });
});
