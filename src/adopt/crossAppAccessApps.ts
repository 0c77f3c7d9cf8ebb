import type { OktaClient } from "../../provider/okta/client";
import { listConnectionsIfOffered } from "../../provider/okta/connections";
import {
  type Application,
  application,
  type Connection,
  listApplications,
} from "../../provider/okta/objects";
import { namesSecret } from "../../provider/secretNames";

/** A requesting app that was found, and its connection to the resource app. */
export interface FoundRequestingApp {
  readonly app: Application;
  /** Absent where there is none, or where the org has no API for connections. */
  readonly connection?: Connection;
  /**
   * Fields of `settings.app` that can be the client ID at the resource, with their values. Okta does not
   * publish the fields' names.
   */
  readonly clientIds: readonly (readonly [field: string, value: string])[];
}

/** Cross App Access to one resource issuer, as it stands in an org. */
export interface FoundSetup {
  /** More than one only where apps cannot be told apart. */
  readonly resourceApps: readonly Application[];
  readonly requestingApps: readonly FoundRequestingApp[];
  /** False where the org does not offer the connections API: Okta announced its removal in July 2026. */
  readonly connectionsReadable: boolean;
}

/**
 * Finds the apps of an org that are set up for a resource issuer, or connected to one that is.
 *
 * @param chosen which app to take for the resource app where several can be. Default: all of them.
 * An app's role is what its connections say. Without any, an app that carries another plain value
 * besides the issuer is taken for a requesting app, since only those have a client ID at the resource.
 */
export async function findSetup(
  okta: OktaClient,
  resourceIssuer: string,
  chosen: (app: Application) => boolean = () => true,
): Promise<FoundSetup> {
  const apps = await listApplications(okta, application);
  const candidates = apps.filter((app) => mentions(app, resourceIssuer));
  const connections = await connectionsOf(okta, candidates);
  const known = connections ?? [];
  const isResource = (app: Application) =>
    known.some(({ resourceAppInstanceId }) => resourceAppInstanceId === app.id);
  const isRequesting = (app: Application) =>
    known.some(({ requestingAppInstanceId }) => requestingAppInstanceId === app.id);
  const allResourceApps = candidates.filter(
    (app) => isResource(app) || (!isRequesting(app) && clientIdsOf(app).length === 0),
  );
  const resourceApps = allResourceApps.filter(chosen);
  const resourceIds = resourceApps.map(({ id }) => id);
  const connectionOf = (app: Application) =>
    known.find(
      (connection) =>
        connection.requestingAppInstanceId === app.id &&
        resourceIds.includes(connection.resourceAppInstanceId),
    );
  const requestingApps = apps
    .filter((app) => !allResourceApps.includes(app))
    .filter((app) => connectionOf(app) !== undefined || candidates.includes(app))
    .map((app) => ({ app, connection: connectionOf(app), clientIds: clientIdsOf(app) }));
  return { resourceApps, requestingApps, connectionsReadable: connections !== undefined };
}

function stringsOf({ settings }: Application): [string, string][] {
  return Object.entries(settings?.app ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== "",
  );
}

/** A slash too many at the end is a mistake worth finding. */
function mentions(app: Application, issuer: string): boolean {
  return stringsOf(app).some(([, value]) => value === issuer || value === `${issuer}/`);
}

/** What is a secret by its name is no candidate: candidates are shown. */
function clientIdsOf(app: Application): [string, string][] {
  return stringsOf(app).filter(([field, value]) => !URL.canParse(value) && !namesSecret(field));
}

/** The client ID at the resource; `undefined` where it is not clear, for none or several candidates. */
export function onlyClientId({ clientIds }: FoundRequestingApp): string | undefined {
  const [only, ...others] = clientIds;
  return only && others.length === 0 ? only[1] : undefined;
}

/** @returns `undefined` if the org does not offer the API. */
async function connectionsOf(
  okta: OktaClient,
  apps: readonly Application[],
): Promise<Connection[] | undefined> {
  const lists = await Promise.all(apps.map(({ id }) => listConnectionsIfOffered(okta, id)));
  const offered = lists.filter((list) => list !== undefined);
  return offered.length < lists.length ? undefined : offered.flat();
}
