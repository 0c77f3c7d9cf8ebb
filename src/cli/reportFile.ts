import { writeFile } from "node:fs/promises";
import { CannotRun } from "./exit";

/** Writes a report to the file that was asked for. @throws CannotRun if it cannot be written. */
export async function writeReport(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new CannotRun(`${path} cannot be written: ${(error as NodeJS.ErrnoException).code}.`);
  }
}
