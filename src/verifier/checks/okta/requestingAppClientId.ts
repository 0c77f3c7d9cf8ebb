import { show } from "../../../idjag/redact";
import type { ClientCheck } from "../../registry";
import { readApplication } from "./reads";

/** The client ID that the client was told is the one that Okta knows. */
export const requestingAppClientId: ClientCheck = {
  id: "okta.requestingAppClientId",
  each: "client",
  group: "okta",
  link: "requestingApp",
  title: "The requesting app's client ID is the declared one",
  severity: "high",
  needs: ["okta.requestingApp"],
  access: ["oktaApi"],
  async run(context, { appId, clientId }) {
    const app = await readApplication(context, appId);
    const seen = app?.credentials?.oauthClient?.client_id;
    if (seen === undefined) {
      return { verdict: "skip", reason: "Okta's API shows no client ID for this app" };
    }
    if (seen !== clientId) {
      const expected = show(clientId);
      return { verdict: "fail", tag: "requesting_app_client_id", seen: show(seen), expected };
    }
    return { verdict: "pass", summary: `Its client ID is ${clientId}.` };
  },
};
