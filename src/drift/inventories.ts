import { createHash } from "node:crypto";
import { oktaSettings, type ProviderConfig } from "../../provider/credentials";
import { type OktaClient, oktaClient } from "../../provider/okta/client";
import type { InventoryRequest, OrgInventory } from "./inventory";
import { type InventoryOptions, readInventory } from "./readInventory";

/** The way to a stack's org. */
export interface OrgAccess {
  readonly okta: OktaClient;
  /** The same for stacks with the same org and credentials: these see the same. */
  readonly key: string;
}

/** @throws SettingsError if org or credentials are missing or ambiguous. */
export function orgAccess(config: ProviderConfig): OrgAccess {
  const settings = JSON.stringify(oktaSettings(config));
  // A digest, so that credentials do not get where keys of maps may be printed.
  return { okta: oktaClient(config), key: createHash("sha256").update(settings).digest("hex") };
}

/** What one stack has to know of its org. */
export interface WantedInventory {
  readonly access: OrgAccess;
  readonly request: InventoryRequest;
}

/**
 * Reads each org once, for all stacks that have it together; different orgs at the same time.
 *
 * @returns for each stack, in their order, its org's inventory: the same object for stacks of the
 *   same org and credentials.
 */
export async function readInventories(
  stacks: readonly WantedInventory[],
  options?: InventoryOptions,
): Promise<OrgInventory[]> {
  const inventories = new Map<string, Promise<OrgInventory>>();
  for (const { access } of stacks) {
    if (inventories.has(access.key)) continue;
    const sharing = stacks.filter((stack) => stack.access.key === access.key);
    const request = mergedRequest(sharing.map((stack) => stack.request));
    inventories.set(access.key, readInventory(access.okta, request, options));
  }
  return Promise.all(
    stacks.map(({ access }) => inventories.get(access.key) as Promise<OrgInventory>),
  );
}

/** What has to be known to answer all of the requests. */
export function mergedRequest(requests: readonly InventoryRequest[]): InventoryRequest {
  type Sets = "appIds" | "resourceAppIds" | "catalogKeys" | "groupIds" | "userIds";
  const union = (name: Sets) => new Set(requests.flatMap((request) => [...request[name]]));
  const userAssignments = new Map<string, Set<string>>();
  for (const [appId, userIds] of requests.flatMap((request) => [...request.userAssignments])) {
    userAssignments.set(appId, new Set([...(userAssignments.get(appId) ?? []), ...userIds]));
  }
  return {
    appIds: union("appIds"),
    resourceAppIds: union("resourceAppIds"),
    catalogKeys: union("catalogKeys"),
    groupIds: union("groupIds"),
    userIds: union("userIds"),
    userAssignments,
    feature: requests.some(({ feature }) => feature),
  };
}
