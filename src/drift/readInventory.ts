import pLimit from "p-limit";
import { listGroupAssignments } from "../../provider/okta/assignments";
import type { OktaClient } from "../../provider/okta/client";
import { listConnectionsIfOffered } from "../../provider/okta/connections";
import { OktaApiError } from "../../provider/okta/error";
import {
  getLiveApplication,
  type LiveApplication,
  liveApplication,
} from "../../provider/okta/liveApplication";
import {
  type Connection,
  catalogFilter,
  listFeatures,
  listGroups,
  listUsers,
} from "../../provider/okta/objects";
import { type DirectUsers, readDirectUsers } from "./directUsers";
import type { InventoryRequest, OrgInventory } from "./inventory";
import { type Reads, readsOf } from "./problems";

export interface InventoryOptions {
  /**
   * Whether to look through all people of every app for those who are assigned one by one. Default:
   * `false`, the first 500 of each app, and the declared ones.
   */
  everyUser?: boolean;
  /** Calls of one kind at a time. Default: 3; an org takes 75 of everybody together. */
  concurrency?: number;
}

/** How the parts below read: what they may ask, and where they say what could not be read. */
interface Reading extends Reads {
  okta: OktaClient;
  request: InventoryRequest;
  everyUser: boolean;
  concurrency: number;
}

/** IDs in one filter: with them the address stays below 3 KB. */
const idsAtOnce = 50;

/**
 * Reads what an org has of the wanted objects, by lists where Okta has them:
 *
 * - one list of apps per catalog key, and one call for each wanted app that is in none of them;
 * - one list of connections per resource app, of groups per app, of people per app (see
 *   {@link InventoryOptions.everyUser}), 200, 200 and 500 to a page;
 * - one list of features, and one of names per 50 groups or users.
 *
 * It throws nothing that concerns Okta: what could not be read is in `problems`.
 */
export async function readInventory(
  okta: OktaClient,
  request: InventoryRequest,
  options: InventoryOptions = {},
): Promise<OrgInventory> {
  const { everyUser = false, concurrency = 3 } = options;
  const reading: Reading = { okta, request, everyUser, concurrency, ...readsOf() };
  const { apps, unreadApps } = await readApps(reading);
  const there = [...request.appIds].filter((id) => apps.has(id));
  // Few calls first: they would wait behind the many where these have to be paced.
  const [features, groupNames, userLogins, connections, groupAssignments, users] =
    await Promise.all([
      request.feature ? reading.attempt(() => listFeatures(okta)) : undefined,
      readNames(reading, [...request.groupIds], groupNamesOf),
      readNames(reading, [...request.userIds], userLoginsOf),
      readConnections(reading, there),
      readGroupAssignments(reading, there),
      readUserAssignments(reading, there),
    ]);
  const assigned = [...groupAssignments.values()].flatMap((groups) => [...groups.keys()]);
  const strangers = new Set(assigned.filter((id) => !request.groupIds.has(id)));
  const otherNames = await readNames(reading, [...strangers], groupNamesOf);
  return {
    orgUrl: okta.orgUrl,
    apps,
    unreadApps,
    groupAssignments,
    ...users,
    ...connections,
    features,
    groupNames: new Map([...groupNames, ...otherNames]),
    userLogins,
    problems: reading.problems(),
  };
}

async function readApps(reading: Reading) {
  const { okta, request } = reading;
  const lists = await each(reading, [...request.catalogKeys], (key) =>
    reading.attempt(() => listByKey(okta, key)),
  );
  const apps = new Map<string, LiveApplication>();
  for (const app of lists.flatMap((list) => list ?? [])) apps.set(app.id, app);

  const unreadApps = new Set<string>();
  const others = [...request.appIds].filter((id) => !apps.has(id));
  await each(reading, others, async (id) => {
    const found = await reading.attempt(async () => ({ app: await findApp(okta, id) }));
    if (found === undefined) unreadApps.add(id);
    else if (found.app) apps.set(id, found.app);
  });
  return { apps, unreadApps };
}

/** Inactive apps as well: by Okta's reference they are left out unless asked for. */
function listByKey(okta: OktaClient, key: string): Promise<LiveApplication[]> {
  const query = { filter: catalogFilter(key), includeNonDeleted: "true", limit: "200" };
  return okta.list(liveApplication, { path: "/api/v1/apps", query, scope: "okta.apps.read" });
}

async function findApp(okta: OktaClient, id: string): Promise<LiveApplication | undefined> {
  try {
    return await getLiveApplication(okta, id);
  } catch (error) {
    if (error instanceof OktaApiError && error.status === 404) return undefined;
    throw error;
  }
}

async function readGroupAssignments(reading: Reading, appIds: string[]) {
  const { okta, attempt } = reading;
  const assignments = new Map<string, Map<string, { priority: number }>>();
  await each(reading, appIds, async (appId) => {
    const list = await attempt(() => listGroupAssignments(okta, appId));
    if (list) assignments.set(appId, new Map(list.map(({ id, priority }) => [id, { priority }])));
  });
  return assignments;
}

async function readUserAssignments(reading: Reading, appIds: string[]) {
  const { okta, request, everyUser, attempt } = reading;
  const userAssignments = new Map<string, DirectUsers["users"]>();
  const partlyListedUsers = new Set<string>();
  await each(reading, appIds, async (appId) => {
    const declared = request.userAssignments.get(appId) ?? new Set();
    const direct = await attempt(() => readDirectUsers(okta, appId, declared, everyUser));
    if (direct === undefined) return;
    userAssignments.set(appId, direct.users);
    if (!direct.isComplete) partlyListedUsers.add(appId);
  });
  return { userAssignments, partlyListedUsers };
}

async function readConnections(reading: Reading, there: string[]) {
  const { okta, request, attempt } = reading;
  const connections = new Map<string, Connection>();
  const unreadConnections = new Set<string>();
  let isOffered = true;
  const resourceApps = there.filter((id) => request.resourceAppIds.has(id));
  await each(reading, resourceApps, async (appId) => {
    const found = await attempt(async () => ({
      list: await listConnectionsIfOffered(okta, appId),
    }));
    if (found === undefined) unreadConnections.add(appId);
    else if (found.list === undefined) isOffered = false;
    else for (const connection of found.list) connections.set(connection.id, connection);
  });
  return { connections: isOffered ? connections : undefined, unreadConnections };
}

type Name = readonly [id: string, name: string];

async function groupNamesOf(okta: OktaClient, ids: readonly string[]): Promise<Name[]> {
  return (await listGroups(okta, ids)).map(({ id, profile }) => [id, profile.name]);
}

async function userLoginsOf(okta: OktaClient, ids: readonly string[]): Promise<Name[]> {
  return (await listUsers(okta, ids)).map(({ id, profile }) => [id, profile.login]);
}

/** A name that cannot be read is no drift that cannot be seen: the report shows the ID. */
async function readNames(
  reading: Reading,
  ids: readonly string[],
  namesOf: typeof groupNamesOf,
): Promise<Map<string, string>> {
  const { okta, attempt } = reading;
  const count = Math.ceil(ids.length / idsAtOnce);
  const parts = Array.from({ length: count }, (_, part) =>
    ids.slice(part * idsAtOnce, (part + 1) * idsAtOnce),
  );
  const lists = await each(reading, parts, (part) =>
    attempt(() => namesOf(okta, part), { optional: true }),
  );
  return new Map(lists.flatMap((list) => list ?? []));
}

function each<T, R>(
  { concurrency }: Reading,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  return pLimit(concurrency).map(items, work);
}
