/** What the name of a field says where the field holds a secret. Okta does not publish the fields' names. */
const SECRET = /secret|passw|token|credential|(?:private|api|access|signing).?key/i;

/** What a stack fills in is written in its configuration already, by itself. */
const PLACEHOLDER = /^\$\{(?:issuerUrl|clientIdAtResource)\}$/;

/** Whether the name of a field says that it holds a secret. */
export function namesSecret(field: string): boolean {
  return SECRET.test(field);
}

/**
 * Those fields of an app's `settings.app` that hold text which their name, or the name of something
 * inside them, says to be secret.
 */
export function secretFields(settings: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(settings).filter((field) => holdsSecret(field, settings[field]));
}

function holdsSecret(name: string, value: unknown): boolean {
  if (typeof value === "string")
    return value !== "" && !PLACEHOLDER.test(value) && namesSecret(name);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => holdsSecret(`${name}.${key}`, inner));
}
