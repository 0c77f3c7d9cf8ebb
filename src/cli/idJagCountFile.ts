import { mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { writeAtomically } from "../atomicFile";
import { type IdJagCount, reportSchema } from "../verifier/report";

/**
 * Where this machine's user counts the ID-JAGs that the command line was given: state of the user, by
 * the XDG Base Directory Specification. Okta's own count is not readable, and has other clients' too.
 */
export function idJagCountPath(
  environment: Readonly<Record<string, string | undefined>>,
  home = homedir(),
): string {
  const state = environment.XDG_STATE_HOME || join(home, ".local", "state");
  return join(state, "context7-ema", "id-jags.json");
}

/** The last count; nothing where there is none, or none that can be read. */
export async function readIdJagCount(path: string): Promise<IdJagCount | undefined> {
  try {
    const json: unknown = JSON.parse(await readFile(path, "utf8"));
    return reportSchema.shape.idJagsThisMonth.safeParse(json).data;
  } catch {
    return undefined;
  }
}

export async function writeIdJagCount(path: string, count: IdJagCount): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeAtomically(path, `${JSON.stringify(count, null, 2)}\n`);
}
