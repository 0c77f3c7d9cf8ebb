import { type OktaClient, oktaPath } from "./client";
import { OktaApiError } from "./error";
import { type Connection, connection } from "./objects";

// `ApplicationCrossAppAccessConnections` of the management API: Early Access, announced for removal
// on 29 July 2026.

const read = "okta.apps.read";
const manage = "okta.apps.manage";

/** Every connection of an app, as requester and as resource. */
export function listConnections(okta: OktaClient, appId: string): Promise<Connection[]> {
  return okta.list(connection, { path: collection(appId), scope: read });
}

/**
 * The same of an app that is there, so that a 404 is about the API.
 *
 * @returns `undefined` if the org does not offer the connections API (any more).
 */
export async function listConnectionsIfOffered(
  okta: OktaClient,
  appId: string,
): Promise<Connection[] | undefined> {
  try {
    return await listConnections(okta, appId);
  } catch (error) {
    if (!(error instanceof OktaApiError)) throw error;
    if (error.status === 404 || saysNotOffered(error)) return undefined;
    throw error;
  }
}

/** Whether an endpoint says that it does not exist, other than by 404, which says less. */
export function saysNotOffered({ status, errorCode }: OktaApiError): boolean {
  return status === 405 || status === 410 || errorCode === "E0000015";
}

export function getConnection(okta: OktaClient, appId: string, id: string): Promise<Connection> {
  return okta.call(connection, { method: "GET", path: one(appId, id), scope: read });
}

/** From the requesting app to the resource app. */
export function createConnection(
  okta: OktaClient,
  body: Omit<Connection, "id">,
): Promise<Connection> {
  const path = collection(body.requestingAppInstanceId);
  return okta.call(connection, { method: "POST", path, body, scope: manage });
}

export function updateConnection(
  okta: OktaClient,
  appId: string,
  id: string,
  status: Connection["status"],
): Promise<Connection> {
  const call = { method: "PATCH", path: one(appId, id), body: { status }, scope: manage } as const;
  return okta.call(connection, call);
}

export function deleteConnection(okta: OktaClient, appId: string, id: string): Promise<void> {
  return okta.run({ method: "DELETE", path: one(appId, id), scope: manage });
}

function collection(appId: string): string {
  return oktaPath`/api/v1/apps/${appId}/cwo/connections`;
}

function one(appId: string, id: string): string {
  return oktaPath`/api/v1/apps/${appId}/cwo/connections/${id}`;
}
