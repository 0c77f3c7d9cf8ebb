import type { FastifyInstance } from "fastify";
import { z } from "zod";

import type { Application, CatalogEntry, Connection, Org } from "../../world";
import { newId, timestamp } from "../identifiers";
import { CROSS_APP_ACCESS } from "../seed";
import { findApplication } from "./applicationJson";
import { parseBody } from "./body";
import { featureOff, methodUnsupported, notFound, OktaError, validationFailed } from "./errors";
import { sendPage } from "./pages";

const READ = { config: { access: { scope: "okta.apps.read" } } };
const MANAGE = { config: { access: { scope: "okta.apps.manage" } } };
const BASE = "/api/v1/apps/:app/cwo/connections";

const STATUS = z.enum(["ACTIVE", "INACTIVE"]);
const CREATE = z.object({
  requestingAppInstanceId: z.string().min(1),
  resourceAppInstanceId: z.string().min(1),
  status: STATUS.default("ACTIVE"),
});
const UPDATE = z.object({ status: STATUS });

interface AppPath {
  Params: { app: string };
}
interface ConnectionPath {
  Params: { app: string; connection: string };
}
interface ListQuery {
  status?: string;
  requestingAppId?: string;
  resourceAppId?: string;
  activeAppsOnly?: string;
}

/** Manage Connections: Cross App Access between a requesting and a resource app of the catalog. */
export function connectionRoutes(api: FastifyInstance, org: Org): void {
  api.get<AppPath & { Querystring: ListQuery }>(BASE, READ, async (request, reply) => {
    const app = open(org, request.params.app, request.url);
    const connections = [...org.connections.values()].filter(
      (connection) => involves(connection, app) && matches(org, connection, request.query),
    );
    return sendPage(request, reply, org, { fallback: 200, max: 200 }, connections, asIs);
  });

  api.post<AppPath>(BASE, MANAGE, async ({ params, url, body }, reply) => {
    const app = open(org, params.app, url);
    const sent = parseBody(CREATE, body, "orgCrossAppAccessConnection");
    refuseRole(org, "requestingAppInstanceId", sent.requestingAppInstanceId, "requesting");
    refuseRole(org, "resourceAppInstanceId", sent.resourceAppInstanceId, "resource");
    refusePair(org, app, sent);
    const now = timestamp();
    const connection: Connection = { id: newId("cwo"), ...sent, created: now, lastUpdated: now };
    org.connections.set(connection.id, connection);
    return reply.status(201).send(connection);
  });

  api.get<ConnectionPath>(`${BASE}/:connection`, READ, async ({ params, url }) =>
    find(org, params, url),
  );

  api.patch<ConnectionPath>(`${BASE}/:connection`, MANAGE, async ({ params, url, body }) => {
    const connection = find(org, params, url);
    connection.status = parseBody(UPDATE, body, "orgCrossAppAccessConnection").status;
    connection.lastUpdated = timestamp();
    return connection;
  });

  api.delete<ConnectionPath>(`${BASE}/:connection`, MANAGE, async ({ params, url }, reply) => {
    org.connections.delete(find(org, params, url).id);
    return reply.status(204).send();
  });
}

/**
 * The app whose connections are asked for, if this org has the API at all: Okta announced in July 2026
 * that it will be removed, and the sandbox can play that day.
 */
function open(org: Org, appId: string, url: string): Application {
  const [path = ""] = url.split("?", 1);
  switch (org.connectionsApi) {
    case "gone-404":
      throw notFound(path, "Endpoint");
    case "gone-405":
      throw methodUnsupported();
    case "gone-410":
      throw new OktaError(410, "E0000007", `Not found: Resource not found: ${path} (Endpoint)`);
    case "gone-E0000015":
      throw featureOff();
    case "available":
  }
  const features = [...org.features.values()];
  const feature = features.find(({ name }) => name === CROSS_APP_ACCESS);
  // Not listed is not off: orgs that had it switched on kept it when the list lost it.
  if (feature?.status === "DISABLED") throw featureOff();
  return findApplication(org, appId);
}

function find(org: Org, params: ConnectionPath["Params"], url: string): Connection {
  const app = open(org, params.app, url);
  const connection = org.connections.get(params.connection);
  if (!connection || !involves(connection, app)) {
    throw notFound(params.connection, "OrgCrossAppAccessConnection");
  }
  return connection;
}

/** Both sides of a connection list it. */
function involves(connection: Connection, { id }: Application): boolean {
  return connection.requestingAppInstanceId === id || connection.resourceAppInstanceId === id;
}

function matches(org: Org, connection: Connection, query: ListQuery): boolean {
  const { requestingAppInstanceId: requesting, resourceAppInstanceId: resource } = connection;
  const active = (id: string) => org.apps.get(id)?.status === "ACTIVE";
  return (
    (query.status ?? connection.status) === connection.status &&
    (query.requestingAppId ?? requesting) === requesting &&
    (query.resourceAppId ?? resource) === resource &&
    (query.activeAppsOnly !== "true" || (active(requesting) && active(resource)))
  );
}

function refuseRole(org: Org, field: string, appId: string, role: CatalogEntry["role"]): void {
  const app = findApplication(org, appId);
  if (org.catalog.get(app.name)?.role !== role) {
    throw validationFailed(field, `${field}: ${appId} is not a Cross App Access ${role} app`);
  }
}

/** What Okta answers to a duplicate is not documented; its reference lists no 409 here. */
function refusePair(org: Org, app: Application, sent: z.infer<typeof CREATE>): void {
  if (sent.requestingAppInstanceId !== app.id && sent.resourceAppInstanceId !== app.id) {
    throw validationFailed("appId", `appId: ${app.id} is neither side of the connection`);
  }
  const taken = [...org.connections.values()].some(
    (other) =>
      other.requestingAppInstanceId === sent.requestingAppInstanceId &&
      other.resourceAppInstanceId === sent.resourceAppInstanceId,
  );
  if (taken) {
    throw validationFailed(
      "resourceAppInstanceId",
      "resourceAppInstanceId: A connection between these apps already exists",
    );
  }
}

const asIs = (connection: Connection) => connection;
