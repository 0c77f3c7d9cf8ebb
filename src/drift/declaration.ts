import * as types from "../../provider/typeTokens";
import { APPS_BY_ID, appPath, appPaths } from "./appPaths";
import {
  type Declared,
  declaredList,
  givenById,
  groupNames,
  type Member,
  type Setting,
  shownId,
} from "./byId";
import type { DeclaredResource, DeclaredStack } from "./declared";
import { HIDDEN, holdsSecret, masked } from "./secret";
import { pathOf } from "./settingPath";

/**
 * What a stack declares, in the words of its configuration and free of what is its org's alone: names
 * instead of IDs, `{org}` instead of the org's address. By path, whose parts are joined by
 * {@link pathOf}. A path that others begin with, such as that of a client, is there itself as well.
 */
export type Declaration = ReadonlyMap<string, Declared>;

/**
 * Inputs that are IDs of one org, secrets, marks of one run, or say nothing about what is set up: how a
 * resource is taken over or left behind, and what a lookup finds.
 */
const NOT_COMPARED = new Set([
  "orgUrl",
  "requestingAppId",
  "resourceAppId",
  "confirmation",
  "confirmationCode",
  "confirmed",
  "observable",
  "clientId",
  "clientSecret",
  "clientBasicSecret",
  "adopt",
  "deleteAdopted",
  "restoreOnDelete",
  "featureManaged",
]);

/** Addresses of the orgs that a stack is in: usually one. */
export function orgsOf({ resources }: DeclaredStack): string[] {
  const urls = resources.map(({ inputs }) => inputs.orgUrl);
  return [...new Set(urls.filter((url) => typeof url === "string"))].sort();
}

/**
 * Reads a stack's declaration out of its resources.
 *
 * @param known names of groups, by ID, that other stacks of its org know.
 */
export function declarationOf(
  stack: DeclaredStack,
  known: ReadonlyMap<string, string> = new Map(),
): Declaration {
  const { resources } = stack;
  const [org] = orgsOf(stack);
  const apps = appPaths(resources);
  const groups = new Map([...known, ...groupNames(resources)]);
  const settings = new Map<string, Declared>();
  const lists = new Map<string, Member[]>();
  const set = (path: string, value: Setting) => settings.set(path, { value });
  const put = (path: string, inputs: DeclaredResource["inputs"]) => {
    for (const [name, value] of Object.entries(inputs)) {
      if (NOT_COMPARED.has(name) || name.startsWith("__") || value === undefined) continue;
      for (const [inner, setting] of flattened(name, value)) {
        set(pathOf(path, inner), orgless(setting, org));
      }
    }
  };
  const putId = (path: string, id: unknown) => {
    if (id !== undefined) settings.set(path, givenById(id));
  };
  const assign = (
    appId: unknown,
    list: "groups" | "users",
    name: string | undefined,
    id: unknown,
  ) => {
    const app = appPath(apps, appId);
    const path = pathOf(app, "assignments", list);
    const on = app === APPS_BY_ID ? ` on ${shownId(appId)}` : "";
    const member = { name, exact: `${name ?? shownId(id)}${on}` };
    lists.set(path, [...(lists.get(path) ?? []), member]);
  };

  for (const path of apps.values()) set(path, "declared");
  for (const { type, name, inputs, outputs, id } of resources) {
    if (type === types.OAUTH_APP) {
      const path = appPath(apps, id);
      put(path, appInputs(inputs));
      putId(pathOf(path, "authenticationPolicy"), inputs.authenticationPolicy);
    }
    if (type === types.APPLICATION_LOOKUP && outputs.appId !== undefined) {
      const { existingLabel: existing, existingId, issuerUrl } = inputs;
      const path = appPath(apps, outputs.appId);
      // What an existing app was found by; an app from the catalog says the rest itself.
      put(path, { existing, issuerUrl });
      if (existing === undefined) putId(pathOf(path, "existing"), existingId);
    }
    if (type === types.CONNECTION) {
      const { requestingAppId } = inputs;
      const app = appPath(apps, requestingAppId);
      const path = app === APPS_BY_ID ? pathOf("connections", name) : pathOf(app, "connection");
      put(path, inputs);
      if (app === APPS_BY_ID) putId(pathOf(path, "requestingApp"), requestingAppId);
    }
    if (type === types.FEATURE) set("manageFeature", true);
    if (type === types.TEAMSPACE) {
      set("teamspace", "declared");
      const { settingsUrl, ...others } = inputs;
      // The address of one teamspace.
      put("teamspace", { ...others, settingsUrl: settingsUrl && "given" });
    }
    if (type === types.TEAMSPACE_POLICIES) {
      set("policies", "declared");
      put("policies", inputs);
    }
    if (type === types.GROUP_ASSIGNMENT) {
      const { appId, groupId } = inputs;
      assign(appId, "groups", groups.get(String(groupId)), groupId);
    }
    if (type === types.USER_ASSIGNMENT) {
      assign(inputs.appId, "users", text(inputs.username), inputs.userId);
    }
  }
  for (const [path, members] of lists) settings.set(path, declaredList(members));
  return settings;
}

/** An app's inputs under the names that the configuration has for them. */
function appInputs(inputs: DeclaredResource["inputs"]): DeclaredResource["inputs"] {
  const { preconfiguredApp, appSettingsJson, authenticationPolicy, jwks, type, ...others } = inputs;
  const settings = holdsSecret(appSettingsJson) ? HIDDEN : appSettings(appSettingsJson);
  return {
    ...others,
    ...(preconfiguredApp !== undefined && { catalog: { key: preconfiguredApp, settings } }),
    // Keys of one client: only whether there are any is comparable.
    ...(jwks !== undefined && { jwks: "given" }),
  };
}

function appSettings(json: unknown): unknown {
  try {
    return masked((JSON.parse(String(json)) as { app?: unknown }).app ?? {});
  } catch {
    return HIDDEN;
  }
}

/** Every field that is no object itself, by its path. */
function flattened(name: string, value: unknown): [string, Setting][] {
  if (holdsSecret(value)) return [[name, HIDDEN]];
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, item]) =>
      flattened(key, item).map(([inner, setting]): [string, Setting] => [
        pathOf(name, inner),
        setting,
      ]),
    );
  }
  return [[name, (value ?? null) as Setting]];
}

function orgless(value: Setting, org: unknown): Setting {
  if (typeof org !== "string" || org === "") return value;
  if (typeof value === "string") return value.replaceAll(org, "{org}");
  if (Array.isArray(value)) return value.map((item) => orgless(item, org));
  return value;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
