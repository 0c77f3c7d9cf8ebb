import { z } from "zod";
import * as types from "../../provider/typeTokens";
import type { DeclaredResource, DeclaredStack } from "./declared";
import { inventoryRequest, textsOf } from "./request";
import { revealed } from "./secret";

/** The groups of an `okta.app.GroupAssignments`. */
const groups = z.array(z.looseObject({ id: z.string() }));

/** Which of the examined stacks answers for what, in one org. */
export interface Ownership {
  /** App's ID → the stack that makes it, else the first that adopts it. */
  readonly keepers: ReadonlyMap<string, DeclaredStack>;
  /** IDs of the apps that a stack makes. */
  readonly made: ReadonlySet<string>;
  /** IDs of the apps that the stacks' programs make besides, and that are nobody's finding. */
  readonly besides: ReadonlySet<string>;
  /** Catalog key → the first stack that uses the integration, and what for. */
  readonly integrations: ReadonlyMap<string, Integration>;
  /** `requesting app resource app`; by the pair, since a guided connection has no ID. */
  readonly connections: ReadonlySet<string>;
  /** `app group` and `app user`. */
  readonly assignments: ReadonlySet<string>;
}

export interface Integration {
  readonly stack: DeclaredStack;
  readonly role: "resource app" | "requesting app";
}

/** @param besides what the stacks' programs declare of Okta's apps by themselves, in any org. */
export function ownershipOf(
  stacks: readonly DeclaredStack[],
  besides: readonly DeclaredResource[] = [],
): Ownership {
  const adopters = new Map<string, DeclaredStack>();
  const makers = new Map<string, DeclaredStack>();
  const integrations = new Map<string, Integration>();
  const connections = new Set<string>();
  const assignments = new Set<string>();
  const keep = (keepers: Map<string, DeclaredStack>, id: string, stack: DeclaredStack) => {
    if (!keepers.has(id)) keepers.set(id, stack);
  };
  for (const stack of stacks) {
    const { catalogKeys } = inventoryRequest([stack]);
    for (const resource of stack.resources) {
      const text = textsOf(resource);
      if (resource.type === types.OAUTH_APP) keep(makers, resource.id, stack);
      if (resource.type === types.APPLICATION_LOOKUP) {
        if (text.appId) keep(adopters, text.appId, stack);
        const key = text.catalogKey ?? text.appName ?? "";
        const role = text.role === "resource" ? "resource app" : "requesting app";
        if (catalogKeys.has(key) && !integrations.has(key)) integrations.set(key, { stack, role });
      }
      if (resource.type === types.CONNECTION) {
        connections.add(`${text.requestingAppId} ${text.resourceAppId}`);
      }
      for (const principal of assigned(resource)) assignments.add(principal);
    }
  }
  for (const principal of besides.flatMap(assigned)) assignments.add(principal);
  const keepers = new Map([...adopters, ...makers]);
  return {
    keepers,
    made: new Set(makers.keys()),
    // Of an assignment it is the ID of who is assigned, which is no app's.
    besides: new Set(besides.map(({ id }) => id)),
    integrations,
    connections,
    assignments,
  };
}

/** Whom a resource assigns, as {@link Ownership.assignments} has it. */
function assigned(resource: DeclaredResource): string[] {
  const { appId, groupId, userId } = textsOf(resource);
  switch (resource.type) {
    case types.GROUP_ASSIGNMENT:
      return [`${appId} ${groupId}`];
    case types.USER_ASSIGNMENT:
      return [`${appId} ${userId}`];
    case types.GROUP_ASSIGNMENTS: {
      const { data = [] } = groups.safeParse(revealed(resource.inputs.groups));
      return data.map(({ id }) => `${appId} ${id}`);
    }
    default:
      return [];
  }
}
