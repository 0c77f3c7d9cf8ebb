import type { DriftReport, Finding, StackDrift } from "../drift/report";
import {
  closingLine,
  countedFirst,
  shownAuthor,
  shownChange,
  shownText,
  stackVerdict,
} from "../drift/wording";
import { indented, type Layout, labelled, paint, wrap } from "./layout";

type Style = Parameters<typeof paint>[1];

const VERDICTS: Record<StackDrift["verdict"], Style> = {
  none: "green",
  drift: ["red", "bold"],
  unknown: ["yellow", "bold"],
};
const KINDS: Record<Finding["kind"], Style> = {
  changed: ["yellow", "bold"],
  deleted: ["red", "bold"],
  undeclared: ["yellow", "bold"],
  "not observable": "dim",
};

const MARGIN = 2;
const KIND_WIDTH = 16;
const LABEL_WIDTH = 8;

/** A drift report for a person: stack by stack what differs, who did it, what to do; notes; and the sum. */
export function driftText(report: DriftReport, layout: Layout): string {
  const sum = wrap(closingLine(report), layout.width);
  return [
    ...report.stacks.map((stack) => stackText(stack, layout)),
    ...report.notes.map((note) => wrap(`Note: ${shownText(note)}`, layout.width).join("\n")),
    sum.map((line) => paint(layout, VERDICTS[report.verdict], line)).join("\n"),
  ].join("\n\n");
}

function stackText(stack: StackDrift, layout: Layout): string {
  const { findings, problems, compared, ignored } = stack;
  const width = layout.width - MARGIN;
  const left = ignored === 0 ? "" : `, ${ignored} ignored`;
  const objects = `${compared} ${compared === 1 ? "object" : "objects"} compared${left}.`;
  const blocks = [
    [heading(stack, layout), indented(compared + ignored > 0 ? objects : "", MARGIN)]
      .filter(Boolean)
      .join("\n"),
    ...problems.map((problem) => {
      const [first = "", ...rest] = labelled(
        "problem",
        shownText(problem),
        KIND_WIDTH,
        width,
      ).split("\n");
      const word = paint(layout, VERDICTS.unknown, "problem");
      return indented([first.replace("problem", word), ...rest].join("\n"), MARGIN);
    }),
  ];
  let remedyAbove: string | undefined;
  for (const finding of countedFirst(findings)) {
    blocks.push(indented(findingText(finding, finding.remedy === remedyAbove, layout), MARGIN));
    remedyAbove = finding.remedy;
  }
  return blocks.join("\n\n");
}

/** `prod, https://acme.okta.com: drifted (2 changed)`. */
function heading(stack: StackDrift, layout: Layout): string {
  const name = [stack.stack, stack.orgUrl]
    .filter((part) => part !== undefined)
    .map(shownText)
    .join(", ");
  const lines = wrap(`${name}: ${stackVerdict(stack)}`, layout.width);
  return lines.map((line) => paint(layout, VERDICTS[stack.verdict], line)).join("\n");
}

function findingText(finding: Finding, remedyIsAbove: boolean, layout: Layout): string {
  const { kind, counts, object, sentence, changes, remedy, changedBy } = finding;
  const width = layout.width - MARGIN - KIND_WIDTH;
  const title = wrap(`${shownText(object.name)} (${object.kind})`, width);
  const fields: [string, string][] = [
    ...(changedBy ? [["by", shownAuthor(changedBy)] as [string, string]] : []),
    ["where", shownText(object.console)],
    ["remedy", remedyIsAbove ? "as above" : shownText(remedy)],
  ];
  const lines = [
    ...title.map((line) => (counts ? paint(layout, "bold", line) : line)),
    ...wrap(shownText(sentence), width),
    ...changesText(changes, width),
    ...fields.map(([label, text]) => labelled(label, text, LABEL_WIDTH, width)),
  ]
    .join("\n")
    .split("\n")
    .map((line) => (counts ? line : paint(layout, "dim", line)));
  const word =
    paint(layout, counts ? KINDS[kind] : "dim", kind) + " ".repeat(KIND_WIDTH - kind.length);
  const [first = "", ...rest] = lines;
  return [word + first, ...rest.map((line) => " ".repeat(KIND_WIDTH) + line)].join("\n");
}

/** `Status  ACTIVE → INACTIVE`, the values under each other. */
function changesText(changes: Finding["changes"], width: number): string[] {
  const names = changes.map(({ label }) => shownText(label));
  const labelWidth =
    Math.min(Math.max(...names.map((name) => name.length)), Math.floor(width * 0.4)) + 2;
  return changes.map((change, index) => {
    const name = names[index] ?? "";
    const label = name.length > labelWidth - 2 ? `${name.slice(0, labelWidth - 3)}…` : name;
    return labelled(label, shownChange(change), labelWidth, width);
  });
}
