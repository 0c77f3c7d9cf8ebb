import type { LiveApplication } from "../../../provider/okta/liveApplication";
import { namesSecret } from "../../../provider/secretNames";
import type { PropertyChange } from "../report";
import { HIDDEN, holdsSecret, masked, revealed } from "../secret";

/**
 * What of `settings` has a property of its own, or none; the plugin reads everything else, the app's own
 * settings first, back into `appSettingsJson`.
 */
const ELSEWHERE = new Set([
  "emOptInStatus",
  "identityStoreId",
  "implicitAssignment",
  "inlineHookId",
  "notes",
  "notifications",
  "oauthClient",
]);

/**
 * The app's settings field by field: `appSettingsJson.app.issuerUrl`. Okta does not publish what the
 * console calls these fields. As the plugin has it (`NoChangeInObjectFromUnmarshaledJSON`), fields that
 * are `false` do not count on either side; `null` and `""` do. Of a field whose name says that it is a
 * secret, no value is shown.
 *
 * @param declared the resource's `appSettingsJson`, maybe a secret; without it nothing is compared.
 */
export function settingsChanges(
  declared: unknown,
  { settings }: LiveApplication,
): PropertyChange[] {
  const text = revealed(declared);
  if (typeof text !== "string" || text === "") return [];
  const rest = Object.entries(settings ?? {}).filter(([key]) => !ELSEWHERE.has(key));
  const wanted = fieldsOf(JSON.parse(text));
  const there = fieldsOf(Object.fromEntries(rest));
  const show = (field: string, value: unknown) =>
    holdsSecret(declared) || field.split(".").some(namesSecret)
      ? HIDDEN
      : (masked(value ?? null) as PropertyChange["live"]);
  return [...new Set([...wanted.keys(), ...there.keys()])]
    .filter((field) => wanted.get(field) !== there.get(field))
    .filter((field) => !hasInner(wanted, field) && !hasInner(there, field))
    .map((field) => ({
      property: `appSettingsJson.${field}`,
      label: field.replace(/^app\./, ""),
      declared: show(field, parsed(wanted.get(field))),
      live: show(field, parsed(there.get(field))),
    }));
}

/** Path of every field that is no object itself → its value as JSON. */
function fieldsOf(value: object, path: string[] = []): Map<string, string> {
  const fields = Object.entries(value).filter(([, item]) => item !== false);
  return new Map(
    fields.flatMap(([key, item]) => {
      const here = [...path, key];
      const inner = isRecord(item) ? fieldsOf(item, here) : undefined;
      if (inner && inner.size > 0) return [...inner];
      return [[here.join("."), JSON.stringify(inner ? {} : item)] as const];
    }),
  );
}

/** An object without fields on one side only: what the other has in it says all. */
function hasInner(fields: ReadonlyMap<string, string>, field: string): boolean {
  return [...fields.keys()].some((key) => key.startsWith(`${field}.`));
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json);
}
