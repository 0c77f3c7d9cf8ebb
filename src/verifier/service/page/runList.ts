import type { FailedRun } from "../failedRun";
import type { EndedRun, RunSummary } from "../runs";
import { type Html, html } from "./html";
import { countsText, symbol, VERDICT_WORDS } from "./verdict";
import { durationText, prose, time } from "./words";

/** The last runs, the newest first, each leading to its report or saying why there is none. */
export function runListSection(runs: readonly EndedRun[], shown: string | undefined): Html {
  const newest = runs.find(({ verdict }) => verdict !== "error")?.id;
  return html`<section aria-labelledby="runs-title">
<h2 id="runs-title">Last runs</h2>
<ol class="runs">${runs.map((run) =>
    run.verdict === "error" ? failedLine(run) : runLine(run, run.id === newest, shown),
  )}</ol>
</section>`;
}

function runLine(run: RunSummary, isNewest: boolean, shown: string | undefined): Html {
  const href = isNewest ? "/" : `/runs/${run.id}`;
  const content = html`${symbol(run.verdict)}<span class="run-when">${time(run.startedAt)}</span>
<span class="run-verdict">${VERDICT_WORDS[run.verdict]}</span>
<span class="run-kind">${kindText(run)}</span>
<span class="run-counts">${countsText(run.counts)}</span>`;
  return run.id === shown
    ? html`<li><a href="${href}" aria-current="true">${content}</a></li>`
    : html`<li><a href="${href}">${content}</a></li>`;
}

/** There is no report to lead to. */
function failedLine(run: FailedRun): Html {
  return html`<li><div class="run">${symbol("fail")}<span class="run-when">${time(run.startedAt)}</span>
<span class="run-verdict">No report</span>
<span class="run-kind">${kindText(run)}</span>
<p class="run-reason">${prose(run.reason)}</p></div></li>`;
}

function kindText({ kind, startedAt, finishedAt }: EndedRun): string {
  const duration = durationText(Date.parse(finishedAt) - Date.parse(startedAt));
  return `${kind === "live" ? "with live flow" : "checks"}, ${duration}`;
}
