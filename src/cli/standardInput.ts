import { CannotRun } from "./exit";
import type { Session } from "./session";
import { tell } from "./session";

/** More than any token or answer has. */
const LARGEST = 256 * 1024;

/**
 * All of standard input, as text.
 *
 * @param what for the person at a terminal, who would otherwise wait for nothing.
 * @throws CannotRun if it is too large.
 */
export async function readInput(session: Session, what: string): Promise<string> {
  if (session.stdin.isTTY) tell(session, `Paste ${what}, then press Ctrl-D on a new line:`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of session.stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST) throw new CannotRun(`Standard input has more than ${LARGEST} bytes.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
