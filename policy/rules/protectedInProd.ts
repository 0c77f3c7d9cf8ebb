import { LASTING_TYPES, OAUTH_APP } from "../../provider/typeTokens";
import { declaredIn } from "../declared";
import { type RuleSettings, registerRule } from "../registry";
import {
  configurationFile,
  ENVIRONMENTS,
  environmentsSchema,
  isEnvironment,
  ofType,
} from "../resources";
import { type Judgement, type StackResource, stackPolicy } from "../stackRule";

export interface ProtectionSettings {
  /** Patterns (picomatch) of the names of stacks in which the rule holds. Default: `["prod*"]`. */
  environments?: string[];
}

declare module "../registry" {
  interface EmaPoliciesArgs {
    /** In production, apps, connections and teamspace cannot be deleted by mistake. */
    protectedInProd?: RuleSettings<ProtectionSettings>;
  }
}

export function unprotectedResources(
  resources: readonly StackResource[],
  { environments = ENVIRONMENTS }: ProtectionSettings,
): Judgement[] {
  if (!resources[0] || !isEnvironment(resources[0].urn, environments)) return [];
  const apps = new Set(declaredIn(resources).apps.map(({ urn }) => urn));
  return ofType(resources, ...LASTING_TYPES)
    .filter(({ type, urn }) => type !== OAUTH_APP || apps.has(urn))
    .filter(({ opts }) => !opts.protect)
    .map(({ urn, name, type }) => ({
      urn,
      message:
        `${name} (${type}) is not protected: a mistaken line would delete or replace it, and ` +
        "everybody's sign-in with it. Set context7-ema:protect to true in " +
        `${configurationFile(urn)}; in a program, give EnterpriseManagedAuth the option ` +
        "`transformations: [protectLasting]`, or the resource the option `protect: true`.",
    }));
}

registerRule("protectedInProd", {
  policy: stackPolicy<ProtectionSettings>({
    name: "protected-in-prod",
    description: "In production the apps, connections and the teamspace are protected.",
    settings: { environments: environmentsSchema },
    judge: unprotectedResources,
  }),
});
