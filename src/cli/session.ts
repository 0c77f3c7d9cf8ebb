import type { Readable, Writable } from "node:stream";
import { type Layout, layoutFor, type Screen, wrap } from "./layout";

/** The rims of the command line: streams, environment, and what is remembered for the end. */
export interface Session {
  readonly stdin: Readable & Screen;
  readonly stdout: Writable & Screen;
  readonly stderr: Writable & Screen;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The result of a command: text for a person, or a document for a program. Goes to standard output. */
export function print({ stdout }: Session, text: string): void {
  stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/**
 * What is said besides the result, so that `--json` and pipes stay clean: to standard error, broken into
 * lines that fit.
 */
export function tell({ stderr, environment }: Session, text: string): void {
  const { width } = layoutFor(stderr, environment);
  stderr.write(`${wrap(text, width).join("\n")}\n`);
}

export function outputLayout({ stdout, environment }: Session): Layout {
  return layoutFor(stdout, environment);
}

/** Whether there is a person at the terminal who can be asked to look at a browser. */
export function isInteractive({ stdin, stderr, environment }: Session): boolean {
  return stdin.isTTY === true && stderr.isTTY === true && !environment.CI;
}
