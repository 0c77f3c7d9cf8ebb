import type { RunSummary } from "../runs";
import { type Html, html } from "./html";
import { countsText, symbol, VERDICT_WORDS } from "./verdict";
import { durationText, time } from "./words";

/** The last runs, the newest first, each leading to its report. */
export function runListSection(runs: readonly RunSummary[], shown: string): Html {
  return html`<section aria-labelledby="runs-title">
<h2 id="runs-title">Last runs</h2>
<ol class="runs">${runs.map((run, index) => runLine(run, index, shown))}</ol>
</section>`;
}

function runLine(run: RunSummary, index: number, shown: string): Html {
  const duration = durationText(Date.parse(run.finishedAt) - Date.parse(run.startedAt));
  const href = index === 0 ? "/" : `/runs/${run.id}`;
  const content = html`${symbol(run.verdict)}<span class="run-when">${time(run.startedAt)}</span>
<span class="run-verdict">${VERDICT_WORDS[run.verdict]}</span>
<span class="run-kind">${run.kind === "live" ? "with live flow" : "checks"}, ${duration}</span>
<span class="run-counts">${countsText(run.counts)}</span>`;
  return run.id === shown
    ? html`<li><a href="${href}" aria-current="true">${content}</a></li>`
    : html`<li><a href="${href}">${content}</a></li>`;
}
