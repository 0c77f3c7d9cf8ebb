import { execFile } from "node:child_process";
import { constants } from "node:os";

/** What a program printed, and how it ended. */
export interface Ran {
  /** As a shell has it: the exit code, or 128 and the number of the signal that killed it. */
  code: number;
  stdout: string;
  /** After a signal, its last line says which. */
  stderr: string;
  /** Both of them. */
  text: string;
}

/**
 * Runs a program to its end, whichever that is, and keeps all that it prints.
 *
 * @param env the whole environment of the program.
 * @throws the system's error when it cannot be started: ENOENT and the like.
 */
export function run(
  file: string,
  args: readonly string[],
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<Ran> {
  const options = { cwd, env, maxBuffer: Number.POSITIVE_INFINITY };
  return new Promise((resolve, reject) => {
    execFile(file, args, options, (error, stdout, printed) => {
      const code = error ? codeOf(error) : 0;
      if (code === undefined) return reject(error);
      const stderr = error?.signal ? `${printed}\n${file} was ended by ${error.signal}\n` : printed;
      resolve({ code, stdout, stderr, text: stdout + stderr });
    });
  });
}

/** `undefined` for a program that was never started: its code is the name of the system's error. */
function codeOf({ code, signal }: { code?: number | string | null; signal?: NodeJS.Signals }) {
  if (signal) return 128 + constants.signals[signal];
  return typeof code === "number" ? code : undefined;
}
