import { shownText } from "../../provider/shownText";
import { scrub } from "../idjag";
import type { StackComparison, WantedDifference } from "./comparison";
import type { Authorship, DriftReport, Finding, PropertyChange, StackDrift } from "./report";

/**
 * How every form of the drift report says the same. What comes from outside (labels, logins, errors)
 * is scrubbed here: no control characters, nothing that looks like a token.
 */

export { shownText };

/** A value as a person reads it: lists with commas, nothing as `nothing`. */
export function shownValue(value: PropertyChange["live"]): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "nothing" : value.map(member).join(", ");
  return member(value);
}

/**
 * What became of a property: `ACTIVE → INACTIVE`; of long lists only what went and what came, unless
 * their order is all that changed.
 */
export function shownChange({ declared, live }: Pick<PropertyChange, "declared" | "live">): string {
  if (Array.isArray(declared) && Array.isArray(live)) {
    const [before, after] = [declared.map(member), live.map(member)];
    const gone = before.filter((each) => !after.includes(each));
    const come = after.filter((each) => !before.includes(each));
    const parts = [
      gone.length > 0 ? `gone: ${gone.join(", ")}` : "",
      come.length > 0 ? `new: ${come.join(", ")}` : "",
    ].filter(Boolean);
    if (parts.length > 0) return parts.join("; ");
  }
  return `${shownValue(declared)} → ${shownValue(live)}`;
}

function member(value: unknown): string {
  if (typeof value !== "string") return scrub(JSON.stringify(value));
  // Quotes where blanks at an end, or nothing at all, would not be seen.
  return scrub(value === "" || value !== value.trim() ? JSON.stringify(value) : value);
}

/** `Alice Admin, 2026-11-22 21:14 UTC (application.lifecycle.deactivate)`. */
export function shownAuthor({ who, at, event }: Authorship): string {
  return `${scrub(who)}, ${at.slice(0, 10)} ${at.slice(11, 16)} UTC (${scrub(event)})`;
}

/** How many findings of each kind: `2 changed, 1 deleted; 4 undeclared, not counted`. */
function findingCounts(findings: readonly Finding[]): string {
  const count = (kind: Finding["kind"], counted: boolean) => {
    const number = findings.filter((each) => each.kind === kind && each.counts === counted).length;
    return number === 0 ? [] : [`${number} ${kind}`];
  };
  const drifted = (["changed", "deleted", "undeclared"] as const).flatMap((kind) =>
    count(kind, true),
  );
  const uncounted = (["changed", "undeclared"] as const).flatMap((kind) =>
    count(kind, false).map((text) => `${text}, not counted`),
  );
  return [drifted.join(", "), ...uncounted, ...count("not observable", false)]
    .filter(Boolean)
    .join("; ");
}

/** What became of one stack, without its name: `drifted (1 changed)`. */
export function stackVerdict({ verdict, compared, findings }: StackDrift): string {
  const counts = findingCounts(findings);
  const found = counts === "" ? "" : ` (${counts})`;
  if (verdict === "drift") return `drifted${found}`;
  if (verdict === "none") return `as declared${found}`;
  return `could not be read${compared > 0 || counts !== "" ? " wholly" : ""}${found}`;
}

const ORDER = ["drift", "unknown", "none"] as const;
/** More stacks than this that are as declared are a number, not a list. */
const NAMED = 5;

/**
 * The line that sums everything up, what drifted first: `3 stacks: prod drifted (2 changed), dev could
 * not be read, staging as declared.`
 */
export function closingLine({ stacks }: DriftReport): string {
  const total = `${stacks.length} ${stacks.length === 1 ? "stack" : "stacks"}`;
  const parts = ORDER.flatMap((verdict) => {
    const members = stacks.filter((stack) => stack.verdict === verdict);
    if (verdict === "none" && members.length > NAMED) return [`${members.length} as declared`];
    return members.map((stack) => `${scrub(stack.stack)} ${stackVerdict(stack)}`);
  });
  return parts.length === 0 ? "No stacks." : `${total}: ${parts.join(", ")}.`;
}

/** What counts before what does not, else as it came. */
export function countedFirst<T extends Pick<Finding, "counts">>(items: readonly T[]): T[] {
  return [...items.filter(({ counts }) => counts), ...items.filter(({ counts }) => !counts)];
}

/** More stacks than this with one value are a number. */
const LISTED = 4;

/** `dev, staging`. */
export function stackList(stacks: readonly string[]): string {
  const names = stacks.map((stack) => scrub(stack));
  if (names.length <= LISTED) return names.join(", ");
  return `${names.slice(0, LISTED - 1).join(", ")} and ${names.length - LISTED + 1} more`;
}

/** What a stack declares, as a comparison shows it. */
export function shownSetting(value: PropertyChange["declared"]): string {
  return value === null ? "not declared" : shownValue(value);
}

/** The line that sums a comparison up: `3 stacks, 41 settings: 2 differences, 1 wanted difference.` */
export function comparisonLine({
  stacks,
  compared,
  differences,
  notComparable,
  problems,
}: StackComparison): string {
  const wanted = differences.filter((each) => each.wanted !== undefined).length;
  const found = [
    counted(differences.length - wanted, "difference"),
    ...(wanted > 0 ? [counted(wanted, "wanted difference")] : []),
    ...(notComparable.length > 0
      ? [`${counted(notComparable.length, "setting")} not comparable`]
      : []),
    ...(problems.length > 0 ? [`${counted(problems.length, "stack")} could not be read`] : []),
  ];
  return `${counted(stacks.length, "stack")}, ${counted(compared, "setting")}: ${found.join(", ")}.`;
}

function counted(number: number, noun: string): string {
  return `${number === 0 ? "no" : number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Why nobody can tell whether a setting differs. */
export const NOT_COMPARABLE =
  "given by ID in different orgs, not comparable: give names to have them compared";

/** That a wanted difference is not there. */
export function unmatchedLine({ path, stacks, reason }: WantedDifference): string {
  const alone = stacks === undefined ? "" : ` of ${stackList(stacks)} alone`;
  return `drift.wanted ${scrub(path)} (${scrub(reason)}) matches no difference${alone}. Take it out, or correct it.`;
}
