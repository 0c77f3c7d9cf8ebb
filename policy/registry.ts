import type {
  PolicyPackConfig,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";

/** What a violated rule does: warns, stops the run, or nothing, since it is not looked at. */
export type Level = "advisory" | "mandatory" | "disabled";

/** A rule's level alone, or with its own settings. */
export type RuleSettings<Settings extends object = object> =
  | Level
  | ({ enforcementLevel?: Level } & Settings);

/** Arguments of `EmaPolicies`. Each file in `rules/` adds the property of its rule. */
export interface EmaPoliciesArgs {
  /** Level of every rule that has none of its own. Default: `advisory`. */
  all?: Level;
}

/** A property of `EmaPoliciesArgs` that stands for a rule. */
export type RuleProperty = Exclude<keyof EmaPoliciesArgs, "all">;

export type Policy = ResourceValidationPolicy | StackValidationPolicy;

/** A rule: the policy that a person sees and sets, and one that it may need to see what it judges. */
export interface RegisteredRule {
  policy: Policy;
  /** Always runs as a remediation, whatever `all` says; it changes nothing. */
  witness?: Policy;
}

const registered = new Map<string, RegisteredRule>();

/** @throws Error when two rules claim one property: a mistake in this package. */
export function registerRule(property: RuleProperty, rule: RegisteredRule): void {
  if (registered.has(property)) throw new Error(`${property} is registered twice.`);
  registered.set(property, rule);
}

/** All rules, by their properties in `EmaPoliciesArgs`, in alphabetical order. */
export function registeredRules(): ReadonlyMap<RuleProperty, RegisteredRule> {
  const sorted = [...registered].sort(([one], [other]) => (one < other ? -1 : 1));
  return new Map(sorted) as Map<RuleProperty, RegisteredRule>;
}

/**
 * The pack's settings by the names of its policies, as Pulumi wants them.
 *
 * @throws Error for a property that is no rule: a pack with a misspelt rule would enforce nothing.
 */
export function initialConfigOf(args: EmaPoliciesArgs): PolicyPackConfig {
  const rules = registeredRules();
  const { all = "advisory", ...own } = args;
  const config: PolicyPackConfig = { all };
  for (const [property, settings] of Object.entries(own)) {
    const rule = rules.get(property as RuleProperty);
    if (!rule) {
      const known = [...rules.keys()].join(", ");
      throw new Error(`EmaPolicies has no rule "${property}"; its rules are ${known}.`);
    }
    if (settings !== undefined) config[rule.policy.name] = settings as RuleSettings;
  }
  for (const { witness } of rules.values()) {
    if (witness) config[witness.name] = "remediate";
  }
  return config;
}
