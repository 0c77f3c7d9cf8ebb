import * as types from "../../provider/typeTokens";
import type { DeclaredResource, DeclaredStack } from "./declared";
import { AS_DECLARED, type Found, type Look } from "./found";
import { type OrgInventory, unreadOf } from "./inventory";
import { type Names, namesFrom } from "./names";
import { compareAdoptedApp } from "./objects/adoptedApp";
import { compareApp } from "./objects/app";
import { compareGroupAssignment, compareUserAssignment } from "./objects/assignment";
import { compareConnection } from "./objects/connection";
import { compareFeature } from "./objects/feature";
import { problemsOf } from "./problems";
import { inventoryRequest, textsOf } from "./request";
import type { Subject } from "./systemLog";
import { undeclaredIn } from "./undeclared";

/** What holding one stack against an org came to. */
export interface Comparison {
  readonly findings: readonly Found[];
  readonly problems: readonly string[];
  /** How many objects were compared. */
  readonly compared: number;
}

/**
 * Holds all examined stacks of an org against what it has. What depends on an app that a stack declares
 * and that is gone is not listed by itself: it went with the app. What could not be read is a problem of
 * the stacks that have to do with it, and of no others.
 *
 * @param stacks with their resources in this org only.
 * @param besides what the examined stacks' programs declare of Okta's apps by themselves, in any org.
 */
export function compareOrg(
  stacks: readonly DeclaredStack[],
  org: OrgInventory,
  besides: readonly DeclaredResource[] = [],
): ReadonlyMap<DeclaredStack, Comparison> {
  const names = namesFrom(stacks, org);
  const undeclared = undeclaredIn(stacks, org, names, besides);
  return new Map(
    stacks.map((stack) => {
      const seen = lookAtAll(stack, org, names);
      const comparison = {
        findings: [...seen.flatMap(({ findings }) => findings), ...(undeclared.get(stack) ?? [])],
        problems: problemsOf([
          ...unreadOf(inventoryRequest([stack]), org),
          ...seen.flatMap(({ problems }) => problems),
        ]),
        compared: seen.filter(({ compared }) => compared).length,
      };
      return [stack, comparison];
    }),
  );
}

function lookAtAll(stack: DeclaredStack, org: OrgInventory, names: Names) {
  const gone = goneApps(stack, org);
  return stack.resources.flatMap((resource) => {
    const wentAlong = dependsOn(resource).some((app) => gone.has(app));
    const look = wentAlong ? AS_DECLARED : lookAt(resource, stack, org, names);
    if (!look) return [];
    const targets = targetsOf(resource);
    return { ...look, findings: look.findings.map((one) => ({ ...one, targets })) };
  });
}

/** What Okta's System Log calls what a resource stands for (systemLog.ts). */
function targetsOf(resource: DeclaredResource): Subject["targets"] {
  const { appId, groupId, userId, ...text } = textsOf(resource);
  // An event that names only a part of it may be about anything else.
  const named = (...ids: (string | undefined)[]) =>
    ids.every((id) => id !== undefined) ? ids : [];
  switch (resource.type) {
    case types.GROUP_ASSIGNMENT:
      return [named(groupId, appId)];
    case types.USER_ASSIGNMENT:
      return [named(userId, appId)];
    case types.CONNECTION:
      return [named(text.connectionId), named(text.requestingAppId, text.resourceAppId)];
    case types.APPLICATION_LOOKUP:
      return [named(appId)];
    default:
      return [named(resource.id)];
  }
}

/** @returns `undefined` for what no console shows, such as a look-up of names. */
function lookAt(
  resource: DeclaredResource,
  stack: DeclaredStack,
  org: OrgInventory,
  names: Names,
): Look | undefined {
  switch (resource.type) {
    case types.OAUTH_APP:
      return compareApp(
        resource,
        roleOf(resource, stack),
        dependents(resource.id, stack),
        org,
        names,
      );
    case types.APPLICATION_LOOKUP: {
      const { catalogKey, appId } = textsOf(resource);
      if (catalogKey !== undefined || appId === undefined) return undefined;
      return compareAdoptedApp(resource, dependents(appId, stack).length, org, names);
    }
    case types.GROUP_ASSIGNMENT:
      return compareGroupAssignment(resource, org, names);
    case types.USER_ASSIGNMENT:
      return compareUserAssignment(resource, org, names);
    case types.CONNECTION:
      return compareConnection(resource, org, names);
    case types.FEATURE:
      return compareFeature(resource, org);
  }
}

/** The components tell: a `ResourceApp` makes the one, a `RequestingApp` the other. */
function roleOf({ urn }: DeclaredResource, { resources }: DeclaredStack) {
  const name = urn.split("::").at(-1);
  const lookup = resources.find(
    (one) => one.type === types.APPLICATION_LOOKUP && one.name === name && sameParent(one.urn, urn),
  );
  return lookup && textsOf(lookup).role === "resource" ? "resource app" : "requesting app";
}

function sameParent(one: string, other: string): boolean {
  const parents = (urn: string) => urn.split("::").at(-2)?.split("$").slice(0, -1).join("$");
  return parents(one) === parents(other);
}

function goneApps({ resources }: DeclaredStack, org: OrgInventory): ReadonlySet<string> {
  const apps = resources.flatMap((resource) => {
    if (resource.type === types.OAUTH_APP) return [resource.id];
    const { appId } = textsOf(resource);
    return resource.type === types.APPLICATION_LOOKUP && appId ? [appId] : [];
  });
  return new Set(apps.filter((id) => !org.apps.has(id) && !org.unread.apps.has(id)));
}

function dependents(appId: string, { resources }: DeclaredStack): DeclaredResource[] {
  return resources.filter((resource) => dependsOn(resource).includes(appId));
}

/** The apps without which an object cannot be there. */
function dependsOn(resource: DeclaredResource): string[] {
  const { appId, requestingAppId, resourceAppId } = textsOf(resource);
  switch (resource.type) {
    case types.GROUP_ASSIGNMENT:
    case types.USER_ASSIGNMENT:
      return [appId ?? ""];
    case types.CONNECTION:
      return [requestingAppId ?? "", resourceAppId ?? ""];
    default:
      return [];
  }
}
