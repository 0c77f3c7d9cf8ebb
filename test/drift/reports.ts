import fc from "fast-check";
import type { DriftReport, Finding } from "../../src/drift/report";

const urn = (stack: string, type: string, name: string) =>
  `urn:pulumi:${stack}::context7-ema::context7-ema:index:EnterpriseManagedAuth$${type}::${name}`;

const UNDECLARED: Finding[] = ["Cursor", "Zed", "Windsurf"].map((label, index) => ({
  kind: "undeclared",
  counts: false,
  object: {
    kind: "requesting app",
    name: label,
    id: `0oa${index}undeclared0000000`,
    console: `Applications > Applications > ${label}`,
  },
  sentence: `${label} was added, and no examined stack declares it.`,
  changes: [],
  remedy: "Declare it (context7-ema adopt writes the lines), delete it, or ignore it.",
}));

/** Three stacks: `prod` with every kind of finding, `dev` that could not be read, `staging` as declared. */
export function sampleReport(): DriftReport {
  return {
    version: 1,
    at: "2026-11-23T02:15:00.000Z",
    verdict: "unknown",
    strict: false,
    stacks: [
      {
        stack: "dev",
        project: "context7-ema",
        verdict: "unknown",
        problems: [
          "The state could not be read: incorrect passphrase. Set PULUMI_CONFIG_PASSPHRASE, or name the file in PULUMI_CONFIG_PASSPHRASE_FILE.",
        ],
        compared: 0,
        findings: [],
        ignored: 0,
      },
      {
        stack: "staging",
        project: "context7-ema",
        orgUrl: "https://acme-staging.okta.com",
        verdict: "none",
        problems: [],
        compared: 9,
        findings: [
          {
            kind: "not observable",
            counts: false,
            object: {
              kind: "teamspace",
              name: "Context7 teamspace",
              urn: urn("staging", "pulumi-nodejs:dynamic/context7-ema:TeamspaceEma", "context7"),
              console: "Context7 dashboard > Enterprise",
            },
            sentence: "The teamspace is guided: its settings can be seen in the dashboard only.",
            changes: [],
            remedy: "Compare issuer and scope with the dashboard by eye.",
          },
        ],
        ignored: 2,
      },
      {
        stack: "prod",
        project: "context7-ema",
        orgUrl: "https://acme.okta.com",
        verdict: "drift",
        problems: [],
        compared: 18,
        findings: [
          {
            kind: "changed",
            counts: true,
            object: {
              kind: "connection",
              name: "Claude Code → Context7",
              id: "cwo1a2b3c4d5e6f7g8h9",
              urn: urn("prod", "pulumi-nodejs:dynamic/context7-ema:CrossAppAccessConnection", "c7"),
              console: "Applications > Applications > Claude Code > Manage Connections",
            },
            sentence: "Manage Connections: Context7 was switched off.",
            changes: [
              { property: "status", label: "Status", declared: "ACTIVE", live: "INACTIVE" },
            ],
            remedy:
              "pulumi up switches it on again; if it is to stay off, declare status INACTIVE.",
            changedBy: {
              at: "2026-11-22T21:14:05.000Z",
              who: "Alice Admin",
              event: "app.cross_app_access.connection.update",
            },
          },
          {
            kind: "changed",
            counts: true,
            object: {
              kind: "requesting app",
              name: "VS Code",
              id: "0oa1a2b3c4d5e6f7g8h9",
              urn: urn("prod", "okta:app/oAuth:OAuth", "context7-vscode"),
              console: "Applications > Applications > VS Code > General",
            },
            sentence: "2 settings of VS Code differ from what is declared.",
            changes: [
              {
                property: "label",
                label: "Application label",
                declared: "VS Code",
                live: "VS Code (old)",
              },
              {
                property: "redirectUris",
                label: "Sign-in redirect URIs",
                declared: ["http://127.0.0.1:33418", "https://vscode.dev/redirect"],
                live: ["http://127.0.0.1:33418", "https://elsewhere.example/callback"],
              },
              {
                property: "jwksUri",
                label: "Public keys URL",
                declared: null,
                live: "https://k.example",
              },
            ],
            remedy: "pulumi up sets them back; what is to stay belongs into Pulumi.prod.yaml.",
          },
          {
            kind: "deleted",
            counts: true,
            object: {
              kind: "group assignment",
              name: "Engineering on Claude Code",
              urn: urn("prod", "okta:app/groupAssignment:GroupAssignment", "c7-group"),
              console: "Applications > Applications > Claude Code > Assignments",
            },
            sentence: "Assignments: the group Engineering was removed from Claude Code.",
            changes: [],
            remedy: "pulumi up assigns it again.",
            changedBy: {
              at: "2026-11-21T08:00:00.000Z",
              who: "Bob Console",
              event: "group.application_assignment.remove",
            },
          },
          ...UNDECLARED,
        ],
        ignored: 0,
      },
    ],
    notes: [
      "Who changed what in https://acme.okta.com is said of the first 80 findings only [see docs/permissions.md].",
    ],
  };
}

/** What somebody in a console may have typed, at its worst. */
export const hostileText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(
    "a | b \\| c",
    "``` code ```",
    "`",
    "</details><script>alert(1)</script><!--",
    "@acme/security please look, closes #1",
    "[click](https://evil.example) ![x](https://evil.example/x.png)",
    "\u001b[31mred\u001b[0m\u0007",
    "\u202etxt.exe",
    "line\nline\r\n# heading\n---",
    "{0} [0](1) %s",
    "]]>&amp;<![CDATA[",
    "\ud800",
    "",
  ),
);

/** Any report that the schema allows, with hostile text wherever text comes from outside. */
export function arbitraryReport(): fc.Arbitrary<DriftReport> {
  const at = fc.constant("2026-11-23T02:15:00.000Z");
  const value = fc.oneof(
    hostileText,
    fc.constant(null),
    fc.array(hostileText, { maxLength: 3 }),
    fc.dictionary(hostileText, fc.oneof(hostileText, fc.boolean()), { maxKeys: 2 }),
  );
  const finding: fc.Arbitrary<Finding> = fc.record(
    {
      kind: fc.constantFrom("changed", "deleted", "undeclared", "not observable"),
      counts: fc.boolean(),
      object: fc.record(
        {
          kind: fc.constantFrom("connection", "requesting app", "teamspace policies"),
          name: hostileText,
          id: hostileText,
          urn: hostileText,
          console: hostileText,
        },
        { requiredKeys: ["kind", "name", "console"] },
      ),
      sentence: hostileText,
      changes: fc.array(
        fc.record({ property: hostileText, label: hostileText, declared: value, live: value }),
        { maxLength: 2 },
      ),
      remedy: hostileText,
      changedBy: fc.record({ at, who: hostileText, event: hostileText }),
    },
    { requiredKeys: ["kind", "counts", "object", "sentence", "changes", "remedy"] },
  );
  const verdict = fc.constantFrom("none", "drift", "unknown");
  const stack = fc.record(
    {
      stack: hostileText,
      project: hostileText,
      orgUrl: hostileText,
      verdict,
      problems: fc.array(hostileText, { maxLength: 2 }),
      compared: fc.nat(50),
      findings: fc.array(finding, { maxLength: 3 }),
      ignored: fc.nat(3),
    },
    {
      requiredKeys: ["stack", "project", "verdict", "problems", "compared", "findings", "ignored"],
    },
  );
  return fc.record({
    version: fc.constant(1),
    at,
    verdict,
    strict: fc.boolean(),
    stacks: fc.array(stack, { maxLength: 3 }),
    notes: fc.array(hostileText, { maxLength: 2 }),
  });
}
