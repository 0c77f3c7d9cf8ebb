import { listFeatures } from "../../../../provider/okta/objects";
import type { TargetCheck } from "../../registry";

/** The feature's name in Settings → Features. */
const NAME = "Cross App Access";

/** Only while the org still lists it: not being listed is not being off. */
export const feature: TargetCheck = {
  id: "okta.feature",
  group: "okta",
  link: "connection",
  title: "Cross App Access is switched on",
  severity: "high",
  needs: ["okta.adminApi"],
  access: ["oktaApi"],
  async run({ okta }) {
    const found = (await listFeatures(okta)).find(({ name }) => name === NAME);
    if (!found) {
      const reason =
        "the org does not list the feature any more (Okta took it out of self-service on 1 July 2026), so whether it is on cannot be seen";
      return { verdict: "skip", reason };
    }
    if (found.status !== "ENABLED") return { verdict: "fail", tag: "okta_feature_off", seen: NAME };
    return { verdict: "pass", summary: `“${NAME}” is on.` };
  },
};
