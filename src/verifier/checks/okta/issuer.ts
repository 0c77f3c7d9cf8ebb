import { issuerProblem } from "../../../../provider/okta/issuer";
import type { TargetCheck } from "../../registry";

/** Only the org authorization server issues ID-JAGs; the most common mistake is `/oauth2/default`. */
export const issuer: TargetCheck = {
  id: "okta.issuer",
  group: "okta",
  link: "client",
  title: "The issuer is the org authorization server",
  severity: "high",
  needs: [],
  access: [],
  async run({ target }) {
    const problem = issuerProblem(target.issuer);
    if (problem) {
      const evidence = { problem: problem.tag };
      return { verdict: "fail", tag: "okta_issuer_unusable", seen: problem.message, evidence };
    }
    const { issuer: seen, orgUrl: expected } = target;
    // The org's address is typed by people; only the issuer is compared letter by letter.
    const sameOrg = new URL(seen).origin === new URL(expected).origin;
    if (!sameOrg && isOktaDomain(seen) && isOktaDomain(expected)) {
      return { verdict: "fail", tag: "okta_issuer_other_org", seen, expected };
    }
    return { verdict: "pass", summary: `${target.issuer} is an org's bare address.` };
  },
};

/** A custom domain may be another name of the same org; two of Okta's own are two orgs. */
function isOktaDomain(url: string): boolean {
  return /\.okta[\w-]*\.(?:com|mil)$/.test(new URL(url).hostname);
}
