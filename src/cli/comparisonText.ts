import type { NotComparable, StackComparison } from "../drift/comparison";
import {
  comparisonLine,
  NOT_COMPARABLE,
  shownSetting,
  shownText,
  stackList,
  unmatchedLine,
} from "../drift/wording";
import { indented, type Layout, labelled, paint, wrap } from "./layout";

const STYLES: Record<StackComparison["verdict"], Parameters<typeof paint>[1]> = {
  none: "green",
  different: ["red", "bold"],
  unknown: ["yellow", "bold"],
};
const MARGIN = 2;

/** Environments side by side, for a person: what differs, what of it is meant, the sum. */
export function comparisonText(comparison: StackComparison, layout: Layout): string {
  const { differences, problems, notComparable, unmatched, verdict } = comparison;
  const counted = differences.filter(({ wanted }) => wanted === undefined);
  const wanted = differences.filter((each) => each.wanted !== undefined);
  const blocks = [
    ...problems.map((problem) => labelled("problem", shownText(problem), 9, layout.width)),
    ...counted.map((each) => differenceText(each, layout)),
    ...wanted.map((each) => differenceText(each, layout, ["wanted", each.wanted ?? ""])),
    ...notComparable.map((each) => differenceText(each, layout, ["note", NOT_COMPARABLE])),
    ...unmatched.map((entry) => wrap(unmatchedLine(entry), layout.width).join("\n")),
    wrap(comparisonLine(comparison), layout.width)
      .map((line) => paint(layout, STYLES[verdict], line))
      .join("\n"),
  ];
  return blocks.join("\n\n");
}

/** @param remark why it does not count, and what that is called. */
function differenceText(
  { path, values }: NotComparable,
  layout: Layout,
  remark?: readonly [label: string, text: string],
): string {
  const width = layout.width - MARGIN;
  const names = values.map(({ stacks }) => stackList(stacks));
  const nameWidth =
    Math.min(Math.max(...names.map((name) => name.length)), Math.floor(width * 0.4)) + 2;
  const lines = values.map(({ value }, index) => {
    const name = names[index] ?? "";
    if (name.length < nameWidth) return labelled(name, shownSetting(value), nameWidth, width);
    return `${name}\n${labelled("", shownSetting(value), nameWidth, width)}`;
  });
  if (remark) lines.push(labelled(remark[0], shownText(remark[1]), nameWidth, width));
  const heading = wrap(shownText(path), layout.width).map((line) =>
    remark ? line : paint(layout, "bold", line),
  );
  const text = [...heading, indented(lines.join("\n"), MARGIN)].join("\n");
  if (!remark) return text;
  return text
    .split("\n")
    .map((line) => paint(layout, "dim", line))
    .join("\n");
}
