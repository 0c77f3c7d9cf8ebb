import * as pulumi from "@pulumi/pulumi";

/** One mistake in a component's arguments: where, and what to do about it. */
export interface InputMistake {
  /** Path from the component's `args`, e.g. `requestingApps.claude.catalog`. */
  propertyPath: string;
  reason: string;
}

/**
 * Throws every mistake at once, each with its property's path; the engine prints them without a
 * stack trace.
 *
 * @throws pulumi.InputPropertiesError when there is at least one mistake.
 */
export function refuse(what: string, mistakes: InputMistake[]): void {
  if (mistakes.length === 0) return;
  const lines = mistakes.map((mistake) => `  - ${mistake.propertyPath}: ${mistake.reason}`);
  throw new pulumi.InputPropertiesError({
    message: `${what} cannot be declared like this:\n${lines.join("\n")}`,
    errors: mistakes,
  });
}

/** `a.b` from `a` and `b`; an empty prefix adds nothing. */
export function at(prefix: string, property: string): string {
  return prefix === "" ? property : `${prefix}.${property}`;
}

/**
 * The mistake of giving none or several of `alternatives`, or nothing when exactly one is set.
 * `undefined` and `null` (YAML's empty value) both count as not set.
 */
export function exactlyOneOf(
  args: object,
  alternatives: string[],
  path: string,
  advice: string,
): InputMistake[] {
  const values = args as Record<string, unknown>;
  const given = alternatives.filter((key) => values[key] !== undefined && values[key] !== null);
  if (given.length === 1) return [];
  const names = alternatives.map((key) => `\`${key}\``).join(" and ");
  const reason =
    given.length === 0
      ? `neither of ${names} is given; exactly one is needed. ${advice}`
      : `both ${names} are given; exactly one is allowed. ${advice}`;
  return [{ propertyPath: at(path, alternatives[0] as string), reason }];
}
