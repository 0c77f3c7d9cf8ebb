import * as types from "../../provider/typeTokens";
import type { DeclaredResource } from "./declared";
import { pathOf } from "./settingPath";

/** App's ID → its path among a stack's settings. */
export type AppPaths = ReadonlyMap<string, string>;

/** Where that is which concerns an app that the program gives by its ID alone. */
export const APPS_BY_ID = pathOf("apps", "given by ID");

/**
 * The path of each app, as the configuration has it: `resourceApp`, or `requestingApps` and the client's
 * key. Parts that are not of one `EnterpriseManagedAuth` go by their resources' names.
 */
export function appPaths(resources: readonly DeclaredResource[]): AppPaths {
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

export function appPath(apps: AppPaths, id: unknown): string {
  return apps.get(String(id)) ?? APPS_BY_ID;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
