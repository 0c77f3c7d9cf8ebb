import { CommanderError } from "commander";
import { ExplainedError } from "../../provider/explainedError";
import { scrub } from "../idjag";

/** What the process's exit code says to a pipeline. */
export enum ExitCode {
  /** Everything that was checked holds. */
  Holds = 0,
  /** It could not run: a setting is missing or wrong, a file, a program. Nothing is known. */
  CouldNotRun = 1,
  /** The command line itself is wrong. */
  WrongUsage = 2,
  /** It ran, and something does not hold. */
  CheckFailed = 3,
  /** What is there differs from what is declared: the code of `pulumi refresh --expect-no-changes`. */
  Drift = 7,
}

/** Takes a command's exit code; the process ends with it once everything is written. */
export type Finish = (code: ExitCode) => void;

/** It cannot run as things are; the message says what was seen and what to do. */
export class CannotRun extends ExplainedError {}

/** The command line is wrong; the message says what is right. */
export class UsageError extends ExplainedError {}

/** An error as the last lines a person reads: what to print (if anything), and the exit code. */
export function conclude(error: unknown): { code: ExitCode; message?: string } {
  // Commander has printed its own, help included.
  if (error instanceof CommanderError) {
    return { code: error.exitCode === 0 ? ExitCode.Holds : ExitCode.WrongUsage };
  }
  if (error instanceof UsageError) return { code: ExitCode.WrongUsage, message: error.message };
  if (error instanceof ExplainedError)
    return { code: ExitCode.CouldNotRun, message: error.message };
  // A bug, or the machine. Its stack is no help to whoever ran this, and may quote values.
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    code: ExitCode.CouldNotRun,
    message: `Something unforeseen happened: ${scrub(text)}\nPlease report it with the command line (without secrets) and the version.`,
  };
}
