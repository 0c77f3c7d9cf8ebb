import { featureUnseen } from "../../../../provider/crossAppAccessFeature/guidance";
import { CROSS_APP_ACCESS } from "../../../../provider/crossAppAccessFeature/schema";
import { listFeatures } from "../../../../provider/okta/objects";
import type { TargetCheck } from "../../registry";

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
    const found = (await listFeatures(okta)).find(({ name }) => name === CROSS_APP_ACCESS);
    if (!found) {
      return { verdict: "skip", reason: featureUnseen(okta.orgUrl, CROSS_APP_ACCESS) };
    }
    if (found.status !== "ENABLED") {
      return { verdict: "fail", tag: "okta_feature_off", seen: CROSS_APP_ACCESS };
    }
    return { verdict: "pass", summary: `“${CROSS_APP_ACCESS}” is on.` };
  },
};
