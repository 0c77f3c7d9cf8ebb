import type { Application, Org } from "../world";
import { newClientSecret, newId } from "./identifiers";

/**
 * Copies apps of an org, with their assignments and the connections among them, as if a stack that
 * declares the same had been applied once more.
 *
 * @returns ID of an app or connection → ID of its copy.
 */
export function copyApps(org: Org, appIds: readonly string[]): Map<string, string> {
  const copies = new Map(appIds.map((id) => [id, newId("0oa")]));
  for (const id of appIds) {
    const app = org.apps.get(id);
    if (!app) throw new Error(`${org.url} has no app ${id}.`);
    const copy = copyOf(app, copies.get(id) as string);
    org.apps.set(copy.id, copy);
  }
  for (const connection of [...org.connections.values()]) {
    const requestingAppInstanceId = copies.get(connection.requestingAppInstanceId);
    const resourceAppInstanceId = copies.get(connection.resourceAppInstanceId);
    if (!requestingAppInstanceId || !resourceAppInstanceId) continue;
    const id = newId("cwo");
    copies.set(connection.id, id);
    org.connections.set(id, {
      ...connection,
      id,
      requestingAppInstanceId,
      resourceAppInstanceId,
    });
  }
  return copies;
}

/** An app's OAuth client ID is its own ID, unless it was given one. */
function copyOf(app: Application, id: string): Application {
  const copy = structuredClone(app);
  const client = copy.credentials.oauthClient;
  if (client.client_id === app.id) client.client_id = id;
  client.client_secret = newClientSecret();
  return { ...copy, id };
}
