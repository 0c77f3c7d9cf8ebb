import { GRANT_TYPE_TOKEN_EXCHANGE } from "../../../idjag";
import type { ClientCheck } from "../../registry";
import { readApplication } from "./reads";

/** The sign-in and the exchange. A refresh token is a convenience, so its lack is a warning. */
const NEEDED = ["authorization_code", GRANT_TYPE_TOKEN_EXCHANGE];
const USEFUL = ["refresh_token"];

export const requestingAppGrants: ClientCheck = {
  id: "okta.requestingAppGrants",
  each: "client",
  group: "okta",
  link: "requestingApp",
  title: "The requesting app has the grant types for sign-in and exchange",
  severity: "high",
  needs: ["okta.requestingApp"],
  access: ["oktaApi"],
  async run(context, { appId }) {
    const app = await readApplication(context, appId);
    const grants = app?.settings?.oauthClient?.grant_types;
    if (!grants) {
      const reason =
        "Okta's API does not show the grant types of this app; look by hand: Admin Console → Applications → the app → General → Grant type";
      return { verdict: "skip", reason };
    }
    const evidence = { grantTypes: grants };
    const lacking = (wanted: string[]) => wanted.filter((grant) => !grants.includes(grant));
    const seen = grants.join(", ") || "none";
    for (const [verdict, wanted] of [["fail", NEEDED] as const, ["warn", USEFUL] as const]) {
      const missing = lacking(wanted).join(", ");
      if (missing) {
        return { verdict, tag: "requesting_app_grants", seen, expected: missing, evidence };
      }
    }
    return { verdict: "pass", summary: "Sign-in, refresh and exchange are allowed.", evidence };
  },
};
