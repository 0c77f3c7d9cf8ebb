import type { PolicyConfigSchema, PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { isUnknown, knownOf, type UnknownValueError, unlessUnknown } from "./unknown";

/** One breach of a rule: the sentences for a person, and the resource they are about. */
export interface Violation {
  urn: string;
  message: string;
}

/** A breach, or a value that a preview does not know yet, so that a part could not be judged. */
export type Judgement = Violation | UnknownValueError;

/** What of a resource the rules read. */
export type StackResource = Pick<
  PolicyResource,
  "type" | "props" | "urn" | "name" | "parent" | "propertyDependencies"
> & { opts: Pick<PolicyResource["opts"], "protect"> };

/** A rule on a stack as a whole. */
export interface StackRule<Settings extends object> {
  /** The policy's name, in kebab case. */
  name: string;
  /** One sentence: what has to hold. */
  description: string;
  /** What a person can set, each with its default. */
  settings: PolicyConfigSchema["properties"];
  /** Decides, from the stack's resources alone. */
  judge(resources: readonly StackResource[], settings: Settings): Judgement[];
}

/**
 * The policy of a rule. What is certain is reported at the rule's level; a value that is unknown in a
 * preview never is: Pulumi says then, as an advice, that the rest could not be judged.
 */
export function stackPolicy<Settings extends object>(
  rule: StackRule<Settings>,
): StackValidationPolicy {
  const { name, description, settings, judge } = rule;
  return {
    name,
    description,
    configSchema: { properties: settings },
    validateStack(args, reportViolation) {
      const judgements = judge(args.resources, args.getConfig<Settings>());
      for (const { message, urn } of knownOf<Violation>(judgements)) reportViolation(message, urn);
      const unknown = judgements.find(isUnknown);
      if (unknown) throw unknown;
    },
  };
}

/** Judges one thing after the other; an unknown value of one does not hide the breaches of others. */
export function judgeEach<Thing>(
  things: Iterable<Thing>,
  judge: (thing: Thing) => Violation[],
): Judgement[] {
  return [...things].flatMap((thing) => unlessUnknown(() => judge(thing)));
}
