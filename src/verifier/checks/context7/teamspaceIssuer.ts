import { show } from "../../../idjag/redact";
import type { TargetCheck } from "../../registry";

/** The issuer entered at Context7 is the one that signs; nothing else can be compared offline. */
export const teamspaceIssuer: TargetCheck = {
  id: "context7.teamspaceIssuer",
  group: "context7",
  link: "context7",
  title: "The teamspace is declared to trust the org's issuer",
  severity: "high",
  needs: [],
  access: [],
  async run({ target }) {
    const { teamspace, issuer } = target;
    if (!teamspace) return { verdict: "skip", reason: ELSEWHERE };
    if (teamspace.issuer !== issuer) {
      const [seen, expected] = [show(teamspace.issuer), show(issuer)];
      return { verdict: "fail", tag: "teamspace_other_issuer", seen, expected };
    }
    return { verdict: "pass", summary: `Both are ${issuer}.` };
  },
};

export const ELSEWHERE = "another stack owns the teamspace's settings";
