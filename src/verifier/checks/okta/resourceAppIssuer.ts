import { show } from "../../../idjag/redact";
import type { TargetCheck } from "../../registry";
import { findIssuer } from "./appSettings";
import { readResourceApp } from "./reads";

/** The issuer URL becomes the ID-JAG's `aud`, and is what an exchange must ask for. */
export const resourceAppIssuer: TargetCheck = {
  id: "okta.resourceAppIssuer",
  group: "okta",
  link: "resourceApp",
  title: "The resource app's issuer is Context7's",
  severity: "high",
  needs: ["okta.resourceApp"],
  access: ["oktaApi"],
  async run(context) {
    const { resourceIssuer } = context.target;
    const app = await readResourceApp(context);
    const found = app ? findIssuer(app, resourceIssuer) : { kind: "hidden" as const };
    switch (found.kind) {
      case "there":
        return { verdict: "pass", summary: `Its Issuer URL is ${resourceIssuer}.` };
      case "other": {
        const seen = found.seen.map(show).join(", ");
        const expected = show(resourceIssuer);
        return { verdict: "fail", tag: "resource_app_issuer", seen, expected };
      }
      case "hidden": {
        const reason =
          "Okta's API shows no issuer for this app; look by hand: Admin Console → Applications → the app → Machine Assignments → Callers → Cross App Access";
        return { verdict: "skip", reason };
      }
    }
  },
};
