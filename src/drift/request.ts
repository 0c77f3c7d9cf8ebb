import * as types from "../../provider/typeTokens";
import type { DeclaredResource, DeclaredStack } from "./declared";
import type { InventoryRequest } from "./inventory";
import { revealed } from "./secret";

/** `name` of every app that is of no catalog integration: as a key it would mean all of them. */
const CUSTOM_APP = "oidc_client";

/** What has to be known of an org to compare these stacks with it. */
export function inventoryRequest(stacks: readonly DeclaredStack[]): InventoryRequest {
  const appIds = new Set<string>();
  const resourceAppIds = new Set<string>();
  const catalogKeys = new Set<string>();
  const userAssignments = new Map<string, Set<string>>();
  const groupIds = new Set<string>();
  const userIds = new Set<string>();
  let feature = false;
  for (const resource of stacks.flatMap(({ resources }) => resources)) {
    const { type, id } = resource;
    const text = textsOf(resource);
    switch (type) {
      case types.OAUTH_APP:
        appIds.add(id);
        add(catalogKeys, text.preconfiguredApp);
        break;
      case types.APPLICATION_LOOKUP:
        add(appIds, text.appId);
        add(catalogKeys, text.catalogKey ?? text.appName);
        if (text.role === "resource") add(resourceAppIds, text.appId);
        break;
      case types.CONNECTION:
        if (text.management === "guided") break;
        add(appIds, text.requestingAppId);
        add(appIds, text.resourceAppId);
        add(resourceAppIds, text.resourceAppId);
        break;
      case types.GROUP_ASSIGNMENT:
        add(appIds, text.appId);
        add(groupIds, text.groupId);
        break;
      case types.USER_ASSIGNMENT:
        add(appIds, text.appId);
        add(userIds, text.userId);
        if (text.appId && text.userId) {
          const users = userAssignments.get(text.appId) ?? new Set();
          userAssignments.set(text.appId, users.add(text.userId));
        }
        break;
      case types.FEATURE:
        feature = true;
        break;
    }
  }
  catalogKeys.delete(CUSTOM_APP);
  return { appIds, resourceAppIds, catalogKeys, userAssignments, groupIds, userIds, feature };
}

/** Inputs and outputs that are texts; what was computed is among the outputs only. */
export function textsOf({ inputs, outputs }: DeclaredResource): Record<string, string | undefined> {
  const all = Object.entries({ ...inputs, ...outputs }).map(
    ([key, value]) => [key, revealed(value)] as const,
  );
  return Object.fromEntries(all.filter(([, value]) => typeof value === "string")) as Record<
    string,
    string
  >;
}

function add(set: Set<string>, value: string | undefined): void {
  if (value) set.add(value);
}
