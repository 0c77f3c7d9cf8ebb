import type { z } from "zod";
import * as types from "../../provider/typeTokens";
import type { DeclaredResource, DeclaredStack } from "./declared";
import { HIDDEN, holdsSecret } from "./secret";

/** A value of a setting, as JSON. */
export type Setting = z.core.util.JSONType;

/**
 * What a stack declares, in the words of its configuration and free of what is its org's alone: names
 * instead of IDs, `{org}` instead of the org's address. By path, whose parts are joined by
 * {@link pathOf}. A path that others begin with, such as that of a client, is there itself as well.
 */
export type Declaration = ReadonlyMap<string, Setting>;

/** Stands between the parts of a path within this folder: nothing that a label or key holds. */
const SEPARATOR = "\u0000";

export function pathOf(...parts: string[]): string {
  return parts.join(SEPARATOR);
}

export function partsOf(path: string): string[] {
  return path.split(SEPARATOR);
}

/** `requestingApps.claude-code.assignments.groups`. */
export function shownPath(path: string): string {
  return partsOf(path).join(".");
}

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

/** Reads a stack's declaration out of its resources. */
export function declarationOf({ resources }: DeclaredStack): Declaration {
  const org = resources.map(({ inputs }) => inputs.orgUrl).find((url) => typeof url === "string");
  const apps = appPaths(resources);
  const groups = groupNames(resources);
  const settings = new Map<string, Setting>();
  const lists = new Map<string, { names: string[]; byId: number }>();
  const put = (path: string, inputs: DeclaredResource["inputs"]) => {
    for (const [name, value] of Object.entries(inputs)) {
      if (NOT_COMPARED.has(name) || name.startsWith("__") || value === undefined) continue;
      for (const [inner, setting] of flattened(name, value)) {
        settings.set(pathOf(path, inner), orgless(setting, org));
      }
    }
  };
  const assign = (appId: unknown, list: "groups" | "users", name: string | undefined) => {
    const path = pathOf(appPath(apps, appId), "assignments", list);
    const known = lists.get(path) ?? { names: [], byId: 0 };
    if (name === undefined) known.byId += 1;
    else known.names.push(name);
    lists.set(path, known);
  };

  for (const path of apps.values()) settings.set(path, "declared");
  for (const { type, inputs, outputs, id } of resources) {
    if (type === types.OAUTH_APP) put(appPath(apps, id), appInputs(inputs));
    if (type === types.APPLICATION_LOOKUP && outputs.appId !== undefined) {
      put(appPath(apps, outputs.appId), lookupInputs(inputs));
    }
    if (type === types.CONNECTION) {
      put(pathOf(appPath(apps, inputs.requestingAppId), "connection"), inputs);
    }
    if (type === types.FEATURE) settings.set("manageFeature", true);
    if (type === types.TEAMSPACE) {
      settings.set("teamspace", "declared");
      const { settingsUrl, ...others } = inputs;
      // The address of one teamspace.
      put("teamspace", { ...others, settingsUrl: settingsUrl && "given" });
    }
    if (type === types.TEAMSPACE_POLICIES) {
      settings.set("policies", "declared");
      put("policies", inputs);
    }
    if (type === types.GROUP_ASSIGNMENT) {
      assign(inputs.appId, "groups", groups.get(String(inputs.groupId)));
    }
    if (type === types.USER_ASSIGNMENT) assign(inputs.appId, "users", text(inputs.username));
  }
  for (const [path, { names, byId }] of lists) {
    settings.set(path, [...names.sort(), ...(byId > 0 ? [`${byId} given by ID`] : [])]);
  }
  return settings;
}

/**
 * App's ID → its path, as the configuration has it: `resourceApp`, or `requestingApps` and the client's
 * key. Parts that are not of one `EnterpriseManagedAuth` go by their resources' names.
 */
function appPaths(resources: readonly DeclaredResource[]): Map<string, string> {
  const lookups = resources.filter(({ type }) => type === types.APPLICATION_LOOKUP);
  const made = new Map(
    resources.filter(({ type }) => type === types.OAUTH_APP).map(({ name, id }) => [name, id]),
  );
  const configured = lookups.map(({ inputs }) => inputs.configurationPath);
  return new Map(
    lookups.map(({ name, id, inputs, outputs }) => {
      // A lookup and the app that is made after it have one name.
      const appId = made.get(name) ?? text(outputs.appId) ?? id;
      const path = text(inputs.configurationPath);
      const isClear = path !== undefined && configured.filter((each) => each === path).length === 1;
      const byName = [inputs.role === "resource" ? "resourceApps" : "requestingApps", name];
      const [list = "", ...key] = isClear ? path.split(".") : [];
      const parts = isClear ? [list, ...(key.length > 0 ? [key.join(".")] : [])] : byName;
      return [appId, pathOf(...parts)] as const;
    }),
  );
}

function appPath(apps: ReadonlyMap<string, string>, id: unknown): string {
  return apps.get(String(id)) ?? pathOf("apps", "given by ID");
}

/** Group's ID → its name, as far as groups were given by name. */
function groupNames(resources: readonly DeclaredResource[]): Map<string, string> {
  const lookups = resources.filter(({ type }) => type === types.DIRECTORY_LOOKUP);
  return new Map(
    lookups.flatMap(({ outputs }) =>
      Object.entries(outputs.groupIds ?? {}).map(([name, id]) => [String(id), name] as const),
    ),
  );
}

/** An app's inputs under the names that the configuration has for them. */
function appInputs(inputs: DeclaredResource["inputs"]): DeclaredResource["inputs"] {
  const { preconfiguredApp, appSettingsJson, authenticationPolicy, jwks, type, ...others } = inputs;
  const settings = holdsSecret(appSettingsJson) ? HIDDEN : appSettings(appSettingsJson);
  return {
    ...others,
    ...(preconfiguredApp !== undefined && { catalog: { key: preconfiguredApp, settings } }),
    // An ID of one org, and keys of one client: only whether there are any is comparable.
    ...(authenticationPolicy !== undefined && { authenticationPolicy: "given by ID" }),
    ...(jwks !== undefined && { jwks: "given" }),
  };
}

function appSettings(json: unknown): unknown {
  try {
    return (JSON.parse(String(json)) as { app?: unknown }).app ?? {};
  } catch {
    return HIDDEN;
  }
}

/** What an existing app was found by; an app from the catalog says the rest itself. */
function lookupInputs({ existingId, existingLabel, issuerUrl }: DeclaredResource["inputs"]) {
  return {
    existing: existingLabel ?? (existingId === undefined ? undefined : "given by ID"),
    issuerUrl,
  };
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
