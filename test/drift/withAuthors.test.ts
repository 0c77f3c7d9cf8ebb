import assert from "node:assert/strict";
import type { OktaClient } from "../../provider/okta/client";
import type { LogEvent } from "../../provider/okta/systemLog";
import { driftReport } from "../../src/drift/report";
import { logTargets, withAuthors } from "../../src/drift/withAuthors";
import { declaredStack } from "./declaredStacks";
import { sampleReport } from "./reports";

const event = (eventType: string, ...targets: string[]): LogEvent => ({
  published: "2026-11-22T21:14:05.000Z",
  eventType,
  actor: { displayName: "Alice Admin" },
  target: targets.map((id) => ({ id })),
});

/** An org whose log has these events, and what it was asked. */
function org(orgUrl: string, events: LogEvent[]) {
  const asked: string[] = [];
  const client = {
    orgUrl,
    async call(_schema: unknown, { query }: { query: { filter: string } }) {
      asked.push(query.filter);
      return events;
    },
  } as unknown as OktaClient;
  return { client, asked };
}

describe("a drift report with its authors", () => {
  const app = "0oa1a2b3c4d5e6f7g8h9";

  it("has them where an org's log names them, and asks each org for its own findings only", async () => {
    const before = sampleReport();
    const prod = org("https://acme.okta.com", [event("application.lifecycle.update", app)]);
    const staging = org("https://acme-staging.okta.com", []);
    const orgs = new Map([prod, staging].map(({ client }) => [client.orgUrl, client]));
    const { report, notes } = await withAuthors(before, orgs, new Map());
    driftReport.parse(report);
    assert.deepEqual(report.stacks[2]?.findings[1]?.changedBy, {
      at: "2026-11-22T21:14:05.000Z",
      who: "Alice Admin",
      event: "application.lifecycle.update",
    });
    assert.deepEqual(notes, []);
    assert.equal(prod.asked.length, 1);
    assert.ok(prod.asked[0]?.includes(app));
    // Staging has a guided teamspace only, of which Okta's log knows nothing.
    assert.deepEqual(staging.asked, []);
    assert.deepEqual(before, sampleReport());
  });

  it("knows an assignment by its group or user and its app, from what is declared", () => {
    const clients = { c: { users: ["dev.one@acme.example"] } };
    const { resources } = declaredStack({ stack: "prod", clients });
    const targets = (kind: "group assignment" | "user assignment" | "connection", type: string) => {
      const resource = resources.find((each) => each.type.endsWith(type));
      assert.ok(resource);
      return logTargets({ object: { kind, name: "", console: "", id: "id" } }, resource);
    };
    assert.deepEqual(targets("group assignment", "GroupAssignment"), [
      ["00g-prod-Engineering", "0oa-prod-c"],
    ]);
    assert.deepEqual(targets("user assignment", "User"), [
      ["00u-prod-dev.one@acme.example", "0oa-prod-c"],
    ]);
    assert.deepEqual(targets("connection", "Connection"), [
      ["id"],
      ["0oa-prod-c", "0oa-prod-context7"],
    ]);
  });

  it("names nobody for an assignment of which it does not know the app", () => {
    const object = { kind: "group assignment", name: "", console: "", id: "00g1" } as const;
    assert.deepEqual(logTargets({ object }, undefined), []);
    const [resource] = declaredStack({ stack: "prod" }).resources;
    assert.ok(resource);
    const half = { ...resource, inputs: { groupId: "00g1" } };
    assert.deepEqual(logTargets({ object }, half), []);
  });
});
