import { show } from "../../../idjag/redact";
import type { ClientCheck } from "../../registry";
import { findIssuer } from "./appSettings";
import { readApplication } from "./reads";

/** The app's “Issuer URL” is that of the resource authorization server, not Okta's. */
export const requestingAppIssuer: ClientCheck = {
  id: "okta.requestingAppIssuer",
  each: "client",
  group: "okta",
  link: "requestingApp",
  title: "The requesting app's issuer is Context7's",
  severity: "high",
  needs: ["okta.requestingApp"],
  access: ["oktaApi"],
  async run(context, { appId }) {
    const { resourceIssuer } = context.target;
    const app = await readApplication(context, appId);
    const found = app ? findIssuer(app, resourceIssuer) : { kind: "hidden" as const };
    switch (found.kind) {
      case "there":
        return { verdict: "pass", summary: `Its Issuer URL is ${resourceIssuer}.` };
      case "other": {
        const seen = found.seen.map(show).join(", ");
        const expected = show(resourceIssuer);
        return { verdict: "fail", tag: "requesting_app_issuer", seen, expected };
      }
      case "hidden":
        return { verdict: "skip", reason: "Okta's API shows no issuer for this app" };
    }
  },
};
