import {
  CHAIN_LINKS,
  CHAIN_TITLES,
  type CheckResult,
  type Report,
  VERDICTS,
  type Verdict,
  type VerdictCounts,
  worstOf,
} from "./report";

/** What all results together say. */
export function summarise(
  results: readonly CheckResult[],
): Pick<Report, "verdict" | "counts" | "results" | "chain"> {
  const verdicts = results.map(({ verdict }) => verdict);
  const chain = CHAIN_LINKS.map((link) => ({
    link,
    title: CHAIN_TITLES[link],
    verdict: worstOf(results.filter((each) => each.link === link).map((each) => each.verdict)),
  }));
  return { verdict: worstOf(verdicts), counts: countsOf(verdicts), results: [...results], chain };
}

function countsOf(verdicts: readonly Verdict[]): VerdictCounts {
  const count = (wanted: Verdict) => verdicts.filter((verdict) => verdict === wanted).length;
  const entries = VERDICTS.map((verdict) => [verdict, count(verdict)] as const);
  return Object.fromEntries(entries) as VerdictCounts;
}
