import type { Connection, Feature } from "../../provider/okta/objects";

/** What has to be known of an org, for all examined stacks of it together. */
export interface InventoryRequest {
  /** Apps that a stack declares or adopts. */
  readonly appIds: ReadonlySet<string>;
  /** Catalog keys of the two Cross App Access integrations: all apps of these are looked at. */
  readonly catalogKeys: ReadonlySet<string>;
  /** Groups and users whose names are needed, by ID. */
  readonly groupIds: ReadonlySet<string>;
  readonly userIds: ReadonlySet<string>;
  /** Whether a stack manages the feature. */
  readonly feature: boolean;
}

/** An app as Okta's Apps API answers it, whole: `settings`, `credentials`, `visibility`, `_links`, … */
export interface LiveApplication {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly status: string;
  readonly settings?: object | null;
  readonly [field: string]: unknown;
}

/** What an org has now. An app that was asked for and is not in `apps` is not there any more. */
export interface OrgInventory {
  readonly orgUrl: string;
  readonly apps: ReadonlyMap<string, LiveApplication>;
  /** App's ID → group's ID → the assignment. */
  readonly groupAssignments: ReadonlyMap<string, ReadonlyMap<string, { priority: number }>>;
  /** App's ID → ID of a user assigned one by one (not through a group) → the assignment. */
  readonly userAssignments: ReadonlyMap<string, ReadonlyMap<string, { userName: string }>>;
  /** By their IDs; `undefined` where the org no longer offers the API for them. */
  readonly connections: ReadonlyMap<string, Connection> | undefined;
  /** `undefined` when not asked for, or not readable. */
  readonly features: readonly Feature[] | undefined;
  /** Names for the report, as far as they could be read. */
  readonly groupNames: ReadonlyMap<string, string>;
  readonly userLogins: ReadonlyMap<string, string>;
  /** What could not be read, each with what to do; whatever depends on it is unknown, not drift. */
  readonly problems: readonly string[];
}
