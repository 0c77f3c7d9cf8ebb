import type { FlowLeg, FlowProbe, FlowRecord, IdJagCount } from "../../report";
import { scrubbed } from "../scrubbed";
import { factsList, source } from "./findings";
import { type Html, html } from "./html";
import { badge, symbol, VERDICT_WORDS } from "./verdict";
import { durationText, prose, time } from "./words";

/** A live flow's legs on one time axis, with what the tokens said. */
export function timelineSection(flow: FlowRecord, counted: IdJagCount): Html {
  const used = Math.max(0, ...Object.values(counted.users));
  return html`<section aria-labelledby="live-title">
<h2 id="live-title">Live flow</h2>
<p class="muted">${badge(flow.verdict)} Client ${flow.client}, ${time(flow.startedAt)}, ${durationText(
    flow.durationMs,
  )}. ID-JAGs of ${counted.month}: ${used} of ${counted.limit} for one user.</p>
<ol class="legs">${flow.legs.map((leg) => legItem(leg, flow))}</ol>
${flow.probes.length > 0 ? probesPart(flow.probes) : undefined}
${flow.notes.map((note) => html`<p class="note">${note}</p>`)}
</section>`;
}

function legItem(leg: FlowLeg, flow: FlowRecord): Html {
  return html`<li class="leg ${leg.verdict}">
<div class="leg-head">${symbol(leg.verdict)}<h3>${leg.title}</h3>
<span class="leg-verdict">${VERDICT_WORDS[leg.verdict]}</span>
<span class="leg-time">${durationText(leg.durationMs)}</span></div>
${bar(leg, flow)}
<p>${prose(leg.summary)}</p>
${said(leg.said)}
${leg.remedy && html`<div class="remedy"><h4>What to do</h4><p>${prose(leg.remedy)}</p></div>`}
${Object.keys(leg.facts).length > 0 ? factsList(Object.entries(leg.facts)) : undefined}
${leg.claims && claimsPart(leg)}
${leg.source && html`<p class="muted">${source(leg.source)}</p>`}
</li>`;
}

/** Where in the whole flow the leg lies; as attributes, since the page allows no inline style. */
function bar(leg: FlowLeg, flow: FlowRecord): Html {
  const whole = Math.max(flow.durationMs, 1);
  const percent = (value: number) => Math.min(100, Math.max(0, (value / whole) * 100));
  const start = percent(Date.parse(leg.startedAt) - Date.parse(flow.startedAt));
  const width = Math.max(0.8, Math.min(percent(leg.durationMs), 100 - start));
  return html`<svg class="bar ${leg.verdict}" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
<rect class="track" width="100" height="4"/><rect class="span" x="${start.toFixed(2)}" width="${width.toFixed(2)}" height="4"/></svg>`;
}

function said(answer: FlowLeg["said"]): Html | undefined {
  if (!answer) return undefined;
  const { error, description, status } = answer;
  return html`<p class="said">They said: <q>${error}${description && html`: ${description}`}</q>${
    status && html` (HTTP ${status})`
  }</p>`;
}

function claimsPart({ claims = {}, title }: FlowLeg): Html {
  return html`<details class="claims"><summary>What the token said<span class="hidden"> in ${title}</span></summary>
<pre>${JSON.stringify(scrubbed(claims), null, 2)}</pre></details>`;
}

function probesPart(probes: readonly FlowProbe[]): Html {
  return html`<h3 class="probes-title">What must be refused</h3>
<ul class="checks">${probes.map(
    (probe) => html`<li class="check">${symbol(probe.verdict)}
<div><p class="check-title">${probe.title}</p>
<p class="check-summary"><strong>${VERDICT_WORDS[probe.verdict]}.</strong> ${prose(probe.summary)}</p>
${said(probe.said)}${probe.remedy && html`<p class="check-summary">${prose(probe.remedy)}</p>`}</div></li>`,
  )}</ul>`;
}
