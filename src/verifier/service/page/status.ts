import type { Report } from "../../report";
import type { FailedRun } from "../failedRun";
import { type EndedRun, type RunningRun, unresolvedFailures } from "../runs";
import { chainSection } from "./chain";
import { checksSection, findingsSection } from "./findings";
import { type Html, html } from "./html";
import { document } from "./layout";
import { runListSection } from "./runList";
import { timelineSection } from "./timeline";
import { symbol } from "./verdict";
import { durationText, hostOf, prose, relativeText, time } from "./words";

/** Everything that the page says. */
export interface Status {
  /** Shown; absent: nothing was run yet. */
  readonly report?: Report;
  /** Whether `report` is the newest. */
  readonly isLatest: boolean;
  /** The newest report with a live flow; `report` itself, if it has one. */
  readonly live?: Report;
  readonly running?: RunningRun;
  readonly runs: readonly EndedRun[];
  readonly orgUrl: string;
  /** Key of the client that a live flow can be asked for. */
  readonly liveClient?: string;
  /** When the checks are made next, milliseconds since 1970. */
  readonly nextAt?: number;
  readonly now: number;
  /** Whether the browser is logged in and can be logged out. */
  readonly hasSession: boolean;
  readonly addressesCheckedBy: "verifier" | "proxy";
  readonly replayCache: "memory" | "redis";
  /** Addresses of the page's own files. */
  readonly assets: { readonly style: string; readonly script: string };
}

/** The status page. Complete without its script, which only spares reloading. */
export function statusPage(status: Status): string {
  const { report, live, assets, running, runs } = status;
  const host = hostOf(status.orgUrl);
  // Without the script the browser looks again by itself while a run is under way.
  const refresh = running && html`<noscript><meta http-equiv="refresh" content="2"></noscript>`;
  return document({
    title: `${titleOf(status)} · ${host}`,
    head: html`<link rel="stylesheet" href="${assets.style}"><script src="${assets.script}" defer></script>${refresh}`,
    body: html`<a class="skip" href="#main">Skip to the report</a>
<header class="top"><div><p class="eyebrow">Context7 Enterprise-Managed Auth</p><h1>${host}</h1></div>
${status.hasSession ? html`<form method="post" action="/logout"><button>Log out</button></form>` : undefined}</header>
<main id="main">
${verdictSection(status)}
${
  report && [
    chainSection(report),
    findingsSection(report),
    live?.live && timelineSection(live.live, live.idJagsThisMonth),
    checksSection(report),
  ]
}
${runs.length > 0 ? runListSection(runs, report?.id) : undefined}
</main>
<footer class="bottom">${footerText(status)}</footer>`,
  });
}

function titleOf({ report, runs }: Status): string {
  if (report) return headline(report);
  return runs.length === 0 ? "No run yet" : "No report yet";
}

function headline({ verdict, counts }: Report): string {
  switch (verdict) {
    case "fail": {
      const fails = counts.fail === 1 ? "One check fails" : `${counts.fail} checks fail`;
      return counts.warn === 0 ? fails : `${fails}, ${counts.warn} more to look at`;
    }
    case "warn":
      return "It works, but needs a look";
    case "pass":
      return counts.skip === 0 ? "Everything holds" : "All that was checked holds";
    case "skip":
      return "Nothing could be checked";
  }
}

function verdictSection(status: Status): Html {
  const { report, isLatest, live, runs } = status;
  // An older run's page is about that run.
  const failures = isLatest ? unresolvedFailures(runs) : [];
  const verdict = report?.verdict ?? "skip";
  return html`<section class="verdict ${verdict}" aria-labelledby="verdict-title">
${symbol(verdict)}
<div class="verdict-text"><h2 id="verdict-title" tabindex="-1">${titleOf(status)}</h2>
${failures.length === 0 || report ? html`<p>${report ? whenText(report, status) : "The first one begins by itself soon, or with the button."}</p>` : undefined}
${report && liveNews(report, live)}
${failureNews(failures, report)}
${isLatest ? undefined : html`<p><a href="/">This is an older run. Show the newest.</a></p>`}</div>
${actions(status)}
<p id="progress" role="status">${status.running && progressText(status.running)}</p>
</section>`;
}

/** Checks alone do not know what the last live flow met. */
function liveNews(report: Report, live: Report | undefined): Html | undefined {
  if (!live?.live || live.id === report.id || live.live.verdict !== "fail") return undefined;
  return html`<p><a href="#live-title">The last live flow failed</a> (${time(live.live.startedAt)}).</p>`;
}

/** What stands on the page is older than these, so that nobody takes it for what they brought. */
function failureNews(failures: readonly FailedRun[], report: Report | undefined): Html | undefined {
  if (failures.length === 0) return undefined;
  const older = report && " What stands here is of an earlier run.";
  return html`<div id="no-report" class="no-report" tabindex="-1">${failures.map(
    ({ kind, startedAt, reason }) =>
      html`<p><strong>The last ${kind === "live" ? "live flow" : "run of the checks"} brought no report</strong> (${time(startedAt)}).${older} ${prose(reason)}</p>`,
  )}</div>`;
}

function whenText(report: Report, { nextAt, now }: Status): Html {
  const finished = Date.parse(report.finishedAt);
  const took = durationText(finished - Date.parse(report.startedAt));
  const skipped = report.counts.skip;
  return html`Checked ${relativeText(finished, now)} (${time(report.finishedAt)}), in ${took}.${
    skipped > 0
      ? ` ${skipped} ${skipped === 1 ? "check was" : "checks were"} not made; the reasons stand below.`
      : undefined
  }${nextAt !== undefined ? ` Next: ${relativeText(nextAt, now)}.` : undefined}`;
}

/** Also written by the page's script, in the same words. */
function progressText({ kind, done }: RunningRun): string {
  return `${kind === "live" ? "Checks and live flow are" : "The checks are"} under way: ${done} done.`;
}

function actions({ liveClient, running, live }: Status): Html {
  const used = Math.max(0, ...Object.values(live?.idJagsThisMonth.users ?? {}));
  const state = running ? html` aria-disabled="true"` : undefined;
  const run = running && html` data-running="${running.id}"`;
  return html`<div class="actions"${run}>
<form method="post" action="/runs" data-run><input type="hidden" name="kind" value="checks"><button class="primary"${state}>Run the checks</button></form>
${
  liveClient !== undefined
    ? html`<details class="live"><summary>Run a live flow…</summary>
<form method="post" action="/runs" data-run><input type="hidden" name="kind" value="live">
<p>Signs in as the client <strong>${liveClient}</strong>, from Okta to the MCP server. It takes one of the 250 ID-JAGs that Okta allows for a user, app and month${used > 0 ? ` (${used} used)` : undefined}; the first success makes the user a member of the teamspace, who may be billed.</p>
<p><label><input type="checkbox" name="probes" value="yes"> Also try what must be refused (three more ID-JAGs)</label></p>
<button${state}>Run the live flow</button></form></details>`
    : undefined
}</div>`;
}

function footerText({ addressesCheckedBy, replayCache, report }: Status): Html {
  const addresses =
    addressesCheckedBy === "proxy"
      ? "Requests go through a proxy; which addresses they reach is the proxy's matter."
      : "Requests reach only configured hosts with public addresses.";
  const cache =
    replayCache === "redis"
      ? "The replay cache is shared."
      : "The replay cache is this process's own.";
  return html`<p>${addresses} ${cache}</p>
<p>${report && html`<a href="/api/report">This report as JSON</a> · `}<a href="/metrics">Metrics</a></p>`;
}
