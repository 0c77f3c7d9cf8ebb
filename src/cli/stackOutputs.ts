import { readPulumiJson } from "../pulumiCli";
import { CannotRun } from "./exit";

/** A stack to read the outputs of. */
export interface StackReference {
  readonly name: string;
  /** The folder with its Pulumi.yaml. */
  readonly directory: string;
  /** Whether secret outputs are needed; without, they are not even decrypted. */
  readonly withSecrets: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * The outputs of a stack, by the Pulumi CLI.
 *
 * @throws ExplainedError when the CLI is not there, or refuses.
 */
export async function readStackOutputs(stack: StackReference): Promise<Record<string, unknown>> {
  const { name, directory, withSecrets, environment } = stack;
  const args = ["stack", "output", "--json", "--stack", name];
  if (withSecrets) args.push("--show-secrets");
  const what = `The outputs of the stack ${name}`;
  const outputs = await readPulumiJson({ args, directory, environment, what });
  if (typeof outputs === "object" && outputs !== null && !Array.isArray(outputs)) {
    return outputs as Record<string, unknown>;
  }
  throw new CannotRun(`${what} are not a JSON object.`);
}
