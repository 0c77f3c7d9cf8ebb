import { type DeclaredAssignment, type DeclaredConnection, declaredIn } from "../declared";
import { principalNames } from "../principalNames";
import { type RuleSettings, registerRule } from "../registry";
import { adoptedAppsSchema, configurationFile } from "../resources";
import { type Judgement, type StackResource, stackPolicy, type Violation } from "../stackRule";

export interface SamePeopleSettings {
  /**
   * Whether a client is also held against an adopted resource app that this stack assigns nobody to.
   * Default: false, since another stack may own its assignments.
   */
  adoptedApps?: boolean;
}

declare module "../registry" {
  interface EmaPoliciesArgs {
    /** Every group (and user) on a client is on the resource app too. */
    samePeopleOnBothApps?: RuleSettings<SamePeopleSettings>;
  }
}

export function samePeopleViolations(
  resources: readonly StackResource[],
  { adoptedApps = false }: SamePeopleSettings,
): Judgement[] {
  const { connections, assignments, unknown } = declaredIn(resources);
  const names = principalNames(resources);
  const violations = connections.flatMap(({ requesting, resource }: DeclaredConnection) => {
    const onResource = assignments.filter(({ app }) => app === resource);
    if (onResource.length === 0 && resource.adopted && !adoptedApps) return [];
    const missing = assignments.filter(
      ({ app, principal }) =>
        app === requesting && !onResource.some((other) => other.principal === principal),
    );
    return missing.map((one) => violation(one, resource.title, names));
  });
  // An assignment of an unknown app or group may be the missing one.
  return violations.length > 0 && unknown.length > 0 ? unknown : violations;
}

function violation(
  { app, kind, principal, urn }: DeclaredAssignment,
  resourceApp: string,
  names: ReadonlyMap<string, string>,
): Violation {
  const list = kind === "group" ? "groupNames (or groupIds)" : "userLogins (or userIds)";
  const message =
    `The ${kind} “${names.get(principal) ?? principal}” is assigned to the requesting app ` +
    `“${app.title}” and not to the resource app “${resourceApp}”; only who is on both gets an ID-JAG. ` +
    `Name it in ${list} of context7-ema:assignments in ${configurationFile(urn)}, or, in a program, ` +
    "assign it to both apps (EnterpriseManagedAuth does).";
  return { urn, message };
}

registerRule("samePeopleOnBothApps", {
  policy: stackPolicy<SamePeopleSettings>({
    name: "same-people-on-both-apps",
    description: "Every group and user on a requesting app is on the resource app too.",
    settings: { adoptedApps: adoptedAppsSchema },
    judge: samePeopleViolations,
  }),
});
