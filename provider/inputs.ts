import { isDeepStrictEqual } from "node:util";
import type { CheckFailure, DiffResult } from "@pulumi/pulumi/dynamic";
import { z } from "zod";

/** A bag of properties as Pulumi hands it over; `__provider` and other foreign keys may be in it. */
export type Properties = Record<string, unknown>;

/** What a value that is not known yet looks like to a dynamic provider during a preview. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export interface ParsedInputs<T> {
  /** One for each mistake, by property. */
  failures: CheckFailure[];
  /** Valid and known inputs, defaults filled in. */
  values: Partial<T>;
  /** All inputs, if there is no mistake and nothing unknown among them. */
  complete: T | undefined;
  /** What `check` returns to the engine: `values`, and unknown inputs as they came. */
  inputs: Properties;
}

/**
 * Parses new inputs while previewing or updating. Inputs that are unknown, or hold something
 * unknown, pass as they are.
 *
 * @param schema without refinements of the whole object: those cannot see unknown inputs.
 */
export function parseInputs<S extends z.ZodObject>(
  schema: S,
  news: Properties,
): ParsedInputs<z.output<S>> {
  const given = Object.fromEntries(
    Object.entries(news).filter(([key, value]) => key in schema.shape && value !== null),
  );
  const unknown = Object.keys(given).filter((key) => isUnknown(given[key]));
  const first = parseWithout(schema, unknown, given);
  const failures = failuresFrom(first.error);
  const wrong = first.error?.issues.map(({ path }) => String(path[0])) ?? [];
  // What is right is needed even if something else is wrong: mistakes are reported all at once.
  const result = wrong.length > 0 ? parseWithout(schema, [...unknown, ...wrong], given) : first;
  const values = (result.data ?? {}) as Partial<z.output<S>>;
  const inputs: Properties = defined({ ...values });
  for (const key of unknown) inputs[key] = given[key];
  const complete = failures.length + unknown.length === 0 ? (values as z.output<S>) : undefined;
  return { failures, values, complete, inputs };
}

/** Which keys are left out is not known before run time, so zod's types cannot say what remains. */
function parseWithout(
  schema: z.ZodObject,
  keys: string[],
  given: Properties,
): z.ZodSafeParseResult<Properties> {
  const mask: Record<string, true> = Object.fromEntries(keys.map((key) => [key, true]));
  return schema.omit(mask).safeParse(given);
}

function failuresFrom(error: z.ZodError | undefined): CheckFailure[] {
  return (error?.issues ?? []).map(({ path, message }) => ({
    property: z.core.toDotPath(path),
    reason: message,
  }));
}

/** Whether a value is unknown, or holds something unknown. */
export function isUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  if (value === null || typeof value !== "object") return false;
  return Object.values(value).some(isUnknown);
}

/**
 * Which of `keys` differ between what is there and what is declared.
 *
 * @param olds the last known outputs.
 * @param news checked inputs.
 * @param replacing keys whose change makes it another thing, to be made anew.
 */
export function differences(
  olds: Properties,
  news: Properties,
  keys: string[],
  replacing: string[] = [],
): DiffResult {
  const differs = (key: string) =>
    !isDeepStrictEqual(olds[key] ?? undefined, news[key] ?? undefined);
  const replaces = replacing.filter(differs);
  return { changes: replaces.length > 0 || keys.some(differs), replaces };
}

/** The properties of `props` that `schema` knows: inputs, out of a state that holds more. */
export function inputsOf(schema: z.ZodObject, props: Properties, computed: string[] = []) {
  const keys = [...Object.keys(schema.shape), ...computed];
  return defined(Object.fromEntries(keys.map((key) => [key, props[key]])));
}

/** The same without keys whose value is `undefined`, which Pulumi's wire format cannot express. */
export function defined<T extends Properties>(properties: T): T {
  const entries = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as T;
}
