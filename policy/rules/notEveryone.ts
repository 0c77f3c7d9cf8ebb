import picomatch from "picomatch";
import { declaredIn } from "../declared";
import { principalNames } from "../principalNames";
import { type RuleSettings, registerRule } from "../registry";
import { configurationFile } from "../resources";
import { type Judgement, type StackResource, stackPolicy } from "../stackRule";

/** Okta's own name of the group that holds every user of an org. */
const EVERYONE = ["Everyone"];

export interface EveryoneSettings {
  /** Patterns (picomatch) of names of groups that are too large. Default: `["Everyone"]`. */
  groupNames?: string[];
  /** IDs of such groups, for stacks that name groups by ID. Default: none. */
  groupIds?: string[];
}

declare module "../registry" {
  interface EmaPoliciesArgs {
    /** The whole company is not let in: each member who signs in may be billed. */
    notEveryone?: RuleSettings<EveryoneSettings>;
  }
}

export function everyoneViolations(
  resources: readonly StackResource[],
  { groupNames = EVERYONE, groupIds = [] }: EveryoneSettings,
): Judgement[] {
  const { assignments, unknown } = declaredIn(resources);
  const names = principalNames(resources);
  const tooLarge = assignments.filter(({ kind, principal }) => {
    const name = names.get(principal);
    const isNamed = name !== undefined && picomatch.isMatch(name, groupNames);
    return kind === "group" && (isNamed || groupIds.includes(principal));
  });
  const violations = tooLarge.map(({ app, principal, urn }) => ({
    urn,
    message:
      `The group “${names.get(principal) ?? principal}” is assigned to “${app.title}”: each member who ` +
      "signs in is provisioned at Context7 and may be billed. Name the groups that need it instead, in " +
      `groupNames (or groupIds) of context7-ema:assignments in ${configurationFile(urn)}, or of ` +
      "context7-ema:requestingApps.*.assignments.",
  }));
  return [...violations, ...unknown];
}

registerRule("notEveryone", {
  policy: stackPolicy<EveryoneSettings>({
    name: "not-everyone",
    description: "The group Everyone is not assigned: each member may be billed.",
    settings: {
      groupNames: {
        type: "array",
        items: { type: "string" },
        default: EVERYONE,
        description: "Patterns of names of groups that are too large.",
      },
      groupIds: {
        type: "array",
        items: { type: "string" },
        default: [],
        description: "IDs of such groups, for stacks that name groups by ID.",
      },
    },
    judge: everyoneViolations,
  }),
});
