import picomatch from "picomatch";
import { z } from "zod";
import type { Project } from "./project";

/** Words that end the name of a variable whose value is a secret, not where one is. */
const SECRET_NAME =
  /(?:PASSPHRASE|PASSWORD|TOKEN|SECRET|KEY|(?<!APPLICATION_)CREDENTIALS|CONNECTION_STRING)$/i;
/** A password, or a key of a query, within an address. */
const SECRET_ADDRESS =
  /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*:[^/?#@]+@|.*[?&][^=&]*(?:password|secret|token|key)=)/i;
/** Of Okta and Context7: not read by the Pulumi CLI, and so without effect here. */
const CREDENTIAL_NAME = /^(?:OKTA|CONTEXT7)_/i;

const variables = z.record(z.string().min(1), z.string()).check(({ value, issues }) => {
  for (const [name, text] of Object.entries(value)) {
    const reason = refusal(name, text);
    if (reason === undefined) continue;
    // Without the value: messages are printed.
    const message = `${name} ${reason}`;
    issues.push({ code: "custom", message, path: [name], input: undefined });
  }
});

/** `drift.stacks` of `context7-ema.yaml`: by name or glob of stacks, what the Pulumi CLI needs for them. */
export const stackEnvironments = z
  .record(z.string().min(1), z.strictObject({ environment: variables }))
  .transform((entries) =>
    Object.entries(entries).map(
      ([pattern, { environment }]): StackEnvironment => ({ pattern, environment }),
    ),
  );

/** What the Pulumi CLI gets for the stacks that a pattern names. */
export interface StackEnvironment {
  readonly pattern: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The entry for a stack: the first that names it, in the order of the file. */
export function entryFor(
  stack: string,
  entries: readonly StackEnvironment[],
): StackEnvironment | undefined {
  return entries.find(({ pattern }) => picomatch.isMatch(stack, pattern));
}

/** The environment in which the Pulumi CLI reads a stack, or lists those of an entry. */
export function cliEnvironment(
  { environment }: Pick<Project, "environment">,
  entry: StackEnvironment | undefined,
): NodeJS.ProcessEnv {
  const all = { ...environment, ...entry?.environment };
  // Pulumi takes the passphrase itself before its file: the one of another stack must not win.
  if (entry?.environment.PULUMI_CONFIG_PASSPHRASE_FILE) delete all.PULUMI_CONFIG_PASSPHRASE;
  return all;
}

function refusal(name: string, value: string): string | undefined {
  if (CREDENTIAL_NAME.test(name)) {
    return "is no variable of the Pulumi CLI. Credentials come from the stack's configuration or its ESC environments.";
  }
  if (SECRET_NAME.test(name)) {
    return (
      "would hold a secret, which this file must not. Name a file with it " +
      "(PULUMI_CONFIG_PASSPHRASE_FILE), or set the variable where drift runs."
    );
  }
  if (SECRET_ADDRESS.test(value)) {
    return "holds a password or key in its address, which this file must not. Set the variable where drift runs.";
  }
  return undefined;
}
