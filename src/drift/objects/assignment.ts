import type { DeclaredResource } from "../declared";
import {
  changed,
  changeSentence,
  declaredBy,
  deleted,
  type FoundObject,
  type Look,
  notRead,
} from "../found";
import type { OrgInventory } from "../inventory";
import { consolePath, type Names } from "../names";
import { propertyChanges } from "../propertyChanges";
import { revealed } from "../secret";

/**
 * Holds a group's assignment against its declaration. Its priority counts only where it is declared:
 * Okta numbers the groups of an app anew when one comes or goes, and the plugin looks over it.
 */
export function compareGroupAssignment(
  resource: DeclaredResource,
  org: OrgInventory,
  names: Names,
): Look {
  const { inputs } = resource;
  const app = String(revealed(inputs.appId));
  const group = String(revealed(inputs.groupId));
  const object: FoundObject = {
    kind: "group assignment",
    name: groupAssignmentName(group, app, names),
    id: group,
    ...declaredBy(resource),
    console: assignmentsConsole(app, names, "Groups"),
  };
  const assigned = org.groupAssignments.get(app);
  if (!assigned && mayBeThere(org, app)) {
    return notRead(org.unread.apps.get(app) ?? org.unread.groupAssignments.get(app));
  }
  const live = assigned?.get(group);
  if (!live) {
    return deleted(
      object,
      `Assignments: the group ${names.group(group)} was removed from ${names.app(app)}.`,
    );
  }
  if (inputs.priority === undefined) return changed(object, [], "");
  const changes = propertyChanges([
    { property: "priority", label: "Priority", declared: inputs.priority, live: live.priority },
  ]);
  return changed(object, changes, `Assignments: ${changeSentence(changes)}`);
}

/** Holds the assignment of one user, not through a group, against its declaration. */
export function compareUserAssignment(
  resource: DeclaredResource,
  org: OrgInventory,
  names: Names,
): Look {
  const { inputs } = resource;
  const app = String(revealed(inputs.appId));
  const user = String(revealed(inputs.userId));
  const object: FoundObject = {
    kind: "user assignment",
    name: userAssignmentName(user, app, names),
    id: user,
    ...declaredBy(resource),
    console: assignmentsConsole(app, names, "People"),
  };
  const assigned = org.userAssignments.get(app);
  if (!assigned && mayBeThere(org, app)) {
    return notRead(org.unread.apps.get(app) ?? org.unread.userAssignments.get(app));
  }
  const live = assigned?.get(user);
  if (!live) {
    return deleted(object, `Assignments: ${names.user(user)} was removed from ${names.app(app)}.`);
  }
  const changes = propertyChanges([
    {
      property: "username",
      label: "User name",
      declared: inputs.username,
      live: live.userName,
    },
  ]);
  return changed(object, changes, `Assignments: ${changeSentence(changes)}`);
}

export function groupAssignmentName(group: string, app: string, names: Names): string {
  return `${names.group(group)} on ${names.app(app)}`;
}

export function userAssignmentName(user: string, app: string, names: Names): string {
  return `${names.user(user)} on ${names.app(app)}`;
}

export function assignmentsConsole(app: string, names: Names, list: "Groups" | "People"): string {
  return `${consolePath(names.appNow(app), "Assignments")} > ${list}`;
}

/** An app that is gone took its assignments along; of any other they would be known. */
function mayBeThere(org: OrgInventory, app: string): boolean {
  return org.apps.has(app) || org.unread.apps.has(app);
}
