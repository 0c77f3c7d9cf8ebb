import assert from "node:assert/strict";
import { oktaClient } from "../../provider/okta/client";
import type { LogEvent } from "../../provider/okta/systemLog";
import { recordLogEvent } from "../../sandbox/okta/management/logEvents";
import type { Application } from "../../sandbox/world";
import type { Finding, ObjectKind } from "../../src/drift/report";
import { authorIn, authorsOf, type Subject } from "../../src/drift/systemLog";
import { sandboxed } from "../provider/sandboxed";
import { addServiceClient } from "../provider/serviceClients";

const subject = (object: ObjectKind, kind: Finding["kind"], ...targets: string[][]): Subject => ({
  finding: { kind, object: { kind: object } },
  targets,
});

const event = (eventType: string, targets: string[], more: Partial<LogEvent> = {}): LogEvent => ({
  published: "2026-11-22T21:14:05.123Z",
  eventType,
  actor: { id: "00u1", alternateId: "alice@acme.example", displayName: "Alice Admin" },
  outcome: { result: "SUCCESS" },
  target: targets.map((id) => ({ id })),
  ...more,
});

describe("who did it, out of log events", () => {
  const app = subject("requesting app", "changed", ["0oa1"]);

  it("is the actor of the newest event of a fitting type about the object", () => {
    const events = [
      event("application.lifecycle.update", ["0oa1"], { published: "2026-11-20T00:00:00.000Z" }),
      event("application.lifecycle.deactivate", ["0oa1"]),
      event("application.lifecycle.update", ["0oa2"], { published: "2026-11-23T00:00:00.000Z" }),
      event("user.authentication.sso", ["0oa1"], { published: "2026-11-23T00:00:00.000Z" }),
    ];
    for (const order of [events, [...events].reverse()]) {
      assert.deepEqual(authorIn(order, app), {
        at: "2026-11-22T21:14:05.123Z",
        who: "Alice Admin",
        event: "application.lifecycle.deactivate",
      });
    }
  });

  it("is nobody whose attempt failed", () => {
    const failed = event("application.lifecycle.update", ["0oa1"], {
      outcome: { result: "FAILURE" },
    });
    assert.equal(authorIn([failed], app), undefined);
  });

  it("has a time in UTC, and the login or ID of who has no name", () => {
    const nameless = event("application.lifecycle.update", ["0oa1"], {
      published: "2026-11-22T22:14:05+01:00",
      actor: { id: "0oaservice", alternateId: null, displayName: "" },
    });
    const { at, who } = authorIn([nameless], app) ?? {};
    assert.deepEqual([at, who], ["2026-11-22T21:14:05.000Z", "0oaservice"]);
  });

  it("needs an event that names all that the object is made of", () => {
    const assignment = subject("group assignment", "deleted", ["00g1", "0oa1"]);
    const removed = (...targets: string[]) => event("group.application_assignment.remove", targets);
    assert.equal(authorIn([removed("00g1", "0oa2"), removed("0oa1")], assignment), undefined);
    assert.ok(authorIn([removed("0oa1", "00g1")], assignment));
  });

  it("knows a connection by its ID or by its two apps", () => {
    const connection = subject("connection", "changed", ["cwo1"], ["0oa1", "0oa2"]);
    const update = (...targets: string[]) =>
      event("app.cross_app_access.connection.update", targets);
    assert.ok(authorIn([update("cwo1")], connection));
    assert.ok(authorIn([update("0oa2", "0oa1")], connection));
    assert.equal(authorIn([update("0oa1", "0oa3")], connection), undefined);
  });

  it("is nobody where nothing is known that an event would name", () => {
    const guessed = subject("connection", "changed", [], ["0oa1", "0oa2"]);
    const other = event("app.cross_app_access.connection.update", ["0oa3", "0oa4"]);
    assert.equal(authorIn([other], guessed), undefined);
  });

  it("is what fits the finding: a deletion is not an update's", () => {
    const update = event("application.lifecycle.update", ["0oa1"]);
    assert.equal(authorIn([update], subject("resource app", "deleted", ["0oa1"])), undefined);
  });
});

describe("the System Log of an org", () => {
  const world = sandboxed();
  let requesting: Application;
  let resource: Application;
  const group = () =>
    [...world.acme.groups.values()].find(({ name }) => name === "Engineering")?.id ?? "";
  const soon = () => new Date(Date.now() + 1000);
  const logCalls = () => world.requests().filter((line) => line === "GET /api/v1/logs").length;

  before(async () => {
    requesting = await world.addApp("requesting", "Claude Code");
    resource = await world.addApp("resource", "Context7");
  });

  const subjects = () => [
    subject("requesting app", "changed", [requesting.id]),
    subject("connection", "changed", ["cwo1"], [requesting.id, resource.id]),
    subject("group assignment", "deleted", [group(), requesting.id]),
    subject("teamspace", "changed", ["teamspace"]),
    subject("resource app", "undeclared", [resource.id]),
  ];

  it("is asked once for all findings", async () => {
    const target = (id: string) => ({
      id,
      type: "AppInstance",
      alternateId: "a",
      displayName: "a",
    });
    const login = "designer@acme.example";
    const apps = [target(requesting.id), target(resource.id)];
    recordLogEvent(world.acme, {
      login,
      eventType: "app.cross_app_access.connection.update",
      target: apps,
    });
    const removed = "group.application_assignment.remove";
    const published = new Date(Date.now() - 60_000);
    recordLogEvent(world.acme, {
      eventType: removed,
      target: [target(group()), apps[0] ?? target("")],
      published,
    });
    // Nothing that happened much is to fill the answer.
    for (let index = 0; index < 1100; index += 1) {
      recordLogEvent(world.acme, { eventType: "user.authentication.sso", target: apps });
    }

    const { changedBy, note } = await authorsOf(oktaClient(world.config()), subjects(), soon());
    assert.equal(note, undefined);
    assert.deepEqual(
      changedBy.map((each) => each && `${each.event} ${each.who}`),
      [
        undefined,
        "app.cross_app_access.connection.update Designer User",
        "group.application_assignment.remove Admin User",
        undefined,
        "application.lifecycle.create Admin User",
      ],
    );
    assert.equal(changedBy[2]?.at, published.toISOString());
    assert.equal(logCalls(), 1);
  });

  it("names nobody where the token may not read it, and says so", async () => {
    const config = world.config(await addServiceClient(world.acme, ["okta.apps.read"]));
    const { changedBy, note } = await authorsOf(oktaClient(config), subjects(), soon());
    assert.deepEqual(changedBy, Array(5).fill(undefined));
    assert.match(
      note ?? "",
      /^Who changed what in https:\/\/acme\.okta\.com is not known: .*okta\.logs\.read/,
    );
  });

  it("is readable with okta.logs.read alone", async () => {
    const config = world.config(await addServiceClient(world.acme, ["okta.logs.read"]));
    const { changedBy, note } = await authorsOf(oktaClient(config), subjects(), soon());
    assert.equal(note, undefined);
    assert.ok(changedBy[4]);
  });

  it("is no reason to fail where Okta refuses", async () => {
    world.plan({
      path: /^\/api\/v1\/logs$/,
      times: 1,
      respond: { status: 400, body: { errorCode: "E0000053", errorSummary: "Invalid filter" } },
    });
    const { note } = await authorsOf(oktaClient(world.config()), subjects(), soon());
    assert.match(note ?? "", /is not known: .*Invalid filter/);
  });

  it("is no reason to fail where Okta refuses the sign-in itself", async () => {
    const settings = await addServiceClient(world.acme, ["okta.logs.read"]);
    const config = world.config({ ...settings, "okta:clientId": "0oaRevoked" });
    const { note } = await authorsOf(oktaClient(config), subjects(), soon());
    assert.match(note ?? "", /is not known: .*gave the API service app 0oaRevoked no access token/);
  });

  it("is not asked for nothing, nor of Context7's things", async () => {
    const none = [
      subject("teamspace", "changed", ["t"]),
      subject("connection", "not observable", ["c"]),
    ];
    assert.deepEqual((await authorsOf(oktaClient(world.config()), none, soon())).changedBy, [
      undefined,
      undefined,
    ]);
    assert.equal(logCalls(), 0);
  });

  it("is asked four times at most, and then a note says so", async () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      subject("requesting app", "deleted", [`0oa${index}`]),
    );
    const { changedBy, note } = await authorsOf(oktaClient(world.config()), many, soon());
    assert.equal(changedBy.length, 200);
    assert.equal(logCalls(), 4);
    assert.match(note ?? "", /of the first 80 findings only\.$/);
  });
});
