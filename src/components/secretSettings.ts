import * as pulumi from "@pulumi/pulumi";
import { namesSecret } from "../../provider/secretNames";

/** What a stack fills in is written in its configuration already, by itself. */
const PLACEHOLDER = /^\$\{(?:issuerUrl|clientIdAtResource)\}$/;

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

/** The settings with those of {@link secretFields} marked: the configuration forgets marks inside objects. */
export function withSecretFields(settings: Record<string, unknown>): Record<string, unknown> {
  const marked = secretFields(settings).map((field) => [field, pulumi.secret(settings[field])]);
  return { ...settings, ...Object.fromEntries(marked) };
}
