import {
  authenticationPolicyOf,
  isRecord,
  type LiveApplication,
  valueAt,
} from "../../../provider/okta/liveApplication";
import type { DeclaredResource } from "../declared";
import {
  changed,
  changeSentence,
  declaredBy,
  deleted,
  type FoundObject,
  type Look,
  notRead,
  oddState,
} from "../found";
import type { OrgInventory } from "../inventory";
import { consolePath, type Names } from "../names";
import { type Compared, propertyChanges } from "../propertyChanges";
import type { PropertyChange } from "../report";
import { revealed } from "../secret";
import { APP_PROPERTIES, type AppProperty } from "./appProperties";
import { settingsChanges } from "./appSettings";

/**
 * Holds an app against its declaration as a refresh by the Okta plugin does: what is declared is what
 * counts, and what is left to Okta (client ID, an undeclared policy, the network access, which the
 * components let the plugin ignore) is not compared.
 *
 * @param dependents the connections and assignments that the stack declares of it: they go with the app.
 */
export function compareApp(
  resource: DeclaredResource,
  kind: "resource app" | "requesting app",
  dependents: readonly DeclaredResource[],
  org: OrgInventory,
  names: Names,
): Look {
  const { id, inputs } = resource;
  const object: FoundObject = {
    kind,
    name: names.app(id),
    id,
    ...declaredBy(resource),
    console: consolePath(names.appNow(id)),
  };
  const unread = org.unread.apps.get(id);
  if (unread) return notRead(unread);
  const live = org.apps.get(id);
  if (!live) {
    const isProtected = [resource, ...dependents].some((one) => one.isProtected);
    return gone(object, dependents.length, isProtected);
  }
  const odd = JSON_INPUTS.find((property) => !isJson(revealed(inputs[property])));
  if (odd) return oddState(resource, `${odd} is no JSON object`);
  const switched = propertyChanges([
    { property: "status", label: "Status", declared: inputs.status, live: live.status },
  ]);
  const changes = [
    ...switched,
    ...propertyChanges(compared(inputs, live)),
    ...settingsChanges(inputs.appSettingsJson, live),
  ];
  return changed({ ...object, ...wayTo(object, changes) }, changes, sentenceOf(switched, changes));
}

const JSON_INPUTS = ["appSettingsJson", "profile"];

/** Nothing at all is as good. */
function isJson(text: unknown): boolean {
  if (typeof text !== "string" || text === "") return true;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value);
  } catch {
    return false;
  }
}

function gone(object: FoundObject, dependents: number, isProtected: boolean): Look {
  const along =
    dependents > 0 ? `, and what depends on it: ${counted(dependents)} of the stack` : "";
  const forced = isProtected ? " --force (some of it is protected in the state)" : "";
  return deleted(
    object,
    `The app was deleted${along}.`,
    "pulumi refresh stops at an app that is gone. Take it out of the state with pulumi state delete " +
      `'${object.urn}' --target-dependents${forced}, then pulumi up --refresh makes it again, with a new client ID.`,
  );
}

function counted(dependents: number): string {
  return dependents === 1 ? "one other object" : `${dependents} other objects`;
}

function sentenceOf([switched]: PropertyChange[], changes: PropertyChange[]): string {
  if (!switched) return changeSentence(changes);
  const what = switched.live === "ACTIVE" ? "activated" : "deactivated";
  const others = changes.slice(1);
  return `The app was ${what}.${others.length > 0 ? ` ${changeSentence(others)}` : ""}`;
}

/** The tab, where all changes are on one. */
function wayTo({ console }: FoundObject, changes: readonly PropertyChange[]) {
  const tabs = new Set(changes.map(({ property }) => TABS.get(property)));
  const [tab] = tabs;
  return tabs.size === 1 && tab ? { console: `${console} > ${tab}` } : {};
}

const TABS = new Map<string, string>([
  ...APP_PROPERTIES.map(({ property, tab }) => [property, tab] as const),
  ["jwks", "General"],
  ["authenticationPolicy", "Sign On"],
]);

function compared(inputs: DeclaredResource["inputs"], live: LiveApplication): Compared[] {
  const rows = APP_PROPERTIES.filter((row) => isCompared(row, inputs, live)).map((row) => ({
    ...row,
    declared: inputs[row.property],
    live: valueAt(live, row.path),
  }));
  return [
    ...rows,
    ...policyCompared(inputs, live),
    ...keysCompared(inputs, live),
    ...profileCompared(inputs, live),
  ];
}

function isCompared(row: AppProperty, inputs: DeclaredResource["inputs"], live: LiveApplication) {
  if (row.onlyDeclared && inputs[row.property] === undefined) return false;
  return row.readIf === undefined || Boolean(valueAt(live, row.readIf));
}

function policyCompared(inputs: DeclaredResource["inputs"], live: LiveApplication): Compared[] {
  const { authenticationPolicy: declared } = inputs;
  const policy = authenticationPolicyOf(live);
  if (declared === undefined || policy === undefined) return [];
  return [
    {
      property: "authenticationPolicy",
      label: "Authentication policy",
      declared,
      live: policy,
    },
  ];
}

const KEY_MEMBERS = ["kid", "kty", "e", "n", "x", "y"];

function keysCompared(inputs: DeclaredResource["inputs"], live: LiveApplication): Compared[] {
  const keys = valueAt(live, "settings.oauthClient.jwks.keys");
  if (!Array.isArray(keys)) return [];
  const declared = revealed(inputs.jwks);
  const plain = (list: unknown) =>
    Array.isArray(list) ? list.map((key) => pick(key, KEY_MEMBERS)) : [];
  return [{ property: "jwks", label: "Public keys", declared: plain(declared), live: plain(keys) }];
}

function profileCompared(inputs: DeclaredResource["inputs"], live: LiveApplication): Compared[] {
  const wanted = revealed(inputs.profile);
  const declared = typeof wanted === "string" && wanted !== "" ? JSON.parse(wanted) : undefined;
  return [{ property: "profile", label: "App profile", declared, live: live.profile }];
}

function pick(value: unknown, members: string[]): Record<string, unknown> {
  const all = (value ?? {}) as Record<string, unknown>;
  return Object.fromEntries(members.filter((key) => all[key]).map((key) => [key, all[key]]));
}
