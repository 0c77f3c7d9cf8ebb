import { createHash } from "node:crypto";
import type { Location, Log, Notification, Result } from "sarif";
import type { DriftReport, Finding, StackDrift } from "./report";
import { ruleId, sarifRules } from "./sarifRules";
import { countedFirst, shownAuthor, shownChange, shownText } from "./wording";

/** GitHub shows the first 5,000 results of a run, and refuses more than 25,000. */
const MOST_RESULTS = 5_000;

/**
 * A drift report as SARIF 2.1.0, with what GitHub's code scanning asks for ("SARIF support for code
 * scanning"): rules with help, a place in a file for each result, and a fingerprint by which the same
 * drift is one alert in all runs. What could not be looked at is a notification, and the run then not
 * successful; the report's notes are notifications of the level `note`.
 *
 * @param version this package's, as in its package.json.
 * @param folder where the stacks' `Pulumi.<stack>.yaml` are, seen from the repository's root, with
 *   slashes. Default: in the root.
 */
export function driftSarif(report: DriftReport, version: string, folder = ""): Log {
  const all = report.stacks.flatMap((stack) =>
    stack.findings.map((finding) => ({ stack, finding, counts: finding.counts })),
  );
  const sorted = countedFirst(all);
  const kept = sorted.slice(0, MOST_RESULTS);
  const notifications = [
    ...report.stacks.flatMap((stack) => problemsOf(stack, folder)),
    ...report.notes.map(noteOf),
  ];
  if (kept.length < sorted.length) {
    const text = `${sorted.length - kept.length} more findings are left out.`;
    notifications.push({ level: "warning", message: { text } });
  }
  const rules = sarifRules();
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "context7-ema drift", semanticVersion: version, rules } },
        automationDetails: { id: "context7-ema/drift/" },
        invocations: [
          {
            executionSuccessful: report.verdict !== "unknown",
            toolExecutionNotifications: notifications,
          },
        ],
        results: kept.map(({ stack, finding }) => resultOf(stack, finding, folder, indexes)),
      },
    ],
  };
}

function problemsOf({ stack, problems }: StackDrift, folder: string): Notification[] {
  return problems.map((problem) => ({
    level: "error",
    message: {
      text: messageText(`${shownText(stack)} could not be looked at: ${shownText(problem)}`),
    },
    locations: [{ physicalLocation: stackFile(stack, folder) }],
  }));
}

function noteOf(note: string): Notification {
  return { level: "note", message: { text: messageText(shownText(note)) } };
}

function resultOf(
  stack: StackDrift,
  finding: Finding,
  folder: string,
  ruleIndexes: ReadonlyMap<string, number>,
): Result {
  const { kind, counts, object } = finding;
  const rule = ruleId(kind, object.kind);
  return {
    ruleId: rule,
    ruleIndex: ruleIndexes.get(rule),
    level: counts ? "error" : "note",
    message: { text: messageText(detailsOf(stack, finding)) },
    locations: [locationOf(stack, finding, folder)],
    // The only name of a fingerprint that GitHub looks at.
    partialFingerprints: { primaryLocationLineHash: `${fingerprint(stack, finding)}:1` },
  };
}

/** The first sentence is what GitHub shows where there is little room. */
function detailsOf({ stack }: StackDrift, finding: Finding): string {
  const { object, sentence, changes, changedBy, remedy } = finding;
  return [
    `${shownText(stack)}: ${shownText(object.name)}: ${shownText(sentence)}`,
    ...changes.map((change) => `${shownText(change.label)}: ${shownChange(change)}`),
    ...(changedBy ? [`Changed by ${shownAuthor(changedBy)}.`] : []),
    `Where: ${shownText(object.console)}`,
    `What to do: ${shownText(remedy)}`,
  ].join("\n");
}

/** Braces mark placeholders (SARIF 2.1.0 §3.11.5) and `[text](address)` is a link (§3.11.6). */
function messageText(text: string): string {
  return text.replace(/[{}]/g, "$&$&").replaceAll("](", "] (");
}

/** The resource is the logical place; the physical one, which GitHub needs, is the stack's file. */
function locationOf(stack: StackDrift, { object }: Finding, folder: string): Location {
  const name = shownText(object.name);
  const { urn, id } = object;
  const fullyQualifiedName = shownText(urn ?? id ?? object.name);
  return {
    physicalLocation: stackFile(stack.stack, folder),
    logicalLocations: [{ name, fullyQualifiedName, kind: urn ? "resource" : object.kind }],
  };
}

function stackFile(stack: string, folder: string) {
  // A stack may be named with its organization and project, as in `acme/context7/prod`.
  const name = shownText(stack).split("/").at(-1);
  const path = [
    ...folder.split("/").filter((part) => part !== "" && part !== "."),
    `Pulumi.${name}.yaml`,
  ];
  return {
    artifactLocation: { uri: path.map(encodeURIComponent).join("/") },
    region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
  };
}

/** The same for the same object of the same stack, whatever it is called and its properties are. */
function fingerprint({ project, stack }: StackDrift, { kind, object }: Finding): string {
  // An undeclared assignment has the ID of its group or user, which are assigned to other apps, too.
  const isAssignment = object.kind.endsWith(" assignment");
  const id = isAssignment ? [object.id, object.name] : (object.id ?? object.name);
  const identity = [project, stack, kind, object.kind, object.urn ?? id];
  return createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 32);
}
