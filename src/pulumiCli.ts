import { type ExecFileException, execFile } from "node:child_process";
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
 * @param timeout in milliseconds; then the CLI is ended.
 * @returns what it printed to standard output.
 * @throws ExplainedError when the CLI is not there, refuses, or is ended.
 */
export function runPulumi(call: PulumiCall, timeout = TIMEOUT): Promise<string> {
  const { args, directory, environment } = call;
  const options = {
    cwd: directory,
    env: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" },
    maxBuffer: LARGEST,
    timeout,
  };
  return new Promise((resolve, reject) => {
    // No shell: a name is an argument whatever it holds.
    execFile("pulumi", [...args, "--non-interactive"], options, (error, stdout, stderr) => {
      if (error) reject(new ExplainedError(explain(call, error, stderr, timeout)));
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

function explain(
  { directory, what }: PulumiCall,
  { code, killed, signal }: ExecFileException,
  stderr: string,
  timeout: number,
): string {
  if (code === "ENOENT") {
    return (
      `The Pulumi CLI could not be started in ${directory}: \`pulumi\` is not on the PATH, or that folder ` +
      "is not there. Install the CLI, or name the folder of the stack's Pulumi.yaml with -C."
    );
  }
  const unread = `${what} in ${directory} could not be read`;
  if (code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") {
    return `${unread}: the Pulumi CLI printed more than ${LARGEST / 1024 / 1024} MB.`;
  }
  if (killed) {
    return (
      `${unread}: the Pulumi CLI did not end within ${timeout / 1000} s and was stopped. ` +
      `Check that the backend answers (pulumi whoami).${lastWords(stderr)}`
    );
  }
  if (signal) {
    return (
      `${unread}: the Pulumi CLI was killed (${signal}) by something else, such as a lack of memory, or ` +
      `whoever ended the job. Run it again.${lastWords(stderr)}`
    );
  }
  if (typeof code === "string") return `${unread}: the Pulumi CLI could not be started (${code}).`;
  return (
    `${unread}. ${said(stderr) ?? `The Pulumi CLI ended with ${code} and gave no reason.`}\n` +
    "Check the stack's name (pulumi stack ls), the folder (-C), and the backend's login (pulumi whoami)."
  );
}

function lastWords(stderr: string): string {
  const words = said(stderr);
  return words === undefined ? "" : `\n${words}`;
}

/** The first line of what the CLI said, as a sentence; more is of no use to whoever reads it. */
function said(stderr: string): string | undefined {
  const line = stderr.split("\n").find((each) => each.trim() !== "");
  if (line === undefined) return undefined;
  const words = scrub(line.trim());
  return `Pulumi says: ${words}${/[.!?…]$/.test(words) ? "" : "."}`;
}
