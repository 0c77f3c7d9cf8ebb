import type { LiveApplication } from "../../provider/okta/liveApplication";
import type { Connection, Feature } from "../../provider/okta/objects";
import type { Unread } from "./problems";

/** What has to be known of an org, for all examined stacks of it together. */
export interface InventoryRequest {
  /** Apps that a stack declares or adopts. */
  readonly appIds: ReadonlySet<string>;
  /** Those of them whose connections are looked at: a connection is listed by its resource app. */
  readonly resourceAppIds: ReadonlySet<string>;
  /** Catalog keys of the two Cross App Access integrations: all apps of these are looked at. */
  readonly catalogKeys: ReadonlySet<string>;
  /** App's ID → IDs of the users that a stack assigns to it one by one. */
  readonly userAssignments: ReadonlyMap<string, ReadonlySet<string>>;
  /** Groups and users whose names are needed, by ID. */
  readonly groupIds: ReadonlySet<string>;
  readonly userIds: ReadonlySet<string>;
  /** Whether a stack manages the feature. */
  readonly feature: boolean;
}

/** What an org has now. */
export interface OrgInventory {
  readonly orgUrl: string;
  /** An app that was asked for and is neither here nor in `unread.apps` is not there any more. */
  readonly apps: ReadonlyMap<string, LiveApplication>;
  /** App's ID → group's ID → the assignment. An app that is there and not here could not be read. */
  readonly groupAssignments: ReadonlyMap<string, ReadonlyMap<string, { priority: number }>>;
  /**
   * App's ID → ID of a user assigned one by one (not through a group) → the assignment. An app that
   * is there and not here could not be read.
   */
  readonly userAssignments: ReadonlyMap<string, ReadonlyMap<string, { userName: string }>>;
  /**
   * Apps with so many people that not all were listed: the declared users are known one by one, and
   * whether others are assigned one by one, too, is not.
   */
  readonly partlyListedUsers: ReadonlySet<string>;
  /** By their IDs; `undefined` where the org no longer offers the API for them. */
  readonly connections: ReadonlyMap<string, Connection> | undefined;
  /** `undefined` when not asked for, or not readable. */
  readonly features: readonly Feature[] | undefined;
  /** Names for the report, as far as they could be read: lacking ones are no problem. */
  readonly groupNames: ReadonlyMap<string, string>;
  readonly userLogins: ReadonlyMap<string, string>;
  readonly unread: UnreadParts;
}

/** What could not be read, and why; whatever depends on it is unknown, not drift. */
export interface UnreadParts {
  /** Catalog keys whose apps were not listed. */
  readonly catalogKeys: ReadonlyMap<string, Unread>;
  /** Apps of which not even this is known, whether they are there. */
  readonly apps: ReadonlyMap<string, Unread>;
  /** Apps that are there, and whose groups, or people, were not listed. */
  readonly groupAssignments: ReadonlyMap<string, Unread>;
  readonly userAssignments: ReadonlyMap<string, Unread>;
  /** Resource apps that are there, and whose connections were not listed. */
  readonly connections: ReadonlyMap<string, Unread>;
  readonly features?: Unread;
}

/** Why not all could be read that was asked for: of what others asked for, too, only their part. */
export function unreadOf(request: InventoryRequest, { unread }: OrgInventory): Unread[] {
  const among = (ids: ReadonlySet<string>, parts: ReadonlyMap<string, Unread>) =>
    [...ids].flatMap((id) => parts.get(id) ?? []);
  return [
    ...among(request.catalogKeys, unread.catalogKeys),
    ...among(request.appIds, unread.apps),
    ...among(request.appIds, unread.groupAssignments),
    ...among(request.appIds, unread.userAssignments),
    ...among(request.resourceAppIds, unread.connections),
    ...(request.feature && unread.features ? [unread.features] : []),
  ];
}
