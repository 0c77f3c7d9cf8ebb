import type { LiveApplication } from "../../provider/okta/liveApplication";
import type { Connection, Feature } from "../../provider/okta/objects";

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
  /** An app that was asked for and is neither here nor in `unreadApps` is not there any more. */
  readonly apps: ReadonlyMap<string, LiveApplication>;
  /** Apps that were asked for and could not be read: whether they are there is unknown. */
  readonly unreadApps: ReadonlySet<string>;
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
  /** Resource apps whose connections could not be read: unknown, not gone. */
  readonly unreadConnections: ReadonlySet<string>;
  /** `undefined` when not asked for, or not readable. */
  readonly features: readonly Feature[] | undefined;
  /** Names for the report, as far as they could be read: lacking ones are no problem. */
  readonly groupNames: ReadonlyMap<string, string>;
  readonly userLogins: ReadonlyMap<string, string>;
  /** What could not be read, each with what to do; whatever depends on it is unknown, not drift. */
  readonly problems: readonly string[];
}
