import * as types from "../../provider/typeTokens";
import type { DeclaredStack } from "./declared";
import { inventoryRequest, textsOf } from "./request";

/** Which of the examined stacks answers for what, in one org. */
export interface Ownership {
  /** App's ID → the stack that makes it, else the first that adopts it. */
  readonly keepers: ReadonlyMap<string, DeclaredStack>;
  /** IDs of the apps that a stack makes. */
  readonly made: ReadonlySet<string>;
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

export function ownershipOf(stacks: readonly DeclaredStack[]): Ownership {
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
      if (resource.type === types.GROUP_ASSIGNMENT)
        assignments.add(`${text.appId} ${text.groupId}`);
      if (resource.type === types.USER_ASSIGNMENT) assignments.add(`${text.appId} ${text.userId}`);
    }
  }
  const keepers = new Map([...adopters, ...makers]);
  return { keepers, made: new Set(makers.keys()), integrations, connections, assignments };
}
