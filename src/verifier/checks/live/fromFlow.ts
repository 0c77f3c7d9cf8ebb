import type { Check, Finding, TargetCheck } from "../../registry";
import type { FlowLegName, FlowProbeName } from "../../report";

/** A check that is one leg of the live flow. */
export function legCheck(leg: FlowLegName, facts: Omit<Check, LegFacts>): TargetCheck {
  return fromFlow(leg, facts, "the flow ended before");
}

/** A check that is one negative probe; it belongs to no link, since a good setup can fail it. */
export function probeCheck(probe: FlowProbeName, facts: Omit<Check, LegFacts>): TargetCheck {
  return fromFlow(probe, facts, "this probe was not asked for");
}

type LegFacts = "each" | "run" | "group" | "access";

function fromFlow(
  name: FlowLegName | FlowProbeName,
  facts: Omit<Check, LegFacts>,
  notMade: string,
): TargetCheck {
  return {
    ...facts,
    group: "live",
    access: ["network", "live"],
    async run({ flow }): Promise<Finding> {
      const { findings } = await flow();
      return findings[name] ?? { verdict: "skip", reason: notMade };
    },
  };
}
