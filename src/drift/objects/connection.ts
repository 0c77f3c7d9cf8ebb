import { z } from "zod";
import { state as connectionState } from "../../../provider/crossAppAccessConnection/schema";
import { CROSS_APP_ACCESS } from "../../../provider/crossAppAccessFeature/schema";
import type { DeclaredResource } from "../declared";
import {
  AS_DECLARED,
  changed,
  declaredBy,
  deleted,
  type FoundObject,
  type Look,
  notObservable,
  notRead,
  oddState,
  unknown,
} from "../found";
import type { OrgInventory } from "../inventory";
import { consolePath, type Names } from "../names";
import { propertyChanges } from "../propertyChanges";
import { revealed } from "../secret";

/** Holds a connection against its declaration, as `CrossAppAccessConnection`'s `read` does. */
export function compareConnection(
  resource: DeclaredResource,
  org: OrgInventory,
  names: Names,
): Look {
  const { data: known, error } = connectionState.safeParse(revealed(resource.outputs));
  if (!known) return oddState(resource, z.prettifyError(error));
  const { requestingAppId, resourceAppId, connectionId, management } = known;
  const to = names.app(resourceAppId);
  const object: FoundObject = {
    kind: "connection",
    name: connectionName(requestingAppId, resourceAppId, names),
    ...(connectionId && { id: connectionId }),
    ...declaredBy(resource),
    console: connectionConsole(requestingAppId, names),
  };
  if (management === "guided") {
    return notObservable(
      object,
      `The connection to ${to} is guided: a person makes it, and a change is not seen here.`,
      "Compare by eye in the console.",
    );
  }
  const notListed = org.unread.connections.get(resourceAppId) ?? org.unread.apps.get(resourceAppId);
  if (notListed) return notRead(notListed);
  if (!org.connections) return unread(org, known.featureManaged, object);
  const live = connectionId === undefined ? undefined : org.connections.get(connectionId);
  if (live) {
    const changes = propertyChanges([
      {
        property: "status",
        label: "Status",
        declared: resource.inputs.status,
        live: live.status,
      },
    ]);
    const onOrOff = live.status === "ACTIVE" ? "on" : "off";
    return changed(object, changes, `Manage Connections: ${to} was switched ${onOrOff}.`);
  }
  const again = [...org.connections.values()].some(
    (other) =>
      other.requestingAppInstanceId === requestingAppId &&
      other.resourceAppInstanceId === resourceAppId,
  );
  return again
    ? deleted(
        object,
        `Manage Connections: ${to} was removed, and added again.`,
        "pulumi up --refresh takes over the new connection.",
      )
    : deleted(object, `Manage Connections: ${to} was removed.`);
}

export function connectionName(requesting: string, resource: string, names: Names): string {
  return `${names.app(requesting)} → ${names.app(resource)}`;
}

export function connectionConsole(requesting: string, names: Names): string {
  return consolePath(names.appNow(requesting), "Manage Connections");
}

/** While Cross App Access is off, Okta shows no connections; that is the feature's drift, if managed. */
function unread(org: OrgInventory, featureManaged: boolean, { name }: FoundObject): Look {
  const isOff = org.features?.some(
    (feature) => feature.name === CROSS_APP_ACCESS && feature.status === "DISABLED",
  );
  if (featureManaged && isOff) return AS_DECLARED;
  return unknown(
    `The connection ${name} could not be read: ${org.orgUrl} does not offer the Cross App Access ` +
      "connections API. Either Cross App Access is off (Admin Console > Settings > Features, or Okta " +
      "Support), or Okta has removed the API, as announced in July 2026; without it, set " +
      "connection.management to guided.",
  );
}
