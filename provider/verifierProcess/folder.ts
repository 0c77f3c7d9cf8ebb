import { mkdir, open, readdir, readFile, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, isAbsolute, join } from "node:path";
import { ExplainedError } from "../explainedError";

type Environment = Readonly<Record<string, string | undefined>>;

/** What lies where in the folder of one verifier. */
export interface Folder {
  path: string;
  /** Reports, which outlive the process. */
  reports: string;
  secrets: string;
  log: string;
  pid: string;
}

/**
 * @param folder absolute, or relative to `$XDG_STATE_HOME/context7-ema`: the place that the XDG Base
 *   Directory Specification has for logs and history, and that no checkout's clean-up takes away.
 */
export function folderOf(folder: string, environment: Environment): Folder {
  const state = environment.XDG_STATE_HOME || join(environment.HOME || homedir(), ".local/state");
  const path = isAbsolute(folder) ? folder : join(state, "context7-ema", folder);
  return {
    path,
    reports: join(path, "reports"),
    secrets: join(path, "secrets"),
    log: join(path, "verifier.log"),
    pid: join(path, "verifier.pid"),
  };
}

/**
 * Makes the folder, readable by its owner alone, and writes the secrets, a file each.
 *
 * @returns the variables that name the files.
 * @throws ExplainedError for a folder that is there already and another program's, or others'.
 */
export async function prepare(
  folder: Folder,
  secrets: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  await claim(folder);
  await removeSecrets(folder);
  await mkdir(folder.secrets, { recursive: true, mode: 0o700 });
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(secrets)) {
    const file = join(folder.secrets, name);
    await writeFile(file, value, { mode: 0o600, flag: "wx" });
    variables[`${name}_FILE`] = file;
  }
  return variables;
}

/**
 * Takes a folder for the verifier: one that it makes, an empty one, or one that a verifier had. Anything
 * else, such as `/run`, has files of others under the same names (`/run/secrets`).
 */
async function claim(folder: Folder): Promise<void> {
  const { path, log } = folder;
  const made = await mkdir(path, { recursive: true, mode: 0o700 });
  if (made === undefined) {
    const there = await readdir(path);
    if (there.length > 0 && !isVerifiers(folder, there)) {
      const some = there.slice(0, 5).join(", ") + (there.length > 5 ? ", …" : "");
      throw new ExplainedError(
        `${path} is there already and was no verifier's so far; it has: ${some}. A verifier takes a folder ` +
          "of its own: set verifier.process.folder to one that is new or empty.",
      );
    }
    const mode = (await stat(path)).mode & 0o777;
    if ((mode & 0o022) !== 0) {
      throw new ExplainedError(
        `Others can write to ${path} (its mode is ${mode.toString(8).padStart(4, "0")}), where the verifier's ` +
          `secrets would be. Run: chmod 700 ${path}, or set verifier.process.folder to another one.`,
      );
    }
  }
  // From now on it can be told that the folder is a verifier's.
  await (await open(log, "a", 0o600)).close();
}

/** By what every verifier has left in its folder so far; its log alone outlives it for sure. */
function isVerifiers({ reports, secrets, log, pid }: Folder, there: readonly string[]): boolean {
  const [ofReports = "", ofSecrets = "", ...telling] = [reports, secrets, log, pid].map((path) =>
    basename(path),
  );
  if (telling.some((name) => there.includes(name))) return true;
  return there.includes(ofReports) && there.every((name) => [ofReports, ofSecrets].includes(name));
}

/** What {@link prepare} calls them: each is a variable of the verifier. */
const SECRET = /^VERIFIER_[A-Z0-9_]+$/;

/** Takes the secrets away, and their folder unless there is something else in it. */
export async function removeSecrets({ secrets }: Folder): Promise<void> {
  const there = await readdir(secrets).catch(() => []);
  for (const name of there.filter((each) => SECRET.test(each))) await rm(join(secrets, name));
  await rmdir(secrets).catch((error: NodeJS.ErrnoException) => {
    if (!["ENOENT", "ENOTEMPTY", "EEXIST"].includes(error.code ?? "")) throw error;
  });
}

/** Takes away all but the log and the reports. */
export async function tidy(folder: Folder): Promise<void> {
  await removeSecrets(folder);
  await rm(folder.pid, { force: true });
}

/** Bytes that the log has now. */
export async function logLength(folder: Folder): Promise<number> {
  return (await stat(folder.log).catch(() => undefined))?.size ?? 0;
}

/** The last lines that were written after `from`; few enough for an error message. */
export async function logSince(folder: Folder, from: number): Promise<string> {
  const log = await readFile(folder.log).catch(() => Buffer.alloc(0));
  const lines = log.subarray(from).toString("utf8").trimEnd().split("\n");
  return lines.slice(-12).join("\n");
}
