import type { CheckResult, Report } from "../verifier/report";
import { type JunitCase, junitReport } from "./junit";
import { isMissing, type Requirement } from "./requirement";

/**
 * A report as JUnit: a suite for each group, a case for each check. A warning passes, with its text in
 * the case's output; a check that did not run is skipped, or failed where it is required.
 */
export function reportJunit(report: Report, requirement: Requirement): string {
  const cases = report.results.map((result) => caseOf(result, isMissing(result, requirement)));
  return junitReport("context7-ema doctor", report.startedAt, cases);
}

function caseOf(result: CheckResult, required: boolean): JunitCase {
  const { id, group, title, client, durationMs } = result;
  return {
    suite: `context7-ema.${group}`,
    name: [id, client && `[${client}]`, title].filter(Boolean).join(" "),
    durationMs,
    outcome: outcomeOf(result, required),
    output: result.verdict === "warn" ? textOf(result) : undefined,
  };
}

function outcomeOf(result: CheckResult, required: boolean): JunitCase["outcome"] {
  const { verdict, summary, tag = "unknown", reason = summary } = result;
  if (verdict === "fail") {
    return { kind: "failed", message: summary, type: tag, text: textOf(result) };
  }
  if (verdict !== "skip") return { kind: "passed" };
  if (!required) return { kind: "skipped", message: reason };
  const message = `Required, but did not run: ${reason}`;
  return { kind: "failed", message, type: "required", text: message };
}

function textOf({ summary, expected, remedy, source, evidence }: CheckResult): string {
  const lines: [string, string | undefined][] = [
    ["seen", summary],
    ["expected", expected],
    ["remedy", remedy],
    ["source", source],
    ["evidence", JSON.stringify(evidence)],
  ];
  return lines.flatMap(([label, text]) => (text ? [`${label}: ${text}`] : [])).join("\n");
}
