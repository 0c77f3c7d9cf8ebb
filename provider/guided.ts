import { isConfirmed } from "./confirmation";
import { ExplainedError } from "./explainedError";
import { isUnknown, type Properties, unknownValue } from "./inputs";

// What a person sets in a console and confirms with a code: declared here, and never read back.

/** What is computed of inputs, so that a preview shows it: of managed resources, `observable` alone. */
export const computedOutputs = ["observable", "confirmationCode", "confirmed"];

/** The outputs while it is not known who sets it, a person or this package. */
export function unknownOutputs(): Properties {
  return Object.fromEntries(computedOutputs.map((name) => [name, unknownValue]));
}

/**
 * The outputs of what a person sets.
 *
 * @param entered what the code is made of; some of it may not be known yet.
 * @param code makes it, once all of `entered` is known.
 */
export function guidedOutputs(
  entered: readonly unknown[],
  confirmation: unknown,
  code: () => string,
): Properties {
  if (isUnknown([...entered, confirmation])) return { ...unknownOutputs(), observable: false };
  const confirmationCode = code();
  const confirmed = isConfirmed(confirmationCode, confirmation as string | undefined);
  return { observable: false, confirmationCode, confirmed };
}

interface GuidedInputs {
  confirmation?: string;
  requireConfirmation: boolean;
}

/**
 * The state of what a person sets.
 *
 * @param what "The connection is".
 * @param steps what that person has to do.
 * @throws ExplainedError with the steps, if it has to be confirmed and is not.
 */
export function guidedState<Inputs extends GuidedInputs>(
  wanted: Inputs,
  code: string,
  what: string,
  steps: (wanted: Inputs) => string,
) {
  const confirmed = isConfirmed(code, wanted.confirmation);
  if (wanted.requireConfirmation && !confirmed) {
    throw new ExplainedError(
      `${what} not confirmed, and requireConfirmation is true.\n${steps(wanted)}`,
    );
  }
  return { ...wanted, adopted: false, observable: false, confirmationCode: code, confirmed };
}
