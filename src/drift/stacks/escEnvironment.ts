import { readFile } from "node:fs/promises";
import { z } from "zod";
import { ExplainedError } from "../../../provider/explainedError";
import { readPulumiJson } from "../../pulumiCli";
import { ALL_VARIABLES, type EscDefinition, escDefinition } from "./escDefinition";
import { type Project, settingsFile } from "./project";

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const bag = z.record(z.string(), z.unknown()).catch({});

/** Opens ESC environments, each once for all stacks that import it. */
export type OpenEscEnvironment = (
  reference: string,
  environment: NodeJS.ProcessEnv,
) => Promise<Record<string, string>>;

/** What an opened ESC environment sets for processes, out of its `environmentVariables`. */
export function environmentVariables(opened: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(bag.parse(opened)).flatMap(([name, value]) => {
      const text = scalar.safeParse(value).data;
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
}

/** @param directory where the Pulumi CLI runs. */
export function escOpener(directory: string): OpenEscEnvironment {
  const opened = new Map<string, Promise<Record<string, string>>>();
  return (reference, environment) => {
    // Another backend has other environments of the same name.
    const key = JSON.stringify([reference, environment]);
    const known = opened.get(key) ?? open(reference, directory, environment);
    opened.set(key, known);
    return known;
  };
}

/** Of its variables only: to show the whole of it, Pulumi would write its `files` to the disk. */
async function open(reference: string, directory: string, environment: NodeJS.ProcessEnv) {
  const args = ["env", "open", reference, ALL_VARIABLES, "--format", "json"];
  const what = `The ESC environment ${reference}`;
  return environmentVariables(await readPulumiJson({ args, directory, environment, what }));
}

/**
 * The variables that `pulumi up` would set from the stack's ESC environments. `pulumi config` resolves
 * their `pulumiConfig` only, so each environment is opened by itself; the later one wins.
 *
 * @returns nothing for a stack without a settings file, or without ESC environments.
 * @throws ExplainedError for credentials that the settings file sets by an expression.
 */
export async function readEscVariables(
  stack: string,
  { file }: Project,
  environment: NodeJS.ProcessEnv,
  openEnvironment: OpenEscEnvironment,
): Promise<Record<string, string>> {
  const path = settingsFile(stack, file);
  const definition = escDefinition(await readIfThere(path), path);
  refuseComputed(definition, path);
  const variables: Record<string, string> = {};
  for (const name of definition.imports) {
    Object.assign(variables, await openEnvironment(reference(name, stack), environment));
  }
  return Object.assign(variables, definition.variables);
}

/** The environments of a stack are those of its organization, not of the one that is the default. */
function reference(name: string, stack: string): string {
  const [organization, ...rest] = stack.split("/");
  const parts = name.split("/").length;
  if (rest.length === 0 || parts > 2) return name;
  return parts === 1 ? `${organization}/default/${name}` : `${organization}/${name}`;
}

function refuseComputed({ computed }: EscDefinition, path: string): void {
  const credentials = computed.filter(
    (name) => name === ALL_VARIABLES || /^(OKTA|CONTEXT7)_/.test(name),
  );
  if (credentials.length === 0) return;
  throw new ExplainedError(
    `${path} sets ${credentials.join(", ")} by an expression in its own environment, which the Pulumi CLI ` +
      "works out for pulumi up only. Move environmentVariables to an ESC environment with a name, and " +
      "import that.",
  );
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return "";
    throw new ExplainedError(`${path} cannot be read: ${code}.`);
  }
}
