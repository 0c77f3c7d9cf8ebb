import type { OktaClient } from "../../provider/okta/client";
import type { Comparison } from "./compareOrg";
import type { DeclaredStack } from "./declared";
import type { Found } from "./found";
import { authorsOf } from "./systemLog";

/** What was found in an org by stack, with who did it where its System Log says so. */
export interface Attributed {
  readonly comparisons: ReadonlyMap<DeclaredStack, Comparison>;
  /** Why not everything could be asked. */
  readonly note?: string;
}

/** Asks an org's System Log once for the findings of all its stacks, those that are drift first. */
export async function withAuthors(
  okta: OktaClient,
  comparisons: ReadonlyMap<DeclaredStack, Comparison>,
  until: Date,
): Promise<Attributed> {
  const all = [...comparisons.values()].flatMap(({ findings }) => findings);
  const findings = all.sort((one, other) => Number(isExtra(one)) - Number(isExtra(other)));
  if (findings.length === 0) return { comparisons };
  const subjects = findings.map((finding) => ({ finding, targets: finding.targets ?? [] }));
  const { changedBy, note } = await authorsOf(okta, subjects, until);
  const authors = new Map(findings.map((finding, index) => [finding, changedBy[index]]));
  const attributed = [...comparisons].map(([stack, comparison]) => {
    const signed = comparison.findings.map((finding) => {
      const author = authors.get(finding);
      return author ? { ...finding, changedBy: author } : finding;
    });
    return [stack, { ...comparison, findings: signed }] as const;
  });
  return { comparisons: new Map(attributed), ...(note && { note }) };
}

function isExtra({ kind }: Found): boolean {
  return kind === "undeclared" || kind === "not observable";
}
