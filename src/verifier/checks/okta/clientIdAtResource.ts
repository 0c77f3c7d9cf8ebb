import { show } from "../../../idjag/redact";
import type { ClientCheck } from "../../registry";
import { findClientId } from "./appSettings";
import { readApplication } from "./reads";

/** What the ID-JAG's `client_id` will be; Context7 compares it with whoever redeems. */
export const clientIdAtResource: ClientCheck = {
  id: "okta.clientIdAtResource",
  each: "client",
  group: "okta",
  link: "requestingApp",
  title: "The requesting app's client ID at Context7 is the declared one",
  severity: "high",
  needs: ["okta.requestingApp"],
  access: ["oktaApi"],
  async run(context, client) {
    const app = await readApplication(context, client.appId);
    const found = app ? findClientId(app, client.clientIdAtResource) : { kind: "hidden" as const };
    switch (found.kind) {
      case "there":
        return { verdict: "pass", summary: `Context7 will see ${client.clientIdAtResource}.` };
      case "other": {
        const seen = found.seen.map(show).join(", ");
        const expected = show(client.clientIdAtResource);
        const tag = "requesting_app_client_id_at_resource";
        return { verdict: "fail", tag, seen, expected };
      }
      case "hidden":
        return { verdict: "skip", reason: "Okta's API shows no client ID at the resource" };
    }
  },
};
