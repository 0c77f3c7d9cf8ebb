import { execFile } from "node:child_process";
import { scrub } from "../idjag";
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

/** Outputs of a stack with a few clients are some kilobytes. */
const LARGEST = 16 * 1024 * 1024;
const TIMEOUT = 120_000;

/**
 * The outputs of a stack, by the Pulumi CLI: whoever can run `pulumi` there has the backend's login and
 * the passphrase set up for it.
 *
 * @throws CannotRun when the CLI is not there, or refuses.
 */
export function readStackOutputs(stack: StackReference): Promise<Record<string, unknown>> {
  const { name, directory, withSecrets, environment } = stack;
  const args = ["stack", "output", "--json", "--stack", name, "--non-interactive"];
  if (withSecrets) args.push("--show-secrets");
  const options = {
    cwd: directory,
    env: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" },
    maxBuffer: LARGEST,
    timeout: TIMEOUT,
  };
  return new Promise((resolve, reject) => {
    // No shell: the name is an argument whatever it holds.
    execFile("pulumi", args, options, (error, stdout, stderr) => {
      if (error) return reject(new CannotRun(explain(stack, error, stderr)));
      const outputs = parse(stdout);
      if (outputs) resolve(outputs);
      else reject(new CannotRun(`The outputs of the stack ${name} are not a JSON object.`));
    });
  });
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function explain({ name, directory }: StackReference, error: Error, stderr: string): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") {
    return (
      `The Pulumi CLI could not be started in ${directory}: \`pulumi\` is not on the PATH, or that folder ` +
      "is not there. Install the CLI, or name the folder of the stack's Pulumi.yaml with -C."
    );
  }
  const said = stderr.split("\n").find((line) => line.trim() !== "") ?? "it gave no reason";
  return (
    `The outputs of the stack ${name} in ${directory} could not be read. Pulumi says: ${scrub(said.trim())}\n` +
    "Check the stack's name (pulumi stack ls), the folder (-C), and the backend's login (pulumi whoami)."
  );
}
