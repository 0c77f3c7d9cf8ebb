import { scrub } from "../idjag";
import {
  folded,
  GITHUB_LIMIT,
  markdownCode,
  markdownRow,
  markdownText,
  withinBytes,
} from "./markdownText";
import type { DriftReport, Finding, StackDrift } from "./report";
import { shownAuthor, shownText, shownValue, stackVerdict } from "./wording";

/** The first line, by which a pipeline finds its comment or issue again and updates it. */
export const DRIFT_MARKER = "<!-- context7-ema drift -->";

const TABLE_ROWS = 100;

/** A part of the document, and how many findings are in it. */
interface Part {
  readonly text: string;
  readonly findings: number;
}

/**
 * A drift report as a comment of a pull request or an issue: a table of the stacks, then each finding
 * with its details folded. It says when something was changed and not when it was looked, so that the
 * same drift is the same text in every run. What does not fit is left out by whole findings, from the
 * end, where those are that do not count; the last line says how many.
 *
 * @param limit in bytes; default: what GitHub takes.
 */
export function driftMarkdown(report: DriftReport, limit = GITHUB_LIMIT): string {
  const { stacks, notes } = report;
  const parts: Part[] = [
    { text: `${DRIFT_MARKER}\n### context7-ema drift: ${headline(stacks)}`, findings: 0 },
    ...(stacks.length === 0 ? [] : [{ text: stackTable(stacks), findings: 0 }]),
    ...stacks.flatMap(problemParts),
    ...stacks.flatMap(countedParts),
    ...notes.map(notePart),
    ...stacks.flatMap(uncountedParts),
  ];
  const kept = withinBytes(parts, limit);
  const left = findingsIn(parts) - findingsIn(kept);
  const texts = kept.map(({ text }) => text);
  if (kept.length < parts.length) texts.push(restText(left));
  return `${texts.join("\n\n")}\n`;
}

function findingsIn(parts: readonly Part[]): number {
  return parts.reduce((sum, { findings }) => sum + findings, 0);
}

function restText(findings: number): string {
  const what =
    findings === 0
      ? "Some texts do"
      : `${findings} more ${findings === 1 ? "finding does" : "findings do"}`;
  return `_${what} not fit in here; \`context7-ema drift --json\` has them all._`;
}

/** `1 of 3 stacks drifted, 1 could not be read`. */
function headline(stacks: readonly StackDrift[]): string {
  const count = (verdict: StackDrift["verdict"]) =>
    stacks.filter((stack) => stack.verdict === verdict).length;
  const total = `${stacks.length} ${stacks.length === 1 ? "stack" : "stacks"}`;
  const [drifted, unknown] = [count("drift"), count("unknown")];
  if (drifted + unknown === 0) return `${total} as declared`;
  const first = drifted > 0 ? [`${drifted} of ${total} drifted`] : [];
  const of = drifted > 0 ? "" : ` of ${total}`;
  return [...first, ...(unknown > 0 ? [`${unknown}${of} could not be read`] : [])].join(", ");
}

const ORDER = ["drift", "unknown", "none"] as const;

function stackTable(stacks: readonly StackDrift[]): string {
  const sorted = ORDER.flatMap((verdict) => stacks.filter((stack) => stack.verdict === verdict));
  const rows = sorted.slice(0, TABLE_ROWS).map((stack) => {
    const org = stack.orgUrl === undefined ? "" : markdownCode(scrub(stack.orgUrl, [], 80));
    return markdownRow(markdownCode(scrub(stack.stack, [], 80)), org, stackVerdict(stack));
  });
  const more = sorted.length - TABLE_ROWS;
  if (more > 0) rows.push(markdownRow(`${more} more`, "", ""));
  return [markdownRow("Stack", "Okta org", "Verdict"), "| --- | --- | --- |", ...rows].join("\n");
}

function problemParts({ stack, problems }: StackDrift): Part[] {
  const name = markdownCode(shownText(stack));
  return problems.map((problem) => ({
    text: `**${name} could not be read:** ${markdownText(shownText(problem))}`,
    findings: 0,
  }));
}

/** What counts: the sentence of each finding in the open, the rest folded. */
function countedParts({ stack, findings }: StackDrift): Part[] {
  const counted = findings.filter(({ counts }) => counts);
  return counted.map((finding, index) => {
    const heading = index === 0 ? `#### ${markdownCode(shownText(stack))}\n\n` : "";
    const { kind, object, sentence } = finding;
    const first = `**${kind}** ${markdownText(shownText(object.name))} (${object.kind}): ${markdownText(shownText(sentence))}`;
    const text = `${heading}${first}\n\n${folded("Details", detailsText(finding))}`;
    return { text, findings: 1 };
  });
}

function notePart(note: string): Part {
  return { text: `**Note:** ${markdownText(shownText(note))}`, findings: 0 };
}

/** What does not count, all of a stack behind one fold. */
function uncountedParts({ stack, findings }: StackDrift): Part[] {
  const others = findings.filter(({ counts }) => !counts);
  if (others.length === 0) return [];
  const lines = others.map(({ kind, object, sentence, remedy }) => {
    const name = `${markdownText(shownText(object.name))} (${object.kind})`;
    const texts = `${markdownText(shownText(sentence))} ${markdownText(shownText(remedy))}`;
    return `- **${kind}** ${name}: ${texts}`;
  });
  const title = `${shownText(stack)}: ${others.length} not counted`;
  return [{ text: folded(title, lines.join("\n")), findings: others.length }];
}

function detailsText({ changes, changedBy, object, remedy }: Finding): string {
  const rows = changes.map(({ property, label, declared, live }) =>
    markdownRow(
      `${markdownText(shownText(label))} (${markdownCode(shownText(property))})`,
      ...[declared, live].map((value) =>
        value === null ? "nothing" : markdownCode(shownValue(value)),
      ),
    ),
  );
  const table = [markdownRow("Property", "Declared", "Live"), "| --- | --- | --- |", ...rows];
  const lines: [string, string | undefined][] = [
    ["Changed by", changedBy && markdownText(shownAuthor(changedBy))],
    ["Where", markdownText(shownText(object.console))],
    ["Resource", object.urn && markdownCode(shownText(object.urn))],
    ["To do", markdownText(shownText(remedy))],
  ];
  const list = lines.flatMap(([name, text]) => (text ? [`- ${name}: ${text}`] : []));
  return [...(rows.length > 0 ? [table.join("\n")] : []), list.join("\n")].join("\n\n");
}
