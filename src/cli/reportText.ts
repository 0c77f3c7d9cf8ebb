import Table from "cli-table3";
import {
  CHECK_GROUPS,
  type CheckGroup,
  type CheckResult,
  type Report,
  type Verdict,
} from "../verifier/report";
import { indented, type Layout, labelled, paint, wrap } from "./layout";

const GROUP_TITLES: Record<CheckGroup, string> = {
  okta: "Okta",
  context7: "Context7",
  live: "Live flow",
};

const WORDS: Record<Verdict, string> = { pass: "pass", warn: "WARN", fail: "FAIL", skip: "skip" };
const STYLES: Record<Verdict, Parameters<typeof paint>[1]> = {
  pass: "green",
  warn: "yellow",
  fail: ["red", "bold"],
  skip: "dim",
};

export function verdictWord(layout: Layout, verdict: Verdict): string {
  return paint(layout, STYLES[verdict], WORDS[verdict]);
}

/** A report for a person: what was looked at, each check under its group, what to do, the sum. */
export function reportText(report: Report, layout: Layout): string {
  const groups = CHECK_GROUPS.filter((group) =>
    report.results.some((each) => each.group === group),
  );
  return [
    targetText(report, layout),
    ...groups.map((group) => groupText(report, group, layout)),
    chainText(report, layout),
    sumText(report, layout),
  ].join("\n\n");
}

function targetText({ target }: Report, layout: Layout): string {
  const lines: [string, string][] = [
    [
      "Okta org",
      target.issuer === target.orgUrl ? target.orgUrl : `${target.orgUrl}, issuer ${target.issuer}`,
    ],
    ["Context7", `${target.resourceIssuer}, MCP server ${target.mcpUrl}`],
    ["Clients", target.clients.join(", ") || "none"],
  ];
  return lines.map(([label, text]) => labelled(label, text, 10, layout.width)).join("\n");
}

const MARGIN = 2;
const VERDICT_WIDTH = 6;

function groupText(report: Report, group: CheckGroup, layout: Layout): string {
  const heading = paint(layout, "bold", GROUP_TITLES[group]);
  const results = report.results.filter((each) => each.group === group);
  return `${heading}\n${resultsText(results, layout)}`;
}

/** Checks as a table: verdict, title, what was seen; and what to do under those that need it. */
export function resultsText(results: readonly CheckResult[], layout: Layout): string {
  const titles = results.map(titleOf);
  const widest = Math.max(...titles.map((title) => title.length));
  const titleWidth = Math.min(widest, Math.floor(layout.width * 0.38)) + 2;
  const textWidth = layout.width - MARGIN - VERDICT_WIDTH - titleWidth;

  const table = new Table({
    chars: NO_LINES,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
  });
  let reasonAbove: string | undefined;
  for (const result of results) {
    const { verdict, summary, reason = summary } = result;
    const isSkip = verdict === "skip";
    const text = isSkip ? (reason === reasonAbove ? "as above" : reason) : summary;
    reasonAbove = isSkip ? reason : undefined;
    table.push([
      verdictWord(layout, verdict) + " ".repeat(VERDICT_WIDTH - 4),
      wrap(titleOf(result), titleWidth - 2)
        .map((line) => line.padEnd(titleWidth))
        .join("\n"),
      wrap(text, textWidth)
        .map((line) => (isSkip ? paint(layout, "dim", line) : line))
        .join("\n"),
    ]);
    const advice = adviceText(result, layout.width - MARGIN - VERDICT_WIDTH);
    if (advice) table.push(["", { colSpan: 2, content: advice }]);
  }
  return indented(trimEnds(table.toString()), MARGIN);
}

// Only blanks between the columns: lines around every cell would take the width that texts need.
const NO_LINES = Object.fromEntries(
  [
    "top",
    "top-mid",
    "top-left",
    "top-right",
    "bottom",
    "bottom-mid",
    "bottom-left",
    "bottom-right",
    "left",
    "left-mid",
    "mid",
    "mid-mid",
    "right",
    "right-mid",
    "middle",
  ].map((place) => [place, ""]),
);

function titleOf({ title, client }: CheckResult): string {
  return client === undefined ? title : `${title} (${client})`;
}

/** What stands under a check that warns or fails; nothing under the others. */
export function adviceText(
  advice: Pick<CheckResult, "verdict" | "expected" | "remedy" | "source" | "tag">,
  width: number,
): string {
  const { verdict, expected, remedy, source, tag } = advice;
  if (verdict !== "warn" && verdict !== "fail") return "";
  const lines: [string, string | undefined][] = [
    ["expected", expected],
    ["remedy", remedy],
    ["source", source],
    ["tag", tag],
  ];
  return lines
    .flatMap(([label, text]) => (text ? [labelled(label, text, 10, width)] : []))
    .join("\n");
}

function chainText({ chain }: Report, layout: Layout): string {
  const links = chain.map(({ title, verdict }) => `${title}: ${verdictWord(layout, verdict)}`);
  return labelled("Chain", links.join(" → "), 10, layout.width);
}

/** `12 checks: 9 pass, 1 warns, 1 fails; 1 did not run.` */
function sumText({ counts, verdict }: Report, layout: Layout): string {
  const total = counts.pass + counts.warn + counts.fail + counts.skip;
  const ran = `${counts.pass} pass, ${counts.warn} warn, ${counts.fail} fail`;
  const text = `${total} ${total === 1 ? "check" : "checks"}: ${ran}; ${counts.skip} did not run.`;
  return paint(layout, STYLES[verdict], text);
}

function trimEnds(text: string): string {
  return text.replace(/[ \t]+$/gm, "");
}
