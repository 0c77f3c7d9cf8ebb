import { chmod, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

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
 */
export async function prepare(
  folder: Folder,
  secrets: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  await removeSecrets(folder);
  await mkdir(folder.secrets, { recursive: true, mode: 0o700 });
  await chmod(folder.path, 0o700);
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(secrets)) {
    const file = join(folder.secrets, name);
    await writeFile(file, value, { mode: 0o600, flag: "wx" });
    variables[`${name}_FILE`] = file;
  }
  return variables;
}

export async function removeSecrets(folder: Folder): Promise<void> {
  await rm(folder.secrets, { recursive: true, force: true });
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
