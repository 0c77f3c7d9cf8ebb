import type { ChainLinkName, CheckResult, Report, VerdictCounts } from "../../report";
import { type Html, html } from "./html";
import { countsText, symbol, VERDICT_WORDS } from "./verdict";
import { hostOf } from "./words";

/** The chain drawn, one link after the other, each leading to what was found about it. */
export function chainSection(report: Report): Html {
  return html`<section aria-labelledby="chain-title">
<h2 id="chain-title">The chain</h2>
<ol class="chain">${report.chain.map(
    ({ link, title, verdict }) => html`
<li class="link ${verdict}"><a href="#checks-${link}">
<span class="link-title">${title}</span>
<span class="link-verdict">${symbol(verdict)}<span>${VERDICT_WORDS[verdict]}</span></span>
<span class="link-where">${whereIs(link, report)}</span>
<span class="link-counts">${countsText(countsOf(resultsOf(report, link)))}</span>
</a></li>`,
  )}
</ol></section>`;
}

export function resultsOf({ results }: Report, link: ChainLinkName): CheckResult[] {
  return results.filter((result) => result.link === link);
}

export function countsOf(results: readonly CheckResult[]): VerdictCounts {
  const count = (verdict: CheckResult["verdict"]) =>
    results.filter((result) => result.verdict === verdict).length;
  return { pass: count("pass"), warn: count("warn"), fail: count("fail"), skip: count("skip") };
}

function whereIs(link: ChainLinkName, { target }: Report): string {
  switch (link) {
    case "client":
      return hostOf(target.issuer);
    case "requestingApp":
      return target.clients.join(", ") || "none declared";
    case "connection":
    case "resourceApp":
      return hostOf(target.orgUrl);
    case "context7":
      return hostOf(target.resourceIssuer);
    case "mcpServer":
      return hostOf(target.mcpUrl);
  }
}
