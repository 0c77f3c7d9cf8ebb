import type { DeclaredResource, DeclaredStack } from "./declared";
import type { Found, FoundObject } from "./found";
import type { OrgInventory } from "./inventory";
import { consolePath, type Names } from "./names";
import { assignmentsConsole, groupAssignmentName, userAssignmentName } from "./objects/assignment";
import { connectionConsole, connectionName } from "./objects/connection";
import { type Ownership, ownershipOf } from "./ownership";

/** A finding and the stack to list it under. */
type Listed = readonly [stack: DeclaredStack, finding: Found];

/**
 * What is there and no examined stack declares: connections of their apps, assignments on the apps they
 * make (not those they adopt, which have an owner elsewhere), and further apps of the same integrations.
 * Each is listed once, under the stack that makes the app, else under the first that adopts it.
 *
 * @param besides what the examined stacks' programs declare of Okta's apps by themselves.
 */
export function undeclaredIn(
  stacks: readonly DeclaredStack[],
  org: OrgInventory,
  names: Names,
  besides: readonly DeclaredResource[] = [],
): ReadonlyMap<DeclaredStack, Found[]> {
  const ownership = ownershipOf(stacks, besides);
  const listed = [
    ...connections(ownership, org, names),
    ...groups(ownership, org, names),
    ...users(ownership, org, names),
    ...apps(ownership, org),
  ];
  const byStack = new Map<DeclaredStack, Found[]>();
  for (const [stack, finding] of listed) {
    byStack.set(stack, [...(byStack.get(stack) ?? []), finding]);
  }
  return byStack;
}

function connections(ownership: Ownership, org: OrgInventory, names: Names): Listed[] {
  return [...(org.connections?.values() ?? [])].flatMap((connection) => {
    const { id, requestingAppInstanceId: from, resourceAppInstanceId: to, status } = connection;
    const keeper = ownership.keepers.get(from) ?? ownership.keepers.get(to);
    if (!keeper || ownership.connections.has(`${from} ${to}`)) return [];
    const object: FoundObject = {
      kind: "connection",
      name: connectionName(from, to, names),
      id,
      console: connectionConsole(from, names),
    };
    const off = status === "ACTIVE" ? "" : ", switched off";
    const sentence = `Manage Connections: ${names.app(to)} was added to ${names.app(from)}${off}.`;
    return [[keeper, undeclared(object, sentence, [[id], [from, to]])] as const];
  });
}

function groups({ keepers, made, assignments }: Ownership, org: OrgInventory, names: Names) {
  return onMade(made, keepers, org.groupAssignments, assignments).map(([keeper, app, group]) => {
    const object: FoundObject = {
      kind: "group assignment",
      name: groupAssignmentName(group, app, names),
      id: group,
      console: assignmentsConsole(app, names, "Groups"),
    };
    const sentence = `Assignments: the group ${names.group(group)} was added to ${names.app(app)}.`;
    return [keeper, undeclared(object, sentence, [[group, app]])] as const;
  });
}

function users({ keepers, made, assignments }: Ownership, org: OrgInventory, names: Names) {
  return onMade(made, keepers, org.userAssignments, assignments).map(
    ([keeper, app, user, { userName }]) => {
      const object: FoundObject = {
        kind: "user assignment",
        name: userAssignmentName(user, app, { ...names, user: () => userName }),
        id: user,
        console: assignmentsConsole(app, names, "People"),
      };
      const sentence = `Assignments: ${userName} was added to ${names.app(app)}.`;
      return [keeper, undeclared(object, sentence, [[user, app]])] as const;
    },
  );
}

/** The assignments on apps that the stacks make, but for the declared ones. */
function onMade<T>(
  made: ReadonlySet<string>,
  keepers: ReadonlyMap<string, DeclaredStack>,
  live: ReadonlyMap<string, ReadonlyMap<string, T>>,
  declared: ReadonlySet<string>,
) {
  return [...made].flatMap((app) => {
    const keeper = keepers.get(app);
    return [...(live.get(app) ?? [])].flatMap(([principal, assignment]) =>
      !keeper || declared.has(`${app} ${principal}`)
        ? []
        : [[keeper, app, principal, assignment] as const],
    );
  });
}

function apps({ keepers, besides, integrations }: Ownership, org: OrgInventory): Listed[] {
  return [...org.apps.values()].flatMap(({ id, label, name }) => {
    const integration = integrations.get(name);
    if (!integration || keepers.has(id) || besides.has(id)) return [];
    const object: FoundObject = {
      kind: integration.role,
      name: label,
      id,
      console: consolePath(label),
    };
    const sentence = `Applications: ${label} was added, of the same integration (${name}).`;
    return [[integration.stack, undeclared(object, sentence, [[id]])] as const];
  });
}

function undeclared(object: FoundObject, sentence: string, targets: Found["targets"]): Found {
  const remedy =
    "Declare it, remove it in the console, or ignore it (node_modules/context7-ema/docs/command-line.md).";
  return { kind: "undeclared", object, sentence, changes: [], remedy, targets };
}
