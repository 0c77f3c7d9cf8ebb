import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LimitFunction } from "p-limit";
import { parseDocument } from "yaml";
import { z } from "zod";
import { ExplainedError } from "../../../provider/explainedError";
import { readPulumiJson } from "../../pulumiCli";
import { readConfiguration } from "./configuration";
import { readEscVariables } from "./escEnvironment";
import { needsSecrets, parseState, type StackState } from "./state";

const named = z.looseObject({ name: z.string() });

/** Where stacks are read from. */
export interface Project {
  /** The folder with the Pulumi.yaml. */
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** A stack as it was read: what it declares, and what it is set up with. */
export interface ReadStack extends StackState {
  /** Full key → value, secrets in clear. */
  readonly configuration: ReadonlyMap<string, string>;
  /** What its ESC environments set for processes. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A stack that was asked for: as it was read, or why it could not be. */
export type Attempt =
  | { readonly name: string; readonly stack: ReadStack; readonly problem?: undefined }
  | { readonly name: string; readonly stack?: undefined; readonly problem: string };

/** Reads stacks side by side; one that cannot be read does not keep the others from it. */
export function readStacks(
  names: readonly string[],
  project: Project,
  limit: LimitFunction,
): Promise<Attempt[]> {
  return Promise.all(names.map((name) => limit(() => attempt(name, project))));
}

async function attempt(name: string, project: Project): Promise<Attempt> {
  try {
    return { name, stack: await readStack(name, project) };
  } catch (error) {
    if (!(error instanceof ExplainedError)) throw error;
    return { name, problem: error.message };
  }
}

/**
 * Reads one stack with the Pulumi CLI, which neither writes nor takes a lock for it. Secrets of the state
 * stay encrypted, unless something that is compared, or a provider that the program makes, holds one.
 *
 * @throws ExplainedError for whatever the CLI refuses: no such stack, a wrong passphrase, no login.
 */
async function readStack(stack: string, project: Project): Promise<ReadStack> {
  const name = await projectName(project.directory);
  const sealed = await exportState(stack, name, project, false);
  const state = needsSecrets(sealed) ? await exportState(stack, name, project, true) : sealed;
  const configuration = await readConfiguration(stack, project);
  const variables = await readEscVariables(stack, project);
  return { ...state, configuration, variables };
}

async function exportState(stack: string, name: string, project: Project, withSecrets: boolean) {
  const { directory, environment } = project;
  const args = ["stack", "export", "--stack", stack];
  if (withSecrets) args.push("--show-secrets");
  const what = `The state of the stack ${stack}`;
  const state = parseState(
    await readPulumiJson({ args, directory, environment, what }),
    stack,
    name,
  );
  if (state) return state;
  throw new ExplainedError(`${what} is not as expected.`);
}

/** Where the file cannot be read, or is not YAML, the Pulumi CLI says so itself. */
async function projectName(directory: string): Promise<string> {
  const text = await readFile(join(directory, "Pulumi.yaml"), "utf8").catch(() => "");
  const { contents } = parseDocument(text);
  return named.safeParse(contents?.toJSON()).data?.name ?? "";
}
