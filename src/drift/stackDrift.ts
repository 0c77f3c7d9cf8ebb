import type { Comparison } from "./compareOrg";
import type { Found } from "./found";
import { ignoring } from "./ignore";
import type { DriftReport, Finding, StackDrift } from "./report";

type Verdict = DriftReport["verdict"];

/** What of the findings counts. */
export interface Judging {
  /** Whether what is undeclared, and what changed on adopted apps, counts as drift. */
  readonly strict: boolean;
  /** Patterns of findings that are left out (ignore.ts). */
  readonly ignore: readonly string[];
}

/** A stack and what looking at its parts came to. */
export interface ExaminedStack {
  readonly stack: string;
  readonly project: string;
  readonly orgUrls: readonly string[];
  readonly parts: readonly Comparison[];
}

/** A stack's part of the report: its findings, without the ignored ones, and the verdict on it. */
export function stackDrift(
  { stack, project, orgUrls, parts }: ExaminedStack,
  { strict, ignore }: Judging,
): StackDrift {
  const isIgnored = ignoring(ignore);
  const all = parts.flatMap(({ findings }) => findings);
  const findings = all
    .filter((one) => !isIgnored(one))
    .map((one) => judged(one, strict))
    .sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
  const problems = [...new Set(parts.flatMap((part) => part.problems))];
  const verdicts: Verdict[] = findings.map(({ counts }) => (counts ? "drift" : "none"));
  const [orgUrl, ...others] = orgUrls;
  return {
    stack,
    project,
    ...(orgUrl && others.length === 0 && { orgUrl }),
    verdict: verdictOf(problems.length > 0 ? ["unknown"] : verdicts),
    problems,
    compared: parts.reduce((sum, { compared }) => sum + compared, 0),
    findings,
    ignored: all.length - findings.length,
  };
}

/** `unknown` wins over `drift`, and `drift` over `none`. */
export function verdictOf(verdicts: readonly Verdict[]): Verdict {
  return (["unknown", "drift"] as const).find((verdict) => verdicts.includes(verdict)) ?? "none";
}

const ORDER: Finding["kind"][] = ["changed", "deleted", "undeclared", "not observable"];

function judged(
  { ownersOnly = false, targets: _targets, ...finding }: Found,
  strict: boolean,
): Finding {
  const { kind } = finding;
  const onlyStrict = kind === "undeclared" || ownersOnly;
  return { ...finding, counts: kind !== "not observable" && (!onlyStrict || strict) };
}
