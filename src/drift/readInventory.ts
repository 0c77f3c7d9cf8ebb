import pLimit from "p-limit";
import { listGroupAssignments } from "../../provider/okta/assignments";
import type { OktaClient } from "../../provider/okta/client";
import { listConnectionsIfOffered } from "../../provider/okta/connections";
import { ifThere } from "../../provider/okta/error";
import {
  getLiveApplication,
  type LiveApplication,
  liveApplication,
} from "../../provider/okta/liveApplication";
import {
  catalogFilter,
  listApplications,
  listFeatures,
  listGroups,
  listUsers,
} from "../../provider/okta/objects";
import { readDirectUsers } from "./directUsers";
import type { InventoryRequest, OrgInventory } from "./inventory";
import { type Attempted, type Reads, readsOf, type Unread } from "./problems";

export interface InventoryOptions {
  /**
   * Whether to look through all people of every app for those who are assigned one by one. Default:
   * `false`, the first 500 of each app, and the declared ones.
   */
  everyUser?: boolean;
  /** Calls of one kind at a time. Default: 3; an org takes 75 of everybody together. */
  concurrency?: number;
}

/** How the parts below read, and what they may ask. */
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
 * It throws nothing that concerns Okta: what could not be read is in `unread`.
 */
export async function readInventory(
  okta: OktaClient,
  request: InventoryRequest,
  options: InventoryOptions = {},
): Promise<OrgInventory> {
  const { everyUser = false, concurrency = 3 } = options;
  const reading: Reading = { okta, request, everyUser, concurrency, ...readsOf() };
  const { apps, catalogKeys, unreadApps } = await readApps(reading);
  const there = [...request.appIds].filter((id) => apps.has(id));
  // Few calls first: they would wait behind the many where these have to be paced.
  const [features, groupNames, userLogins, connections, groups, users] = await Promise.all([
    request.feature ? reading.attempt(() => listFeatures(okta)) : undefined,
    readNames(reading, [...request.groupIds], groupNamesOf),
    readNames(reading, [...request.userIds], userLoginsOf),
    readConnections(reading, there),
    readGroupAssignments(reading, there),
    readUserAssignments(reading, there),
  ]);
  const assigned = [...groups.read.values()].flatMap((each) => [...each.keys()]);
  const strangers = new Set(assigned.filter((id) => !request.groupIds.has(id)));
  const otherNames = await readNames(reading, [...strangers], groupNamesOf);
  const direct = [...users.read];
  return {
    orgUrl: okta.orgUrl,
    apps,
    groupAssignments: groups.read,
    userAssignments: new Map(direct.map(([id, people]) => [id, people.users])),
    partlyListedUsers: new Set(
      direct.filter(([, { isComplete }]) => !isComplete).map(([id]) => id),
    ),
    connections: connections.read,
    features: features?.value,
    groupNames: new Map([...groupNames, ...otherNames]),
    userLogins,
    unread: {
      catalogKeys,
      apps: unreadApps,
      groupAssignments: groups.unread,
      userAssignments: users.unread,
      connections: connections.unread,
      ...(features?.unread && { features: features.unread }),
    },
  };
}

async function readApps(reading: Reading) {
  const { okta, request } = reading;
  const lists = await eachPart(reading, request.catalogKeys, (key) =>
    listApplications(okta, liveApplication, { filter: catalogFilter(key) }),
  );
  const apps = new Map<string, LiveApplication>();
  for (const app of [...lists.read.values()].flat()) apps.set(app.id, app);

  const others = [...request.appIds].filter((id) => !apps.has(id));
  const found = await eachPart(reading, others, (id) => ifThere(getLiveApplication(okta, id)));
  for (const [id, app] of found.read) if (app) apps.set(id, app);
  return { apps, catalogKeys: lists.unread, unreadApps: found.unread };
}

async function readGroupAssignments(reading: Reading, appIds: string[]) {
  return eachPart(reading, appIds, async (appId) => {
    const list = await listGroupAssignments(reading.okta, appId);
    return new Map(list.map(({ id, priority }) => [id, { priority }]));
  });
}

async function readUserAssignments(reading: Reading, appIds: string[]) {
  const { okta, request, everyUser } = reading;
  return eachPart(reading, appIds, (appId) => {
    const declared = request.userAssignments.get(appId) ?? new Set();
    return readDirectUsers(okta, appId, declared, everyUser);
  });
}

async function readConnections(reading: Reading, there: string[]) {
  const { okta, request } = reading;
  const resourceApps = there.filter((id) => request.resourceAppIds.has(id));
  const { read, unread } = await eachPart(reading, resourceApps, (appId) =>
    listConnectionsIfOffered(okta, appId),
  );
  const lists = [...read.values()];
  const isOffered = lists.every((list) => list !== undefined);
  const all = lists.flatMap((list) => list ?? []);
  return { read: isOffered ? new Map(all.map((one) => [one.id, one])) : undefined, unread };
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
  const { okta, attemptExtra } = reading;
  const count = Math.ceil(ids.length / idsAtOnce);
  const parts = Array.from({ length: count }, (_, part) =>
    ids.slice(part * idsAtOnce, (part + 1) * idsAtOnce),
  );
  const lists = await each(reading, parts, (part) => attemptExtra(() => namesOf(okta, part)));
  return new Map(lists.flatMap((list) => list ?? []));
}

/** What was read of some things, by their IDs, and why nothing was of the others. */
async function eachPart<T>(
  reading: Reading,
  ids: Iterable<string>,
  read: (id: string) => Promise<T>,
): Promise<{ read: Map<string, T>; unread: Map<string, Unread> }> {
  const parts = { read: new Map<string, T>(), unread: new Map<string, Unread>() };
  await each(reading, [...ids], async (id) => {
    const found: Attempted<T> = await reading.attempt(() => read(id));
    if (found.unread) parts.unread.set(id, found.unread);
    else parts.read.set(id, found.value);
  });
  return parts;
}

function each<T, R>(
  { concurrency }: Reading,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  return pLimit(concurrency).map(items, work);
}
