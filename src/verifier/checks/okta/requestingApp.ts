import { named } from "../../../../provider/okta/objects";
import type { ClientCheck } from "../../registry";
import { readApplication } from "./reads";

/** The MCP client as Okta knows it. */
export const requestingApp: ClientCheck = {
  id: "okta.requestingApp",
  each: "client",
  group: "okta",
  link: "requestingApp",
  title: "The requesting app is there and active",
  severity: "high",
  needs: ["okta.adminApi"],
  access: ["oktaApi"],
  async run(context, { appId }) {
    const app = await readApplication(context, appId);
    if (!app) return { verdict: "fail", tag: "requesting_app_missing", seen: appId };
    const evidence = { id: app.id, label: app.label, integration: app.name, status: app.status };
    if (app.status !== "ACTIVE") {
      return { verdict: "fail", tag: "requesting_app_inactive", seen: named(app), evidence };
    }
    return { verdict: "pass", summary: `${named(app)} is active.`, evidence };
  },
};
