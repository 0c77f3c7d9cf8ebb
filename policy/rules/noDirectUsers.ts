import { declaredIn } from "../declared";
import { principalNames } from "../principalNames";
import { type RuleSettings, registerRule } from "../registry";
import { configurationFile, ENVIRONMENTS, environmentsSchema, isEnvironment } from "../resources";
import { type Judgement, type StackResource, stackPolicy } from "../stackRule";

export interface DirectUserSettings {
  /** Patterns (picomatch) of the names of stacks in which the rule holds. Default: `["prod*"]`. */
  environments?: string[];
}

declare module "../registry" {
  interface EmaPoliciesArgs {
    /** In production, people get in by their groups and not one by one. */
    noDirectUsers?: RuleSettings<DirectUserSettings>;
  }
}

export function directUserViolations(
  resources: readonly StackResource[],
  { environments = ENVIRONMENTS }: DirectUserSettings,
): Judgement[] {
  if (!resources[0] || !isEnvironment(resources[0].urn, environments)) return [];
  const { assignments, unknown } = declaredIn(resources);
  const names = principalNames(resources);
  const users = assignments.filter(({ kind }) => kind === "user");
  const violations = users.map(({ app, principal, urn }) => ({
    urn,
    message:
      `The user “${names.get(principal) ?? principal}” is assigned to “${app.title}” one by one, ` +
      "which nobody takes back when they change teams. Take them out of userLogins and userIds in " +
      `${configurationFile(urn)} (context7-ema:assignments, context7-ema:requestingApps.*.assignments) ` +
      "and put them into a group that is assigned.",
  }));
  return [...violations, ...unknown];
}

registerRule("noDirectUsers", {
  policy: stackPolicy<DirectUserSettings>({
    name: "no-direct-users",
    description: "In production nobody is assigned one by one, only by groups.",
    settings: { environments: environmentsSchema },
    judge: directUserViolations,
  }),
});
