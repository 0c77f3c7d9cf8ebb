import { named } from "../../../../provider/okta/objects";
import type { ClientCheck } from "../../registry";
import { CONNECTIONS_API_GONE, readApplication, readConnections, readResourceApp } from "./reads";

/** Okta's consent of one requesting app to the resource app (“Manage Connections”). */
export const connection: ClientCheck = {
  id: "okta.connection",
  each: "client",
  group: "okta",
  link: "connection",
  title: "The connection is there and active",
  severity: "high",
  needs: ["okta.requestingApp", "okta.resourceApp"],
  access: ["oktaApi"],
  async run(context, { appId, connectionId }) {
    const [requesting, resource] = await Promise.all([
      readApplication(context, appId),
      readResourceApp(context),
    ]);
    if (!requesting || !resource) return { verdict: "skip", reason: "one of the apps is gone" };
    const connections = await readConnections(context, resource.id);
    if (!connections) return { verdict: "skip", reason: CONNECTIONS_API_GONE };

    const between = connections.filter(
      (each) =>
        each.requestingAppInstanceId === appId && each.resourceAppInstanceId === resource.id,
    );
    // Okta does not say whether a pair may have two; an active one is enough.
    const found = between.find(({ status }) => status === "ACTIVE") ?? between[0];
    if (!found) {
      const [seen, expected] = [named(requesting), named(resource)];
      return { verdict: "fail", tag: "connection_missing", seen, expected };
    }
    const evidence = { id: found.id, status: found.status };
    if (found.status !== "ACTIVE") {
      return { verdict: "fail", tag: "connection_inactive", seen: found.id, evidence };
    }
    if (connectionId && connectionId !== found.id) {
      const expected = connectionId;
      return { verdict: "warn", tag: "connection_replaced", seen: found.id, expected, evidence };
    }
    const summary = `${named(requesting)} may ask for ID-JAGs for ${named(resource)}.`;
    return { verdict: "pass", summary, evidence };
  },
};
