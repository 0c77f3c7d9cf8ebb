import type { Application } from "./reads";

/**
 * What an app's settings say about one value that is expected among them.
 * - there: one field has it, letter by letter.
 * - other: none has it; `seen` are the fields' values that could be meant.
 * - hidden: the API shows no field that could hold it, as with custom apps, whose Cross App
 *   Access settings are in the console only.
 *
 * Okta does not publish the fields' names, so values are looked for, whatever the field.
 */
export type SettingFound =
  | { readonly kind: "there" }
  | { readonly kind: "other"; readonly seen: string[] }
  | { readonly kind: "hidden" };

/** Whether the app is set up for an issuer. */
export function findIssuer(app: Application, issuer: string): SettingFound {
  return find(app, issuer, (value) => URL.canParse(value));
}

/**
 * Whether the app is known at the resource by this client ID. Another value is one only in a field that is
 * called so: a region or a mode is text as well.
 */
export function findClientId(app: Application, clientId: string): SettingFound {
  return find(app, clientId, (value, name) => /client/i.test(name) && value !== "");
}

function find(
  { settings }: Application,
  expected: string,
  isCandidate: (value: string, name: string) => boolean,
): SettingFound {
  const texts = Object.entries(settings?.app ?? {}).flatMap(([name, value]) =>
    typeof value === "string" ? [{ name, value }] : [],
  );
  if (texts.some(({ value }) => value === expected)) return { kind: "there" };
  const seen = texts
    .filter(({ name, value }) => isCandidate(value, name))
    .map(({ value }) => value);
  return seen.length > 0 ? { kind: "other", seen } : { kind: "hidden" };
}
