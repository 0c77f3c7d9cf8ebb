import { defined } from "../../provider/inputs";
import {
  COMPONENT_TYPES,
  GROUP_ASSIGNMENT,
  OAUTH_APP,
  USER_ASSIGNMENT,
} from "../../provider/typeTokens";
import { fillSettings } from "../components/application";
import { type People, peopleOfApps, planAssignments } from "../components/assignmentPlan";
import { catalogAppProperties } from "../components/catalogApp";
import type {
  EnterpriseManagedAuthArgs,
  RequestingAppDeclaration,
} from "../components/enterpriseManagedAuthArgs";
import {
  assignmentName,
  clientAppKey,
  clientName,
  RESOURCE_APP_KEY,
  STACK_COMPONENT_NAME,
} from "../components/names";
import { requestingAppProperties } from "../components/requestingApp";
import type { ResourceAppArgs } from "../components/resourceApp";
import { CONTEXT7_ISSUER } from "../endpoints";
import type { FoundApp, FoundOrg, Principal } from "./found";
import { type Role, undeclaredState } from "./pluginProperties";

/**
 * One resource of the file that `pulumi import --file` takes.
 *
 * Inputs and outputs are given (Pulumi 3.254 and later), so that the import reads nothing: what the
 * plugin's own import reads back lacks the catalog key of an app and whether an assignment is retained,
 * and the next `pulumi up` would replace the app and write the assignment again.
 */
export interface ImportedResource {
  readonly type: string;
  /** How other entries of the file refer to it. */
  readonly name: string;
  /** The last part of its URN. */
  readonly logicalName: string;
  readonly parent?: string;
  readonly component?: true;
  readonly id?: string;
  readonly version?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** What the configuration declares of the apps, all values known. */
export type Declared = Pick<
  EnterpriseManagedAuthArgs,
  "resourceApp" | "requestingApps" | "assignments"
>;

/**
 * The resources of the Okta plugin that a configuration declares and an org has already, with the
 * components they are children of.
 *
 * @param oktaVersion version of `@pulumi/okta`, which names the provider in the state.
 * @returns nothing if there is nothing to import.
 */
export function importFile(
  declared: Declared,
  found: FoundOrg,
  oktaVersion: string,
): ImportedResource[] {
  const whole = component("whole", STACK_COMPONENT_NAME);
  const apps = [...resourceApp(declared, found, whole), ...clientApps(declared, found, whole)];
  const resources = [...apps, ...assignments(declared, found, whole)];
  if (resources.length === 0) return [];
  return [
    whole,
    ...resources.map((one) => (one.component ? one : { ...one, version: oktaVersion })),
  ];
}

function component(
  part: keyof typeof COMPONENT_TYPES,
  logicalName: string,
  parent?: ImportedResource,
): ImportedResource {
  const name = `${part} ${logicalName}`;
  const above = parent && { parent: parent.name };
  return { type: COMPONENT_TYPES[part], name, logicalName, ...above, component: true };
}

function resourceApp(
  { resourceApp: args }: Declared,
  { resourceApp: found }: FoundOrg,
  whole: ImportedResource,
): ImportedResource[] {
  if (!args.catalog) return [];
  const parent = component("resourceApp", STACK_COMPONENT_NAME, whole);
  const settings = settingsJson(args, {});
  const properties = catalogAppProperties(labelled(args), args.catalog.key, settings);
  return [parent, oauthApp("resource", found, parent, properties)];
}

function clientApps(
  { requestingApps }: Declared,
  { clients }: FoundOrg,
  whole: ImportedResource,
): ImportedResource[] {
  return clients.flatMap((found) => {
    const args = requestingApps[found.key];
    if (!args?.catalog) return [];
    const parent = component("requestingApp", clientName(STACK_COMPONENT_NAME, found.key), whole);
    const settings = settingsJson(args, { clientIdAtResource: found.clientIdAtResource });
    const properties = requestingAppProperties(labelled(args), args.catalog.key, settings);
    return [parent, oauthApp("requesting", found, parent, properties)];
  });
}

function labelled<Args extends ResourceAppArgs | RequestingAppDeclaration>(args: Args) {
  return { ...args, label: args.label as string };
}

/** The same text as `appSettingsJson` makes of outputs. */
function settingsJson(
  { catalog, issuerUrl }: ResourceAppArgs,
  more: { clientIdAtResource?: string },
): string {
  const values = { issuerUrl: (issuerUrl as string | undefined) ?? CONTEXT7_ISSUER, ...more };
  return JSON.stringify({ app: fillSettings(catalog?.settings, values) });
}

function oauthApp(
  role: Role,
  { app }: FoundApp,
  parent: ImportedResource,
  properties: object,
): ImportedResource {
  const inputs = defined({ ...properties });
  return {
    type: OAUTH_APP,
    name: `app ${parent.logicalName}`,
    logicalName: parent.logicalName,
    parent: parent.name,
    id: app.id,
    inputs,
    outputs: defined({ ...undeclaredState(app, role), ...inputs, id: app.id }),
  };
}

function assignments(
  declared: Declared,
  found: FoundOrg,
  whole: ImportedResource,
): ImportedResource[] {
  const apps = new Map([
    [RESOURCE_APP_KEY, found.resourceApp],
    ...found.clients.map((client) => [clientAppKey(client.key), client] as const),
  ]);
  const parent = component("assignments", STACK_COMPONENT_NAME, whole);
  const imported = Object.entries(peopleOfApps(declared)).flatMap(([key, { people, retain }]) => {
    const app = apps.get(key);
    if (!app) return [];
    return assignedTo(app, people).map(({ principal, entry }) => {
      const logicalName = assignmentName(STACK_COMPONENT_NAME, key, entry);
      return { logicalName, ...assignment(app, principal, retain), parent: parent.name };
    });
  });
  return imported.length === 0 ? [] : [parent, ...imported];
}

function assignedTo(app: FoundApp, people: People) {
  return planAssignments(people).flatMap((entry) => {
    const principal = app.people.find(({ kind, key }) => kind === entry.kind && key === entry.key);
    return principal ? [{ principal, entry }] : [];
  });
}

function assignment({ app }: FoundApp, principal: Principal, retain: boolean | undefined) {
  const { kind, id, login } = principal;
  const ids = kind === "group" ? { groupId: id } : { userId: id, username: login };
  const inputs = defined({ appId: app.id, ...ids, retainAssignment: retain });
  const outputs = { ...inputs, id, retainAssignment: retain ?? false };
  const type = kind === "group" ? GROUP_ASSIGNMENT : USER_ASSIGNMENT;
  return { type, name: `${kind} ${id} of ${app.id}`, id, inputs, outputs };
}
