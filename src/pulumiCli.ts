import { execFile } from "node:child_process";
import { ExplainedError } from "../provider/explainedError";
import { scrub } from "./idjag";

/** One call of the Pulumi CLI that only reads. */
export interface PulumiCall {
  readonly args: readonly string[];
  /** The folder with the Pulumi.yaml. */
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** What was to be read, for the message: `The outputs of the stack prod`. */
  readonly what: string;
}

/** States of large stacks are some megabytes. */
const LARGEST = 256 * 1024 * 1024;
const TIMEOUT = 120_000;

/**
 * Runs the Pulumi CLI: whoever can run `pulumi` there has the backend's login and the passphrase set up
 * for it.
 *
 * @returns what it printed to standard output.
 * @throws ExplainedError when the CLI is not there, or refuses.
 */
export function runPulumi(call: PulumiCall): Promise<string> {
  const { args, directory, environment } = call;
  const options = {
    cwd: directory,
    env: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" },
    maxBuffer: LARGEST,
    timeout: TIMEOUT,
  };
  return new Promise((resolve, reject) => {
    // No shell: a name is an argument whatever it holds.
    execFile("pulumi", [...args, "--non-interactive"], options, (error, stdout, stderr) => {
      if (error) reject(new ExplainedError(explain(call, error, stderr)));
      else resolve(stdout);
    });
  });
}

/** The same, for what prints a JSON value. */
export async function readPulumiJson(call: PulumiCall): Promise<unknown> {
  const text = await runPulumi(call);
  try {
    return JSON.parse(text);
  } catch {
    throw new ExplainedError(`${call.what}: what the Pulumi CLI printed is not JSON.`);
  }
}

function explain({ directory, what }: PulumiCall, error: Error, stderr: string): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") {
    return (
      `The Pulumi CLI could not be started in ${directory}: \`pulumi\` is not on the PATH, or that folder ` +
      "is not there. Install the CLI, or name the folder of the stack's Pulumi.yaml with -C."
    );
  }
  const said = stderr.split("\n").find((line) => line.trim() !== "") ?? "it gave no reason";
  return (
    `${what} in ${directory} could not be read. Pulumi says: ${scrub(said.trim())}\n` +
    "Check the stack's name (pulumi stack ls), the folder (-C), and the backend's login (pulumi whoami)."
  );
}
