import assert from "node:assert/strict";
import * as types from "../../provider/typeTokens";
import { type Comparison, compareOrg } from "../../src/drift/compareOrg";
import type { DeclaredResource } from "../../src/drift/declared";
import type { OrgInventory } from "../../src/drift/inventory";
import {
  ALL_READ,
  adopted,
  app,
  CLAUDE,
  CONTEXT7,
  connection,
  DEVELOPER,
  declared,
  ENGINEERING,
  groupAssignment,
  liveApp,
  org,
  stackOf,
  userAssignment,
} from "./declarations";

describe("drift in one org", () => {
  const claude = app(CLAUDE, { label: "Claude" });
  const context7 = adopted(CONTEXT7, { label: "Context7", role: "resource", clientId: "c7" });
  const both = [
    liveApp(CLAUDE, "Claude"),
    liveApp(CONTEXT7, "Context7", {
      name: "xaa_resource",
      credentials: { oauthClient: { client_id: "c7" } },
    }),
  ];

  function compare(inventory: OrgInventory, ...resources: DeclaredResource[]): Comparison {
    const stack = stackOf("dev", ...resources);
    const found = compareOrg([stack], inventory).get(stack);
    assert.ok(found);
    return found;
  }
  const sentences = ({ findings }: Comparison) => findings.map(({ sentence }) => sentence);
  const live = (status: "ACTIVE" | "INACTIVE", id = "cwo1", from = CLAUDE) => ({
    id,
    requestingAppInstanceId: from,
    resourceAppInstanceId: CONTEXT7,
    status,
  });
  const connections = (...all: ReturnType<typeof live>[]) => ({
    connections: new Map(all.map((one) => [one.id, one])),
  });

  describe("a connection", () => {
    const stack = [claude, context7, connection(CLAUDE, CONTEXT7)];

    it("is as declared", () => {
      const { findings, compared } = compare(org(connections(live("ACTIVE")), ...both), ...stack);
      assert.deepEqual([findings, compared], [[], 3]);
    });
    it("was switched off", () => {
      const found = compare(org(connections(live("INACTIVE")), ...both), ...stack);
      assert.deepEqual(sentences(found), ["Manage Connections: Context7 was switched off."]);
    });
    it("was removed", () => {
      const found = compare(org({}, ...both), ...stack);
      assert.deepEqual(sentences(found), ["Manage Connections: Context7 was removed."]);
    });
    it("was removed and added again, and is not undeclared then", () => {
      const found = compare(org(connections(live("ACTIVE", "cwo2")), ...both), ...stack);
      assert.deepEqual(sentences(found), [
        "Manage Connections: Context7 was removed, and added again.",
      ]);
    });
    it("is not observable when it is guided, nor undeclared", () => {
      const guided = connection(CLAUDE, CONTEXT7, { management: "guided" });
      const { findings } = compare(
        org(connections(live("ACTIVE")), ...both),
        claude,
        context7,
        guided,
      );
      assert.deepEqual(
        findings.map(({ kind }) => kind),
        ["not observable"],
      );
    });
    it("is unknown where the API is gone, unless the stack keeps the feature on and it is off", () => {
      const gone = { connections: undefined };
      const { problems } = compare(org(gone, ...both), ...stack);
      assert.match(problems.join(), /does not offer the Cross App Access connections API/);
      const features = [{ id: "ftr1", name: "Cross App Access", status: "DISABLED" }];
      const managed = connection(CLAUDE, CONTEXT7, { featureManaged: true });
      const off = compare(org({ ...gone, features }, ...both), claude, context7, managed);
      assert.deepEqual(off.problems, []);
    });
  });

  describe("assignments", () => {
    const stack = [
      claude,
      groupAssignment(CLAUDE, ENGINEERING),
      userAssignment(CLAUDE, DEVELOPER, "dev@acme.example"),
    ];
    const [claudeLive] = both;
    assert.ok(claudeLive);
    const assigned = (userName: string, priority = 0) => ({
      groupAssignments: new Map([[CLAUDE, new Map([[ENGINEERING, { priority }]])]]),
      userAssignments: new Map([[CLAUDE, new Map([[DEVELOPER, { userName }]])]]),
    });

    it("are as declared, whatever the priority is", () => {
      const found = compare(org(assigned("dev@acme.example", 7), claudeLive), ...stack);
      assert.deepEqual([found.findings, found.compared], [[], 3]);
    });
    it("have another priority than the declared one", () => {
      const prioritised = groupAssignment(CLAUDE, ENGINEERING, { priority: 1 });
      const [priority] = compare(org(assigned("x", 7), claudeLive), claude, prioritised).findings;
      assert.equal(priority?.sentence, "Assignments: Priority was changed from 1 to 7.");
    });
    it("were removed", () => {
      const none = {
        groupAssignments: new Map([[CLAUDE, new Map()]]),
        userAssignments: new Map([[CLAUDE, new Map()]]),
      };
      assert.deepEqual(sentences(compare(org(none, claudeLive), ...stack)), [
        "Assignments: the group Engineering was removed from Claude.",
        "Assignments: dev@acme.example was removed from Claude.",
      ]);
    });
    it("are not known when they could not be read: unknown is no drift", () => {
      const message = "The credentials may not do this in Okta.";
      const why = new Map([[CLAUDE, { kind: "403", message }]]);
      const unread = { ...ALL_READ, groupAssignments: why, userAssignments: why };
      const found = compare(org({ unread }, claudeLive), ...stack);
      assert.deepEqual(found, { findings: [], problems: [message], compared: 1 });
    });
  });

  it("says of a deleted app once what went with it", () => {
    const stack = [claude, connection(CLAUDE, CONTEXT7), groupAssignment(CLAUDE, ENGINEERING)];
    const [, resource] = both;
    assert.ok(resource);
    const { findings } = compare(org({}, resource), ...stack);
    assert.deepEqual(
      findings.map(({ kind, object }) => `${kind} ${object.name}`),
      ["deleted Claude"],
    );
  });

  describe("an adopted app", () => {
    const changedTo = (more: object, label = "Context7") =>
      compare(org({}, liveApp(CONTEXT7, label, { name: "xaa_resource", ...more })), context7)
        .findings;
    const credentials = (client_id: string) => ({ credentials: { oauthClient: { client_id } } });

    it("with another client ID is drift", () => {
      const [finding] = changedTo(credentials("other"));
      assert.equal(finding?.sentence, "Client ID was changed from “c7” to “other”.");
      assert.equal(finding.ownersOnly, false);
    });
    it("that was renamed is its owner's matter", () => {
      const [finding] = changedTo(credentials("c7"), "Renamed");
      assert.equal(finding?.ownersOnly, true);
    });
  });

  describe("the feature", () => {
    const feature = declared(types.FEATURE, "context7", {
      inputs: { status: "ENABLED" },
      outputs: {
        orgUrl: "https://acme.okta.com",
        name: "Cross App Access",
        featureId: "ftr1",
        status: "ENABLED",
      },
    });
    const kinds = (features: OrgInventory["features"]) =>
      compare(org({ features }), feature).findings.map(({ kind }) => kind);

    it("was switched off", () => {
      const features = [{ id: "ftr1", name: "Cross App Access", status: "DISABLED" }];
      const [finding] = compare(org({ features }), feature).findings;
      assert.equal(finding?.sentence, "Features: Cross App Access was switched off.");
    });
    it("that is no longer listed is not observable", () => {
      assert.deepEqual(kinds([]), ["not observable"]);
    });
    it("that could not be read is unknown, and why is a problem of who manages it alone", () => {
      const features = { kind: "403 okta.features.read", message: "The scope lacks." };
      const inventory = org({ features: undefined, unread: { ...ALL_READ, features } }, ...both);
      const [owner, other] = [stackOf("dev", feature), stackOf("prod", claude)];
      const found = compareOrg([owner, other], inventory);
      assert.deepEqual(found.get(owner), {
        findings: [],
        problems: ["The scope lacks."],
        compared: 0,
      });
      assert.deepEqual(found.get(other)?.problems, []);
    });
    it("that nobody asked for is never as good as compared", () => {
      assert.match(
        compare(org({ features: undefined }), feature).problems.join(),
        /was not asked for/,
      );
    });
  });

  describe("undeclared", () => {
    const editor = liveApp("0oaEditor", "Editor");
    const inventory = org(
      {
        ...connections(live("ACTIVE"), live("ACTIVE", "cwo2", "0oaEditor")),
        groupAssignments: new Map([
          [CLAUDE, new Map([["00gOther", { priority: 0 }]])],
          [CONTEXT7, new Map([["00gOther", { priority: 0 }]])],
        ]),
        userAssignments: new Map([[CLAUDE, new Map([["00uOther", { userName: "by@hand" }]])]]),
      },
      ...both,
      editor,
    );
    const names = ({ findings }: Comparison) =>
      findings.map(({ object }) => `${object.kind} ${object.name}`).sort();
    const all = [
      "connection Editor → Context7",
      "group assignment 00gOther on Claude",
      "requesting app Editor",
      "user assignment by@hand on Claude",
    ];
    const lookup = declared(types.APPLICATION_LOOKUP, "Claude", {
      outputs: { catalogKey: "xaa_requesting", role: "requesting", label: "Claude" },
    });

    it("are connections, apps of the integration, and assignments on apps the stack makes", () => {
      const stack = [lookup, claude, context7, connection(CLAUDE, CONTEXT7)];
      assert.deepEqual(names(compare(inventory, ...stack)), all);
    });
    it("is not what another examined stack owns; and each is listed once", () => {
      const first = stackOf("dev", lookup, claude, context7, connection(CLAUDE, CONTEXT7));
      const other = app("0oaEditor", { label: "Editor" });
      const second = stackOf("staging", lookup, other, context7, connection("0oaEditor", CONTEXT7));
      const found = compareOrg([first, second], inventory);
      assert.deepEqual(
        [first, second].map((stack) => names(found.get(stack) as Comparison)),
        [[all[1], all[3]], []],
      );
    });
    it("is not what the program of an examined stack makes by itself", () => {
      const first = stackOf("dev", lookup, claude, context7, connection(CLAUDE, CONTEXT7));
      const undeclaredBut = (...besides: DeclaredResource[]) =>
        names(compareOrg([first], inventory, besides).get(first) as Comparison);
      const [connected, group = "", editors = "", user = ""] = all;
      const groups = (...ids: string[]) =>
        declared(types.GROUP_ASSIGNMENTS, "all", {
          id: CLAUDE,
          inputs: { appId: CLAUDE, groups: ids.map((id) => ({ id, priority: 0 })) },
        });
      const cases: [DeclaredResource, string[]][] = [
        [groupAssignment(CLAUDE, "00gOther"), [editors, user]],
        [groupAssignment(CONTEXT7, "00gOther"), [group, editors, user]],
        [groups("00gOther"), [editors, user]],
        [groups("00gElse"), [group, editors, user]],
        [userAssignment(CLAUDE, "00uOther", "by@hand"), [group, editors]],
        [app("0oaEditor", { label: "Editor" }), [group, user]],
        [declared("okta:app/saml:Saml", "Editor", { id: "0oaEditor" }), [group, user]],
      ];
      for (const [besides, left] of cases) {
        assert.deepEqual(undeclaredBut(besides), [connected, ...left], besides.type);
      }
    });
  });
});
