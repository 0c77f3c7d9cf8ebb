import {
  type DeclaredApp,
  type DeclaredAssignment,
  type DeclaredConnection,
  declaredIn,
} from "../declared";
import { principalNames } from "../principalNames";
import { type RuleSettings, registerRule } from "../registry";
import { adoptedAppsSchema, configurationFile } from "../resources";
import { type Judgement, type StackResource, stackPolicy, type Violation } from "../stackRule";

export interface SamePeopleSettings {
  /**
   * Whether an app is also held against an adopted one that this stack assigns nobody to. Default:
   * false, since another stack may own its assignments.
   */
  adoptedApps?: boolean;
  /**
   * Whether other stacks have clients of the same resource app, so that who is on it and on no client
   * of this stack may be theirs and is not judged. Default: false.
   */
  clientsElsewhere?: boolean;
}

declare module "../registry" {
  interface EmaPoliciesArgs {
    /** Every group (and user) on a client is on the resource app too, and the other way round. */
    samePeopleOnBothApps?: RuleSettings<SamePeopleSettings>;
  }
}

/** Groups have their IDs or URNs as names where no other is known. */
type Names = ReadonlyMap<string, string>;

export function samePeopleViolations(
  resources: readonly StackResource[],
  { adoptedApps = false, clientsElsewhere = false }: SamePeopleSettings,
): Judgement[] {
  const { connections, assignments, unknown } = declaredIn(resources);
  const names = principalNames(resources);
  const on = (app: DeclaredApp) => assignments.filter((one) => one.app === app);
  const isJudged = (app: DeclaredApp) => adoptedApps || !app.adopted || on(app).length > 0;

  const onClientAlone = connections
    .filter(({ resource }) => isJudged(resource))
    .flatMap(({ requesting, resource }) =>
      without(on(requesting), on(resource)).map((one) => missingOnResource(one, resource, names)),
    );
  const onResourceAlone = [...clientsOf(connections)].flatMap(([resource, clients]) => {
    if (clientsElsewhere || !clients.every(isJudged)) return [];
    const extra = without(on(resource), clients.flatMap(on));
    return extra.map((one) => missingOnClients(one, clients, names));
  });
  const violations = [...onClientAlone, ...onResourceAlone];
  // An assignment of an unknown app or group may be the missing one.
  return violations.length > 0 && unknown.length > 0 ? unknown : violations;
}

/**
 * The requesting apps that each resource app is connected with. A resource app without any, as an
 * owner stack has it, is not among them: its clients are in other stacks.
 */
function clientsOf(connections: readonly DeclaredConnection[]): Map<DeclaredApp, DeclaredApp[]> {
  const clients = new Map<DeclaredApp, DeclaredApp[]>();
  for (const { requesting, resource } of connections) {
    clients.set(resource, [...(clients.get(resource) ?? []), requesting]);
  }
  return clients;
}

/** The assignments whose group or user is not among the others. */
function without(
  assignments: readonly DeclaredAssignment[],
  others: readonly DeclaredAssignment[],
): DeclaredAssignment[] {
  const there = new Set(others.map(({ principal }) => principal));
  return assignments.filter(({ principal }) => !there.has(principal));
}

function missingOnResource(
  { app, kind, principal, urn }: DeclaredAssignment,
  resource: DeclaredApp,
  names: Names,
): Violation {
  const message =
    `The ${kind} “${names.get(principal) ?? principal}” is assigned to the requesting app ` +
    `“${app.title}” and not to the resource app “${resource.title}”; only who is on both gets an ` +
    `ID-JAG. Name it in ${listOf(kind)} of context7-ema:assignments in ${configurationFile(urn)}, ` +
    "or, in a program, assign it to both apps (EnterpriseManagedAuth does).";
  return { urn, message };
}

function missingOnClients(
  { app, kind, principal, urn }: DeclaredAssignment,
  clients: readonly DeclaredApp[],
  names: Names,
): Violation {
  const titles = [...new Set(clients.map(({ title }) => `“${title}”`))].join(", ");
  const message =
    `The ${kind} “${names.get(principal) ?? principal}” is assigned to the resource app ` +
    `“${app.title}” and to none of its requesting apps (${titles}); only who is on both gets an ` +
    `ID-JAG. In ${configurationFile(urn)} name it in ${listOf(kind)} of the assignments of a client ` +
    "(context7-ema:requestingApps.*.assignments takes the place of context7-ema:assignments), or " +
    "name it nowhere; in a program, assign it to both apps or to none. Where its clients are in " +
    "other stacks, set clientsElsewhere of this policy to true.";
  return { urn, message };
}

function listOf(kind: DeclaredAssignment["kind"]): string {
  return kind === "group" ? "groupNames (or groupIds)" : "userLogins (or userIds)";
}

registerRule("samePeopleOnBothApps", {
  policy: stackPolicy<SamePeopleSettings>({
    name: "same-people-on-both-apps",
    description:
      "Every group and user on a requesting app is on the resource app too, and the other way round.",
    settings: {
      adoptedApps: adoptedAppsSchema,
      clientsElsewhere: {
        type: "boolean",
        default: false,
        description: "Whether other stacks have clients of the same resource app.",
      },
    },
    judge: samePeopleViolations,
  }),
});
