import { CHAIN_TITLES, type CheckResult, type Report, worstOf } from "../../report";
import { countsOf, resultsOf } from "./chain";
import { type Html, html } from "./html";
import { badge, countsText, symbol, VERDICT_WORDS } from "./verdict";
import { durationText, prose } from "./words";

/** Checks that prove no link: of the verifier itself, negative probes. */
const OTHERS = "Beside the chain";

/** What fails and what needs a look, each with what to do; the worst first. */
export function findingsSection({ results }: Report): Html | undefined {
  const reach = { high: 0, medium: 1, low: 2 };
  const found = (["fail", "warn"] as const).flatMap((verdict) =>
    results
      .filter((result) => result.verdict === verdict)
      .sort((one, other) => reach[one.severity] - reach[other.severity]),
  );
  if (found.length === 0) return undefined;
  return html`<section aria-labelledby="findings-title">
<h2 id="findings-title">What to do</h2>
${byCause(found).map(finding)}
</section>`;
}

/** One fault is seen by several checks, and is to be put right once. */
function byCause(results: readonly CheckResult[]): CheckResult[][] {
  const groups = new Map<string, CheckResult[]>();
  for (const result of results) {
    const cause = JSON.stringify([result.tag ?? result.id, result.summary]);
    groups.set(cause, [...(groups.get(cause) ?? []), result]);
  }
  return [...groups.values()];
}

function finding(results: readonly CheckResult[]): Html | undefined {
  const [result, ...others] = results;
  if (!result) return undefined;
  return html`<article class="finding ${result.verdict}">
<header>${badge(result.verdict)} <span class="place">${placeOf(result)}</span></header>
<h3>${result.title}</h3>
<p>${prose(result.summary)}</p>
${result.remedy && html`<div class="remedy"><h4>What to do</h4><p>${prose(result.remedy)}</p></div>`}
${others.length > 0 ? alsoList(others) : undefined}
${evidenceList(result)}
<footer><code>${result.id}</code>${result.source && html` · ${source(result.source)}`}</footer>
</article>`;
}

function alsoList(others: readonly CheckResult[]): Html {
  return html`<p class="muted">The same cause:</p>
<ul class="also">${others.map(
    (other) =>
      html`<li>${badge(other.verdict)} ${other.title} <span class="place">${placeOf(other)}</span></li>`,
  )}</ul>`;
}

function placeOf(result: CheckResult): string {
  return `${result.link ? CHAIN_TITLES[result.link] : OTHERS}${clientText(result)}`;
}

function clientText({ client }: CheckResult): string {
  return client === undefined ? "" : ` · ${client}`;
}

/** A link only where it is one of the web; anything else is the name of a specification. */
export function source(text: string): Html {
  const url = URL.parse(text);
  if (url?.protocol !== "https:") return html`<cite>${text}</cite>`;
  return html`<a href="${url.href}" rel="noreferrer noopener">${url.host}${url.pathname}</a>`;
}

function evidenceList({ evidence, expected }: CheckResult): Html | undefined {
  const rows = Object.entries({ ...evidence, ...(expected !== undefined && { expected }) });
  return rows.length === 0 ? undefined : factsList(rows);
}

export function factsList(rows: readonly (readonly [string, unknown])[]): Html {
  const text = (value: unknown) => (Array.isArray(value) ? value.join(", ") : String(value));
  return html`<dl>${rows.map(
    ([name, value]) => html`<div><dt>${words(name)}</dt><dd>${text(value) || "nothing"}</dd></div>`,
  )}</dl>`;
}

/** `connectionId` → `connection id`. */
function words(name: string): string {
  return name.replace(
    /([a-z0-9])([A-Z])/g,
    (_, before, after) => `${before} ${after.toLowerCase()}`,
  );
}

/** Every check, under the link of the chain that it is about. */
export function checksSection(report: Report): Html {
  const others = report.results.filter(({ link }) => link === undefined);
  return html`<section aria-labelledby="checks-title">
<h2 id="checks-title">All checks</h2>
${report.chain.map(({ link, title }) => checkGroup(link, title, resultsOf(report, link)))}
${others.length > 0 ? checkGroup("others", OTHERS, others) : undefined}
</section>`;
}

function checkGroup(id: string, title: string, results: readonly CheckResult[]): Html {
  return html`<details class="group">
<summary>${symbol(worstOf(results.map(({ verdict }) => verdict)))}<span class="group-title">${title}</span>
<span class="group-counts">${countsText(countsOf(results))}</span></summary>
<ul class="checks" id="checks-${id}">${results.map(checkLine)}</ul>
</details>`;
}

function checkLine(result: CheckResult): Html {
  return html`<li class="check">
${symbol(result.verdict)}
<div><p class="check-title">${result.title}<span class="place">${clientText(result)}</span></p>
<p class="check-summary"><strong>${VERDICT_WORDS[result.verdict]}.</strong> ${prose(result.verdict === "skip" ? (result.reason ?? result.summary) : result.summary)}</p></div>
<span class="check-time">${durationText(result.durationMs)}</span>
</li>`;
}
