import type { CheckGroup, CheckResult } from "../verifier/report";

/** What has to have run, besides not having failed. */
export interface Requirement {
  readonly groups: readonly CheckGroup[];
  /** Whether the negative probes were asked for; they are no part of a live flow otherwise. */
  readonly probes: boolean;
}

const PROBES = ["live.secondUse", "live.wrongAudience", "live.wrongResource"];

/** Whether a check that did not run should have. */
export function isMissing({ id, group, verdict }: CheckResult, requirement: Requirement): boolean {
  if (verdict !== "skip" || !requirement.groups.includes(group)) return false;
  return requirement.probes || !PROBES.includes(id);
}
