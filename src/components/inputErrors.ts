import * as pulumi from "@pulumi/pulumi";

/** One mistake in a component's arguments: where, and what to do about it. */
export interface InputMistake {
  /** Path from the component's `args`, e.g. `requestingApps.claude.catalog`. */
  propertyPath: string;
  reason: string;
}

/**
 * Pulumi's error for wrong inputs, of which a person gets to see the message alone.
 *
 * Pulumi prints the stack trace and all members of an error that ends a program, except for its
 * `RunError`, which it knows by this member (so that several copies of the SDK get along).
 */
class InputMistakes extends pulumi.InputPropertiesError {
  readonly __pulumiRunError = true;

  constructor(message: string, errors: InputMistake[]) {
    super({ message, errors });
    // What is thrown after the program's last line is printed as its stack, if it has one.
    this.stack = "";
  }
}

/**
 * Throws every mistake at once, each with its property's path; the engine prints them without a
 * stack trace.
 *
 * @param headline what is wrong as a whole, e.g. `ResourceApp "context7" cannot be declared like this`.
 * @throws pulumi.InputPropertiesError when there is at least one mistake.
 */
export function refuseInputs(headline: string, mistakes: InputMistake[]): void {
  if (mistakes.length === 0) return;
  const lines = mistakes.map((mistake) => `  - ${mistake.propertyPath}: ${mistake.reason}`);
  throw new InputMistakes(`${headline}:\n${lines.join("\n")}`, mistakes);
}

/** The same for a component's arguments; `what` names the component. */
export function refuse(what: string, mistakes: InputMistake[]): void {
  refuseInputs(`${what} cannot be declared like this`, mistakes);
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
