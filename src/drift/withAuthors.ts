import type { OktaClient } from "../../provider/okta/client";
import type { DeclaredResource } from "./declared";
import type { DriftReport, Finding } from "./report";
import { revealed } from "./secret";
import { authorsOf, type Subject } from "./systemLog";

/**
 * Adds to a report who did what was found, as far as the orgs' System Logs say it.
 *
 * @param orgs clients of the orgs that can be asked, by address.
 * @param resources what the stacks declare, by URN: the log names an assignment by its group and its app.
 * @returns with notes, to be said once, on what could not be asked.
 */
export async function withAuthors(
  report: DriftReport,
  orgs: ReadonlyMap<string, OktaClient>,
  resources: ReadonlyMap<string, DeclaredResource>,
): Promise<{ report: DriftReport; notes: string[] }> {
  const notes: string[] = [];
  const authors = new Map<Finding, Finding["changedBy"]>();
  for (const [orgUrl, okta] of orgs) {
    const findings = report.stacks
      .filter((stack) => stack.orgUrl === orgUrl)
      .flatMap((stack) => stack.findings);
    const subjects = findings.map((finding): Subject => {
      const resource = resources.get(finding.object.urn ?? "");
      return { finding, targets: logTargets(finding, resource) };
    });
    const { changedBy, note } = await authorsOf(okta, subjects, new Date(report.at));
    findings.forEach((finding, index) => {
      authors.set(finding, changedBy[index]);
    });
    if (note !== undefined) notes.push(note);
  }
  const stacks = report.stacks.map((stack) => ({
    ...stack,
    findings: stack.findings.map((finding) => {
      const changedBy = authors.get(finding);
      return changedBy ? { ...finding, changedBy } : finding;
    }),
  }));
  return { report: { ...report, stacks }, notes };
}

/** What the log may call a finding's object; nothing where that is not known well enough. */
export function logTargets(
  { object }: Pick<Finding, "object">,
  resource: DeclaredResource | undefined,
): string[][] {
  const inputs = revealed(resource?.inputs ?? {}) as Record<string, unknown>;
  const together = (...ids: unknown[]) =>
    ids.every((id): id is string => typeof id === "string" && id !== "") ? [ids] : [];
  switch (object.kind) {
    case "group assignment":
      return together(inputs.groupId, inputs.appId);
    case "user assignment":
      return together(inputs.userId, inputs.appId);
    case "connection":
      return [...together(object.id), ...together(inputs.requestingAppId, inputs.resourceAppId)];
    case "resource app":
    case "requesting app":
    case "feature":
      return together(object.id);
    case "teamspace":
    case "teamspace policies":
      return [];
  }
}
