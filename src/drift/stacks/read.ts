import type { LimitFunction } from "p-limit";
import { ExplainedError } from "../../../provider/explainedError";
import { readPulumiJson } from "../../pulumiCli";
import type { DeclaredStack } from "../declared";
import { readConfiguration } from "./configuration";
import { cliEnvironment, entryFor } from "./environments";
import { escOpener, type OpenEscEnvironment, readEscVariables } from "./escEnvironment";
import type { Project } from "./project";
import { needsSecrets, parseState, type StackState } from "./state";

/** A stack as it was read: what it declares, and what it is set up with. */
export interface ReadStack extends StackState {
  /** Full key → value, secrets in clear. */
  readonly configuration: ReadonlyMap<string, string>;
  /** What its ESC environments set for processes. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A stack that was asked for: as it was read, or why it could not be. */
export type Attempt<T = ReadStack> =
  | { readonly name: string; readonly stack: T; readonly problem?: undefined }
  | { readonly name: string; readonly stack?: undefined; readonly problem: string };

/** Reads stacks side by side; one that cannot be read does not keep the others from it. */
export function readStacks(
  names: readonly string[],
  project: Project,
  limit: LimitFunction,
): Promise<Attempt[]> {
  const open = escOpener(project.directory);
  return attemptAll(names, limit, (name) => readStack(name, project, open));
}

/** The same, of what they declare only: no secret is opened, no configuration read. */
export function readDeclarations(
  names: readonly string[],
  project: Project,
  limit: LimitFunction,
): Promise<Attempt<DeclaredStack>[]> {
  return attemptAll(names, limit, async (name) => {
    const { declared } = await exportState(name, project, cliEnvironmentOf(name, project), false);
    return declared;
  });
}

function attemptAll<T>(
  names: readonly string[],
  limit: LimitFunction,
  read: (name: string) => Promise<T>,
): Promise<Attempt<T>[]> {
  const attempt = async (name: string): Promise<Attempt<T>> => {
    try {
      return { name, stack: await read(name) };
    } catch (error) {
      if (!(error instanceof ExplainedError)) throw error;
      return { name, problem: error.message };
    }
  };
  return Promise.all(names.map((name) => limit(() => attempt(name))));
}

/**
 * Reads one stack with the Pulumi CLI, which neither writes nor takes a lock for it. Secrets of the state
 * stay encrypted, unless something that is compared, or a provider that the program makes, holds one.
 *
 * @throws ExplainedError for whatever the CLI refuses: no such stack, a wrong passphrase, no login.
 */
async function readStack(
  stack: string,
  project: Project,
  open: OpenEscEnvironment,
): Promise<ReadStack> {
  const environment = cliEnvironmentOf(stack, project);
  const sealed = await exportState(stack, project, environment, false);
  const state = needsSecrets(sealed)
    ? await exportState(stack, project, environment, true)
    : sealed;
  const configuration = await readConfiguration(stack, project.directory, environment);
  const variables = await readEscVariables(stack, project, environment, open);
  return { ...state, configuration, variables };
}

function cliEnvironmentOf(stack: string, project: Project): NodeJS.ProcessEnv {
  return cliEnvironment(project, entryFor(stack, project.stacks));
}

async function exportState(
  stack: string,
  { directory, file }: Project,
  environment: NodeJS.ProcessEnv,
  withSecrets: boolean,
) {
  const args = ["stack", "export", "--stack", stack];
  if (withSecrets) args.push("--show-secrets");
  const what = `The state of the stack ${stack}`;
  const state = parseState(
    await readPulumiJson({ args, directory, environment, what }),
    stack,
    file.name,
  );
  if (state) return state;
  throw new ExplainedError(`${what} is not as expected.`);
}
