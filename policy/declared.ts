import {
  APPLICATION_LOOKUP,
  CONNECTION,
  GROUP,
  GROUP_ASSIGNMENT,
  GROUP_ASSIGNMENTS,
  OAUTH_APP,
  USER_ASSIGNMENT,
} from "../provider/typeTokens";
import { ofType, textOf } from "./resources";
import type { StackResource } from "./stackRule";
import { isUnknown, knownOf, type UnknownValueError, unlessUnknown } from "./unknown";

/** One app of Cross App Access, declared or adopted by the stack. */
export interface DeclaredApp {
  role: "requesting" | "resource";
  /** As a person knows it: its label, or else its ID. */
  title: string;
  /** Whether it was there before, so that another stack may have made its connection and assignments. */
  adopted: boolean;
  /** Whether nothing but its ID in a connection tells of it; the stack does not declare it itself. */
  byIdAlone: boolean;
  /** How the configuration refers to it: `requestingApps.claude-code`; absent in other programs. */
  path?: string;
  /** The resource to point at. */
  urn: string;
}

export interface DeclaredConnection {
  urn: string;
  requesting: DeclaredApp;
  resource: DeclaredApp;
}

/** Somebody on one of the apps. */
export interface DeclaredAssignment {
  urn: string;
  app: DeclaredApp;
  kind: "group" | "user";
  /** Okta's ID; of a group that the same preview makes, its URN. */
  principal: string;
}

/** What a stack declares of Cross App Access, as far as it is known. */
export interface Declared {
  apps: DeclaredApp[];
  connections: DeclaredConnection[];
  assignments: DeclaredAssignment[];
  /** What a preview does not know yet: a connection's or an assignment's app, or who is assigned. */
  unknown: UnknownValueError[];
}

/**
 * Reads connections and assignments off a stack. In a preview the IDs of new apps are unknown, and
 * then an app is told by the resource that its ID comes from.
 */
export function declaredIn(resources: readonly StackResource[]): Declared {
  const byUrn = new Map<string, DeclaredApp>();
  const byId = new Map<string, DeclaredApp>();
  for (const lookup of ofType(resources, APPLICATION_LOOKUP)) {
    const made = ofType(resources, OAUTH_APP).find(
      ({ parent }) => parent !== undefined && parent.urn === lookup.parent?.urn,
    );
    const id = knownText(made, "id") ?? knownText(lookup, "appId");
    const app = byId.get(id ?? "") ?? appOf(lookup, made);
    for (const { urn } of made ? [lookup, made] : [lookup]) byUrn.set(urn, app);
    if (id) byId.set(id, app);
  }

  /** The app whose ID stands in a property, or `undefined` for one that is not of this package. */
  const find = (resource: StackResource, property: string): DeclaredApp | undefined => {
    const sources = resource.propertyDependencies[property] ?? [];
    const found = new Set(sources.flatMap(({ urn }) => byUrn.get(urn) ?? []));
    if (found.size === 1) return [...found][0];
    // An app that the stack made for something else.
    if (sources.some(({ type }) => type.startsWith("okta:app/"))) return undefined;
    return byId.get(textOf(resource, property) ?? "");
  };
  /** The same of a connection, where an app that the program made or knows by itself counts too. */
  const learn = (connection: StackResource, property: string, role: DeclaredApp["role"]) => {
    const known = find(connection, property);
    if (known) return known;
    const made = ofType(connection.propertyDependencies[property] ?? [], OAUTH_APP)[0];
    const adopted = made === undefined;
    const title = made ? (knownText(made, "label") ?? made.name) : textOf(connection, property);
    const urn = (made ?? connection).urn;
    const app: DeclaredApp = { role, title: title ?? "", adopted, byIdAlone: adopted, urn };
    if (made) byUrn.set(made.urn, app);
    else byId.set(app.title, app);
    return app;
  };

  const connections = ofType(resources, CONNECTION).flatMap((connection) =>
    unlessUnknown(() => [
      {
        urn: connection.urn,
        requesting: learn(connection, "requestingAppId", "requesting"),
        resource: learn(connection, "resourceAppId", "resource"),
      },
    ]),
  );
  const isOurs = byUrn.size + byId.size > 0;
  const types = isOurs ? [GROUP_ASSIGNMENT, GROUP_ASSIGNMENTS, USER_ASSIGNMENT] : [];
  const assignments = ofType(resources, ...types).flatMap((assignment) =>
    unlessUnknown((): DeclaredAssignment[] => {
      const app = find(assignment, "appId");
      if (!app) return [];
      const kind = assignment.type === USER_ASSIGNMENT ? "user" : "group";
      const { urn } = assignment;
      return principalsOf(assignment).map((principal) => ({ urn, app, kind, principal }));
    }),
  );
  return {
    apps: [...new Set([...byUrn.values(), ...byId.values()])],
    connections: knownOf(connections),
    assignments: knownOf(assignments),
    unknown: [...connections, ...assignments].filter(isUnknown),
  };
}

function appOf(lookup: StackResource, made: StackResource | undefined): DeclaredApp {
  const label = knownText(lookup, "label") ?? knownText(lookup, "existingLabel");
  return {
    role: textOf(lookup, "role") === "resource" ? "resource" : "requesting",
    title: label ?? knownText(lookup, "existingId") ?? lookup.name,
    adopted: made === undefined,
    byIdAlone: false,
    path: knownText(lookup, "configurationPath"),
    urn: (made ?? lookup).urn,
  };
}

function principalsOf(assignment: StackResource): string[] {
  if (assignment.type === GROUP_ASSIGNMENTS) {
    const groups = assignment.props.groups as { id: string }[];
    return groups.map(({ id }) => id);
  }
  if (assignment.type === USER_ASSIGNMENT) return [assignment.props.userId as string];
  const made = ofType(assignment.propertyDependencies.groupId ?? [], GROUP);
  return [made.length === 1 ? (made[0] as StackResource).urn : assignment.props.groupId];
}

/** A text that is there and known; a preview may not know it. */
function knownText(resource: StackResource | undefined, property: string): string | undefined {
  if (!resource) return undefined;
  const [text] = unlessUnknown(() => [textOf(resource, property)]);
  return isUnknown(text) ? undefined : text;
}
