import { named } from "../../../../provider/okta/objects";
import { shortList } from "../../../../provider/shortList";
import type { TargetCheck } from "../../registry";
import { readLabelledApps, readResourceApp } from "./reads";

/** Context7 as Okta knows it. */
export const resourceApp: TargetCheck = {
  id: "okta.resourceApp",
  group: "okta",
  link: "resourceApp",
  title: "The resource app is there and active",
  severity: "high",
  needs: ["okta.adminApi"],
  access: ["oktaApi"],
  async run(context) {
    const app = await readResourceApp(context);
    const { id, label } = context.target.resourceApp;
    const same = app || id ? [] : await readLabelledApps(context);
    if (same.length > 1) {
      const seen = shortList(same.map(named));
      return { verdict: "fail", tag: "resource_app_ambiguous", seen };
    }
    if (!app) return { verdict: "fail", tag: "resource_app_missing", seen: id ?? `“${label}”` };
    const evidence = { id: app.id, label: app.label, integration: app.name, status: app.status };
    if (app.status !== "ACTIVE") {
      return { verdict: "fail", tag: "resource_app_inactive", seen: named(app), evidence };
    }
    return { verdict: "pass", summary: `${named(app)} is active.`, evidence };
  },
};
