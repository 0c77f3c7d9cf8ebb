import * as sdk from "@pulumi/policy";

/** Thrown by the policy SDK where a rule reads a value that a preview does not know yet. */
export type UnknownValueError = Error & { readonly props: string[] };

/** The SDK exports this class and leaves it out of its types. */
const { UnknownValueError: Unknown } = sdk as unknown as {
  UnknownValueError: new (...args: never[]) => UnknownValueError;
};

export function isUnknown(thing: unknown): thing is UnknownValueError {
  return thing instanceof Unknown;
}

/** What `work` gives, or the unknown value that it ran into. Other errors are bugs, and pass. */
export function unlessUnknown<Result>(work: () => Result[]): (Result | UnknownValueError)[] {
  try {
    return work();
  } catch (error) {
    if (isUnknown(error)) return [error];
    throw error;
  }
}

/** Without the unknown values. */
export function knownOf<Thing>(things: readonly (Thing | UnknownValueError)[]): Thing[] {
  return things.filter((thing): thing is Thing => !isUnknown(thing));
}
