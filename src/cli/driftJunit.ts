import type { DriftReport, Finding, StackDrift } from "../drift/report";
import { shownAuthor, shownChange, shownText } from "../drift/wording";
import { type JunitCase, junitReport } from "./junit";

/**
 * A drift report as JUnit, a suite for each stack. Drift is a failure, what could not be looked at an
 * error; what nobody can observe, and what is there and does not count, is skipped. One case of
 * each suite says whether the stack could be compared at all, so that no suite is empty.
 */
export function driftJunit(report: DriftReport): string {
  const cases = report.stacks.flatMap((stack) => {
    const suite = `context7-ema.drift.${shownText(stack.stack)}`;
    return [
      comparisonCase(suite, stack),
      ...stack.findings.map((each) => findingCase(suite, each)),
    ];
  });
  return junitReport("context7-ema drift", report.at, cases);
}

function comparisonCase(suite: string, { problems, verdict, compared }: StackDrift): JunitCase {
  const shared = { suite, name: "the stack can be compared", durationMs: 0 };
  const texts = problems.map(shownText);
  if (texts.length > 0 || verdict === "unknown") {
    const text = texts.join("\n") || "It could not be looked at wholly.";
    const [message = ""] = text.split("\n", 1);
    return { ...shared, outcome: { kind: "error", message, type: "unknown", text } };
  }
  return { ...shared, outcome: { kind: "passed" }, output: `${compared} objects compared` };
}

function findingCase(suite: string, finding: Finding): JunitCase {
  const { kind, counts, object, sentence } = finding;
  const message = shownText(sentence);
  const outcome: JunitCase["outcome"] = counts
    ? { kind: "failed", message, type: kind, text: detailsOf(finding) }
    : { kind: "skipped", message: kind === "not observable" ? message : `Not counted: ${message}` };
  const id = object.id === undefined ? "" : ` [${shownText(object.id)}]`;
  return { suite, name: `${object.kind}: ${shownText(object.name)}${id}`, durationMs: 0, outcome };
}

function detailsOf({ sentence, changes, changedBy, object, remedy }: Finding): string {
  return [
    shownText(sentence),
    ...changes.map((change) => `${shownText(change.label)}: ${shownChange(change)}`),
    ...(changedBy ? [`by: ${shownAuthor(changedBy)}`] : []),
    `where: ${shownText(object.console)}`,
    ...(object.urn === undefined ? [] : [`resource: ${shownText(object.urn)}`]),
    `remedy: ${shownText(remedy)}`,
  ].join("\n");
}
