import { ALLOWANCE_WARNING } from "../../flow/allowance";
import type { TargetCheck } from "../../registry";

/** Okta's allowance, as far as this verifier has used it. */
export const allowance: TargetCheck = {
  id: "live.allowance",
  group: "live",
  title: "Okta's monthly allowance of ID-JAGs is far",
  severity: "medium",
  // Not of the exchange: it is when the allowance is used up that this one fails.
  needs: [],
  access: ["live"],
  async run({ flow }) {
    const { user, counted } = await flow();
    // Without an ID-JAG it is not known who signed in: then whoever was given most.
    const issued =
      user === undefined
        ? Math.max(0, ...Object.values(counted.users))
        : (counted.users[user] ?? 0);
    const { month, limit } = counted;
    const evidence = { month, issued, limit };
    if (issued >= ALLOWANCE_WARNING) {
      const [seen, expected] = [String(issued), String(limit)];
      return { verdict: "warn", tag: "exchange_allowance", seen, expected, evidence };
    }
    if (user === undefined) return { verdict: "skip", reason: "no ID-JAG told whose it is" };
    const summary = `${issued} of ${limit} in ${month}, as far as this verifier knows.`;
    return { verdict: "pass", summary, evidence };
  },
};
