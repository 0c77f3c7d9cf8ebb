import type { Difference, StackComparison } from "./comparison";
import {
  folded,
  GITHUB_LIMIT,
  markdownCode,
  markdownRow,
  markdownText,
  withinBytes,
} from "./markdownText";
import {
  comparisonLine,
  NOT_COMPARABLE,
  shownSetting,
  shownText,
  stackList,
  unmatchedLine,
} from "./wording";

/** The first line, by which a pipeline finds its comment or issue again and updates it. */
export const COMPARISON_MARKER = "<!-- context7-ema comparison -->";

/**
 * Environments side by side as a comment of a pull request or an issue: a table for each difference,
 * those that are wanted, and what is not comparable, folded. What does not fit is left out from the end, and the last line says so.
 *
 * @param limit in bytes; default: what GitHub takes.
 */
export function comparisonMarkdown(comparison: StackComparison, limit = GITHUB_LIMIT): string {
  const { differences, problems, notComparable, unmatched } = comparison;
  const counted = differences.filter(({ wanted }) => wanted === undefined);
  const wanted = differences.filter((each) => each.wanted !== undefined);
  const title = `### context7-ema comparison: ${comparisonLine(comparison)}`;
  const parts = [
    `${COMPARISON_MARKER}\n${title}`,
    ...problems.map((problem) => `**Problem:** ${markdownText(shownText(problem))}`),
    ...counted.map(differenceTable),
    ...unmatched.map((entry) => `**Not there:** ${markdownText(unmatchedLine(entry))}`),
    ...wanted.map((each) => folded(`Wanted: ${shownText(each.path)}`, differenceTable(each))),
    ...notComparable.map((each) =>
      folded(`${shownText(each.path)}: ${NOT_COMPARABLE}`, differenceTable(each)),
    ),
  ].map((text) => ({ text }));
  const kept = withinBytes(parts, limit).map(({ text }) => text);
  if (kept.length < parts.length) {
    kept.push("_There is more; `context7-ema drift --compare --json` has it all._");
  }
  return `${kept.join("\n\n")}\n`;
}

function differenceTable({ path, values, wanted }: Difference): string {
  const rows = values.map(({ stacks, value }) => {
    const shown = value === null ? shownSetting(value) : markdownCode(shownSetting(value));
    return markdownRow(markdownText(stackList(stacks)), shown);
  });
  const reason = wanted === undefined ? "" : `Wanted: ${markdownText(shownText(wanted))}\n\n`;
  const head = [markdownRow("Stacks", markdownCode(shownText(path))), "| --- | --- |"];
  return `${reason}${[...head, ...rows].join("\n")}`;
}
