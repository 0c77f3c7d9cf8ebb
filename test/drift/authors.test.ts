import assert from "node:assert/strict";
import { oktaClient } from "../../provider/okta/client";
import { recordLogEvent } from "../../sandbox/okta/management/logEvents";
import { withAuthors } from "../../src/drift/authors";
import { type Comparison, compareOrg } from "../../src/drift/compareOrg";
import type { DeclaredStack } from "../../src/drift/declared";
import type { Found } from "../../src/drift/found";
import type { Finding, ObjectKind } from "../../src/drift/report";
import { sandboxed } from "../provider/sandboxed";
import { addServiceClient } from "../provider/serviceClients";
import {
  app,
  CLAUDE,
  CONTEXT7,
  connection,
  ENGINEERING,
  groupAssignment,
  liveApp,
  org,
  stackOf,
} from "./declarations";

const EDITOR = "0oaEditor";
const EVERYONE = "00gEveryone";

const declared = [
  app(CLAUDE, { label: "Claude Code" }),
  app(CONTEXT7, { label: "Context7" }),
  connection(CLAUDE, CONTEXT7),
  groupAssignment(CLAUDE, ENGINEERING),
];

/** Another label, Engineering gone, and a group and a connection that nobody declared. */
const live = () => {
  const added = { id: "cwo2", requestingAppInstanceId: EDITOR, resourceAppInstanceId: CONTEXT7 };
  const made = { id: "cwo1", requestingAppInstanceId: CLAUDE, resourceAppInstanceId: CONTEXT7 };
  return org(
    {
      groupAssignments: new Map([[CLAUDE, new Map([[EVERYONE, { priority: 1 }]])]]),
      connections: new Map(
        [made, added].map((one) => [one.id, { ...one, status: "ACTIVE" as const }]),
      ),
    },
    liveApp(CLAUDE, "Renamed"),
    liveApp(CONTEXT7, "Context7", { name: "xaa_resource" }),
  );
};

describe("who changed what was found in an org", () => {
  const world = sandboxed();
  const okta = () => oktaClient(world.config());
  const soon = () => new Date(Date.now() + 1000);
  const logCalls = () =>
    world.sandbox.world.requests.filter(({ path }) => path.startsWith("/api/v1/logs"));
  const record = (eventType: string, login: string, ...ids: string[]) => {
    const target = ids.map((id) => ({ id, type: "T", alternateId: id, displayName: id }));
    recordLogEvent(world.acme, { eventType, login: `${login}@acme.example`, target });
  };
  const authors = ({ findings }: Comparison) =>
    Object.fromEntries(
      findings.map(({ kind, object, changedBy }) => [`${kind} ${object.kind}`, changedBy?.who]),
    );

  it("is said by what the object is made of, of each stack's findings", async () => {
    record("application.lifecycle.update", "designer", CLAUDE);
    record("group.application_assignment.remove", "designer", ENGINEERING, CLAUDE);
    record("group.application_assignment.remove", "contractor", ENGINEERING, EDITOR);
    record("group.application_assignment.add", "designer", EVERYONE, CLAUDE);
    record("group.application_assignment.add", "contractor", EVERYONE, EDITOR);
    record("app.cross_app_access.connection.create", "designer", EDITOR, CONTEXT7);
    const own = stackOf("dev", ...declared);
    const other = stackOf("prod", app("0oaGone", { label: "Cursor" }));
    const compared = compareOrg([own, other], live());

    const { comparisons, note } = await withAuthors(okta(), compared, soon());

    assert.equal(note, undefined);
    const seen = comparisons.get(own);
    assert.ok(seen);
    assert.deepEqual(authors(seen), {
      "changed requesting app": "Designer User",
      "deleted group assignment": "Designer User",
      "undeclared group assignment": "Designer User",
      "undeclared connection": "Designer User",
    });
    const unsigned = seen.findings.map(({ changedBy, ...finding }) => finding);
    assert.deepEqual(unsigned, compared.get(own)?.findings);
    assert.deepEqual(authors(comparisons.get(other) ?? seen), {
      "deleted requesting app": undefined,
    });
  });

  it("is asked of what is drift before what is undeclared", async () => {
    const found = (kind: Finding["kind"], object: ObjectKind, id: string): Found => ({
      kind,
      object: { kind: object, name: id, id, console: "" },
      sentence: "",
      changes: [],
      remedy: "",
      targets: [[id]],
    });
    const findings = [
      ...Array.from({ length: 100 }, (_, index) =>
        found("undeclared", "requesting app", `0oaX${index}`),
      ),
      found("changed", "requesting app", CLAUDE),
    ];
    const stack: DeclaredStack = stackOf("dev");
    const comparison = { findings, problems: [], compared: 1 };

    record("application.lifecycle.update", "designer", CLAUDE);
    record("application.lifecycle.create", "designer", "0oaX78");
    record("application.lifecycle.create", "designer", "0oaX79");
    const { comparisons, note } = await withAuthors(okta(), new Map([[stack, comparison]]), soon());

    assert.match(note ?? "", /of the first 80 findings only/);
    const signed = comparisons.get(stack)?.findings.filter(({ changedBy }) => changedBy);
    assert.deepEqual(
      signed?.map(({ object }) => object.id),
      ["0oaX78", CLAUDE],
    );
  });

  it("is not known where the log may not be read: one note, and the findings as they are", async () => {
    const config = world.config(await addServiceClient(world.acme, ["okta.apps.read"]));
    const compared = compareOrg([stackOf("dev", ...declared)], live());
    const { comparisons, note } = await withAuthors(oktaClient(config), compared, soon());
    assert.deepEqual([...comparisons.values()], [...compared.values()]);
    assert.match(note ?? "", /is not known: .*okta\.logs\.read.*permissions\.md\)\.$/);
  });

  it("is not asked where nothing was found", async () => {
    const stack = stackOf("dev");
    const from = logCalls().length;
    const { note } = await withAuthors(okta(), compareOrg([stack], org()), soon());
    assert.equal(note, undefined);
    assert.equal(logCalls().length, from);
  });
});
