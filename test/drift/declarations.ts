import type { LiveApplication } from "../../provider/okta/liveApplication";
import * as types from "../../provider/typeTokens";
import type { DeclaredResource, DeclaredStack } from "../../src/drift/declared";
import type { OrgInventory } from "../../src/drift/inventory";
import { namesFrom } from "../../src/drift/names";

export const CLAUDE = "0oaClaude";
export const CONTEXT7 = "0oaContext7";
export const ENGINEERING = "00gEngineering";
export const DEVELOPER = "00uDeveloper";

const PARENT = "context7-ema:index:EnterpriseManagedAuth";

/** A resource of a stack as its state has it. */
export function declared(
  type: string,
  name: string,
  more: Partial<DeclaredResource> = {},
): DeclaredResource {
  const urn = `urn:pulumi:dev::project::${PARENT}$${type}::${name}`;
  return { urn, type, name, id: name, inputs: {}, outputs: {}, provider: "", ...more };
}

export function app(id: string, inputs: Record<string, unknown>): DeclaredResource {
  return declared(types.OAUTH_APP, String(inputs.label), {
    id,
    inputs: { status: "ACTIVE", preconfiguredApp: "xaa_requesting", ...inputs },
  });
}

export function adopted(id: string, outputs: Record<string, unknown>): DeclaredResource {
  const found = { appId: id, appName: "xaa_resource", status: "ACTIVE", ...outputs };
  return declared(types.APPLICATION_LOOKUP, String(outputs.label), { outputs: found });
}

export function connection(
  from: string,
  to: string,
  more: Record<string, unknown> = {},
): DeclaredResource {
  const pair = { orgUrl: "https://acme.okta.com", requestingAppId: from, resourceAppId: to };
  const inputs = { ...pair, status: "ACTIVE", management: "automatic" };
  const outputs = { ...inputs, connectionId: "cwo1", ...more };
  return declared(types.CONNECTION, "connection", { inputs, outputs });
}

export function groupAssignment(appId: string, groupId: string, more: object = {}) {
  return declared(types.GROUP_ASSIGNMENT, groupId, { inputs: { appId, groupId, ...more } });
}

export function userAssignment(appId: string, userId: string, username: string) {
  return declared(types.USER_ASSIGNMENT, userId, { inputs: { appId, userId, username } });
}

export function stackOf(stack: string, ...resources: DeclaredResource[]): DeclaredStack {
  return { stack, project: "project", resources };
}

/** An app as Okta answers it. */
export function liveApp(id: string, label: string, more: object = {}): LiveApplication {
  return { id, name: "xaa_requesting", label, status: "ACTIVE", ...more };
}

export const ALL_READ: OrgInventory["unread"] = {
  catalogKeys: new Map(),
  apps: new Map(),
  groupAssignments: new Map(),
  userAssignments: new Map(),
  connections: new Map(),
};

/** An org with nothing in it, but for what is given. */
export function org(more: Partial<OrgInventory> = {}, ...apps: LiveApplication[]): OrgInventory {
  return {
    orgUrl: "https://acme.okta.com",
    apps: new Map(apps.map((one) => [one.id, one])),
    groupAssignments: new Map(),
    userAssignments: new Map(),
    partlyListedUsers: new Set(),
    connections: new Map(),
    features: [],
    groupNames: new Map([[ENGINEERING, "Engineering"]]),
    userLogins: new Map([[DEVELOPER, "dev@acme.example"]]),
    unread: ALL_READ,
    ...more,
  };
}

export const namesIn = (inventory: OrgInventory, ...resources: DeclaredResource[]) =>
  namesFrom([stackOf("dev", ...resources)], inventory);
