import assert from "node:assert/strict";
import { recordLogEvent } from "../../../../sandbox/okta/management/logEvents";
import type { LogEvent } from "../../../../sandbox/world";
import {
  type ManagementApi,
  REQUESTING_SETTINGS,
  RESOURCE_SETTINGS,
  startManagementApi,
} from "./api";

const DAY = 24 * 60 * 60 * 1000;
const ago = (days: number) => new Date(Date.now() - days * DAY);
const target = (id: string) => [{ id, type: "AppInstance", alternateId: id, displayName: id }];

describe("the System Log of the sandbox's Okta", () => {
  let api: ManagementApi;
  beforeEach(async () => {
    api = await startManagementApi();
  });
  afterEach(() => api.stop());

  const logs = (query: Record<string, string> = {}) =>
    api.call("GET", `/api/v1/logs?${new URLSearchParams(query)}`);
  const next = (link: string | null) => /<([^>]*)>; rel="next"/.exec(link ?? "")?.[1];

  it("has every write that Okta documents an event for, with who did it and to what", async () => {
    const { body: requesting } = await api.createCatalogApp("requesting", REQUESTING_SETTINGS);
    const { body: resource } = await api.createCatalogApp("resource", RESOURCE_SETTINGS);
    const app = `/api/v1/apps/${requesting.id}`;
    const [group] = api.org.groups.keys();
    const [user] = [...api.org.users.values()].slice(1);
    const [feature] = api.org.features.keys();
    const sides = { requestingAppInstanceId: requesting.id, resourceAppInstanceId: resource.id };
    await api.call("PUT", `${app}/groups/${group}`, {});
    await api.call("PUT", `${app}/groups/${group}`, { priority: 3 });
    await api.call("DELETE", `${app}/groups/${group}`);
    await api.call("POST", `${app}/users`, { id: user?.id });
    await api.call("DELETE", `${app}/users/${user?.id}`);
    const { body: made } = await api.call("POST", `${app}/cwo/connections`, sides);
    await api.call("PATCH", `${app}/cwo/connections/${made.id}`, { status: "INACTIVE" });
    await api.call("DELETE", `${app}/cwo/connections/${made.id}`);
    await api.call("POST", `/api/v1/features/${feature}/disable`);
    await api.call("POST", `${app}/lifecycle/deactivate`);
    await api.call("DELETE", app);

    const { body, status } = await logs();
    assert.equal(status, 200);
    assert.deepEqual(
      body.map(
        ({ eventType, target: targets }: LogEvent) =>
          `${eventType} ${targets.map(({ type }) => type)}`,
      ),
      [
        "application.lifecycle.create AppInstance",
        "application.lifecycle.create AppInstance",
        "group.application_assignment.add UserGroup,AppInstance",
        "group.application_assignment.update UserGroup,AppInstance",
        "group.application_assignment.remove UserGroup,AppInstance",
        "application.user_membership.add AppUser,AppInstance,User",
        "application.user_membership.remove AppUser,AppInstance,User",
        "app.cross_app_access.connection.create AppInstance,AppInstance",
        "app.cross_app_access.connection.update AppInstance,AppInstance",
        "app.cross_app_access.connection.delete AppInstance,AppInstance",
        "system.feature.disable Feature",
        "application.lifecycle.deactivate AppInstance",
        "application.lifecycle.delete AppInstance",
      ],
    );
    const last = body.at(-1) as LogEvent;
    assert.equal(last.actor.alternateId, "admin@acme.example");
    assert.deepEqual(last.target[0]?.displayName, "A requesting app");
    assert.equal(last.target[0]?.id, requesting.id);
    assert.deepEqual(body[5].target.map(({ id }: { id: string }) => id).slice(1), [
      requesting.id,
      user?.id,
    ]);
  });

  it("has nothing of what was refused or only read", async () => {
    await api.call("GET", "/api/v1/apps");
    await api.call("DELETE", "/api/v1/apps/0oanone");
    await api.call("PUT", "/api/v1/apps/0oanone/groups/00gnone", {});
    assert.deepEqual((await logs()).body, []);
  });

  it("needs okta.logs.read", async () => {
    api.org.accessTokens.set("reader", {
      clientId: "0oa1",
      scopes: ["okta.apps.manage"],
      expiresAt: Date.now() + DAY,
    });
    const headers = { authorization: "Bearer reader" };
    const refused = await api.call("GET", "/api/v1/logs", undefined, headers);
    assert.equal(refused.status, 403);
    api.org.accessTokens.set("reader", {
      clientId: "0oa1",
      scopes: ["okta.apps.manage", "okta.logs.read"],
      expiresAt: Date.now() + DAY,
    });
    assert.equal((await api.call("GET", "/api/v1/logs", undefined, headers)).status, 200);
    await api.call("POST", "/api/v1/apps/0oa2/lifecycle/activate", undefined, headers);
    const { body: app } = await api.createCatalogApp("resource", RESOURCE_SETTINGS);
    await api.call("POST", `/api/v1/apps/${app.id}/lifecycle/deactivate`, undefined, headers);
    assert.equal(api.org.logEvents.at(-1)?.actor.id, "0oa1");
    assert.equal(api.org.logEvents.at(-1)?.actor.type, "PublicClientApp");
  });

  it("filters by type and target, alone, joined and grouped", async () => {
    for (const [eventType, id] of [
      ["a.b", "1"],
      ["a.b", "2"],
      ["c.d", "1"],
    ] as const) {
      recordLogEvent(api.org, { eventType, target: target(id) });
    }
    const count = async (filter: string) => (await logs({ filter })).body.length;
    assert.equal(await count('eventType eq "a.b"'), 2);
    assert.equal(await count('target.id eq "1"'), 2);
    assert.equal(await count('eventType eq "c.d" or eventType eq "a.b" and target.id eq "2"'), 2);
    assert.equal(await count('(eventType eq "c.d" or eventType eq "a.b") and target.id eq "2"'), 1);
    assert.equal(await count('((eventType ew "d") and (target.id eq "1" or target.id eq "2"))'), 1);
    for (const filter of [
      '(eventType eq "a"',
      'published gt "2026"',
      'eventType eqq "a"',
      'eventType eq "a")',
    ]) {
      assert.equal((await logs({ filter })).status, 400, filter);
    }
  });

  it("ends with the last page where both bounds are given, and never without", async () => {
    for (let index = 0; index < 5; index += 1) {
      recordLogEvent(api.org, { eventType: `e.${index}`, target: [], published: ago(5 - index) });
    }
    const bounds = { since: ago(10).toISOString(), until: ago(0).toISOString(), limit: "2" };
    const seen: string[] = [];
    let path: string | undefined =
      `/api/v1/logs?${new URLSearchParams({ ...bounds, sortOrder: "DESCENDING" })}`;
    while (path) {
      const { body, headers } = await api.call("GET", path);
      seen.push(...body.map(({ eventType }: LogEvent) => eventType));
      path = next(headers.get("link"))?.replace(api.org.url, "");
    }
    assert.deepEqual(seen, ["e.4", "e.3", "e.2", "e.1", "e.0"]);
    const polled = await logs({ since: ago(10).toISOString() });
    assert.equal(polled.body.length, 5);
    assert.ok(next(polled.headers.get("link")));
  });

  it("gives the last seven days by default, 90 at most, and refuses more than 180", async () => {
    for (const days of [1, 8, 91])
      recordLogEvent(api.org, { eventType: `d.${days}`, target: [], published: ago(days) });
    const types = async (query: Record<string, string>) =>
      (await logs(query)).body.map(({ eventType }: LogEvent) => eventType);
    assert.deepEqual(await types({}), ["d.1"]);
    assert.deepEqual(await types({ since: ago(100).toISOString() }), ["d.8", "d.1"]);
    const refused = await logs({ since: ago(181).toISOString() });
    assert.deepEqual([refused.status, refused.body.errorCode], [400, "E0000053"]);
    assert.equal((await logs({ since: "yesterday" })).body.errorCode, "E0000001");
    assert.equal((await logs({ limit: "1001" })).status, 400);
  });
});
