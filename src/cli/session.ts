import type { Readable, Writable } from "node:stream";
import { shownLines } from "../../provider/shownText";
import { type Layout, layoutFor, type Screen, wrap } from "./layout";

// All that is said passes here: what came from Okta or Context7 and was not looked at where it came in
// steers neither a terminal nor the pipeline in whose log it ends.

/** The rims of the command line: streams, environment, and what is remembered for the end. */
export interface Session {
  readonly stdin: Readable & Screen;
  readonly stdout: Writable & Screen;
  readonly stderr: Writable & Screen;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The result of a command: text for a person, or a document for a program. Goes to standard output. */
export function print(session: Session, text: string): void {
  const shown = shownLines(text, outputLayout(session).color);
  session.stdout.write(shown.endsWith("\n") ? shown : `${shown}\n`);
}

/**
 * What is said besides the result, so that `--json` and pipes stay clean: to standard error, broken into
 * lines that fit.
 */
export function tell({ stderr, environment }: Session, text: string): void {
  const { width, color } = layoutFor(stderr, environment);
  stderr.write(`${shownLines(wrap(text, width).join("\n"), color)}\n`);
}

export function outputLayout({ stdout, environment }: Session): Layout {
  return layoutFor(stdout, environment);
}

/** Whether there is a person at the terminal who can be asked to look at a browser. */
export function isInteractive({ stdin, stderr, environment }: Session): boolean {
  return stdin.isTTY === true && stderr.isTTY === true && !environment.CI;
}
