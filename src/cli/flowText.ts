import type { FlowLeg, FlowProbe, FlowRecord, Report } from "../verifier/report";
import { indented, type Layout, labelled, paint, wrap } from "./layout";
import { adviceText, resultsText, verdictWord } from "./reportText";
import { membersText } from "./tokenText";

/**
 * A live flow for a person: its legs as they were walked, the claims that were issued, what must be
 * refused, and whatever of the checks explains a failure.
 */
export function flowText(report: Report, layout: Layout): string {
  const { live } = report;
  if (!live) return "The live flow was not made.";
  const now = Date.parse(live.startedAt);
  const parts = [
    `Live flow as ${live.client}, ${live.startedAt}`,
    ...live.legs.map((leg) => legText(leg, now, layout)),
  ];
  if (live.probes.length > 0) {
    parts.push(paint(layout, "bold", "What must be refused"));
    parts.push(...live.probes.map((probe) => probeText(probe, layout)));
  }
  const beside = besideText(report, layout);
  if (beside) parts.push(beside);
  parts.push(countText(report, live, layout));
  return parts.join("\n\n");
}

const MARGIN = 6;

function legText(leg: FlowLeg, now: number, layout: Layout): string {
  const { title, verdict, durationMs, said, claims } = leg;
  const head = `${verdictWord(layout, verdict)}  ${paint(layout, "bold", title)} ${durationText(durationMs)}`;
  const lines = [...bodyText(leg, layout)];
  if (said) lines.push(labelled("it said", saidText(said), 10, layout.width - MARGIN));
  if (claims) {
    const narrow = { ...layout, width: layout.width - MARGIN };
    lines.push("claims", indented(membersText(claims, now, narrow), 2));
  }
  return [head, indented(lines.join("\n"), MARGIN)].join("\n");
}

function probeText(probe: FlowProbe, layout: Layout): string {
  const { title, verdict, said } = probe;
  const lines = [...bodyText(probe, layout)];
  if (said) lines.push(labelled("it said", saidText(said), 10, layout.width - MARGIN));
  return [`${verdictWord(layout, verdict)}  ${title}`, indented(lines.join("\n"), MARGIN)].join(
    "\n",
  );
}

function* bodyText(part: FlowLeg | FlowProbe, layout: Layout): Generator<string> {
  yield* wrap(part.summary, layout.width - MARGIN);
  const advice = adviceText(part, layout.width - MARGIN);
  if (advice) yield advice;
}

function saidText({ error, description, status }: NonNullable<FlowLeg["said"]>): string {
  const text = description ? `${error}: ${description}` : error;
  return status === undefined ? text : `${text} (HTTP ${status})`;
}

/** The checks that were made beside the flow, as far as something is wrong with them. */
function besideText(report: Report, layout: Layout): string | undefined {
  const wrong = report.results.filter(
    ({ group, verdict }) => group !== "live" && (verdict === "fail" || verdict === "warn"),
  );
  if (wrong.length === 0) return undefined;
  const heading = paint(layout, "bold", "What the checks say");
  return `${heading}\n${resultsText(wrong, layout)}`;
}

function countText({ idJagsThisMonth }: Report, live: FlowRecord, layout: Layout): string {
  const { month, limit, users } = idJagsThisMonth;
  const most = Math.max(0, ...Object.values(users));
  const one = live.idJagsIssued === 1;
  const issued = `${live.idJagsIssued} ID-JAG${one ? " was" : "s were"} issued`;
  const text = `${issued}; ${most} of at most ${limit} in ${month}, as counted on this machine.`;
  return [
    ...live.notes.flatMap((note) => wrap(note, layout.width)),
    ...wrap(text, layout.width),
  ].join("\n");
}

function durationText(milliseconds: number): string {
  return milliseconds < 1000
    ? `(${Math.round(milliseconds)} ms)`
    : `(${(milliseconds / 1000).toFixed(1)} s)`;
}
