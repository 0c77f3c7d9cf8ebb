import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file that a crash at any moment leaves whole, the old one or the new one: beside it, to
 * disk, then under its name.
 *
 * @param mode its permissions, less the process's umask. Default: only its owner can read it.
 */
export async function writeAtomically(path: string, text: string, mode = 0o600): Promise<void> {
  const beside = join(dirname(path), `${leftoverPrefix(path)}${randomUUID()}`);
  try {
    const file = await open(beside, "wx", mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/**
 * Makes the folder of `path`, and takes away what a crash left of earlier writes.
 *
 * @throws when the folder cannot be made or written to.
 */
export async function prepareDirectory(path: string): Promise<void> {
  const directory = dirname(path);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const leftovers = (await readdir(directory)).filter((name) =>
    name.startsWith(leftoverPrefix(path)),
  );
  for (const name of leftovers) await rm(join(directory, name), { force: true });
  const trial = join(directory, `${leftoverPrefix(path)}${randomUUID()}`);
  await (await open(trial, "wx", 0o600)).close();
  await rm(trial);
}

function leftoverPrefix(path: string): string {
  return `.${basename(path)}.`;
}

/** Without it a power failure can take the new name back. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
