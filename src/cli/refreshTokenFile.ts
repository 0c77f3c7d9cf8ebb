import { constants, type FileHandle, open } from "node:fs/promises";
import { writeAtomically } from "../atomicFile";
import { CannotRun } from "./exit";

/** More than any refresh token has; a file of another kind was named by mistake. */
const LARGEST = 16 * 1024;

/** A refresh token that lives in a file of its owner, and the way to put its successor there. */
export interface RefreshTokenFile {
  readonly token: string;
  /**
   * Puts its successor in its place, whole and at 0600.
   *
   * @throws CannotRun if that fails.
   */
  replace(token: string): Promise<void>;
}

/**
 * Reads a refresh token from a file.
 *
 * @throws CannotRun if the file is not there, is not a plain file with one token, or others than its
 *   owner can read it: whoever has the token can sign in as that person.
 */
export async function readRefreshTokenFile(path: string): Promise<RefreshTokenFile> {
  const file = await openOwn(path);
  let text: string;
  try {
    const { size } = await file.stat();
    if (size > LARGEST) throw new CannotRun(`${path} has ${size} bytes: that is no refresh token.`);
    text = (await file.readFile("utf8")).trim();
  } finally {
    await file.close();
  }
  if (!/^[\x21-\x7e]+$/.test(text)) {
    throw new CannotRun(`${path} does not hold one refresh token: one line, without blanks.`);
  }
  return { token: text, replace: (token) => saveRefreshToken(path, token) };
}

/**
 * Writes a refresh token where {@link readRefreshTokenFile} reads it.
 *
 * @throws CannotRun if that fails.
 */
export async function saveRefreshToken(path: string, token: string): Promise<void> {
  try {
    await writeAtomically(path, `${token}\n`);
  } catch (error) {
    throw new CannotRun(
      `Okta gave a new refresh token, and it cannot be written to ${path}: ${reasonOf(error)}. The ` +
        "one before may be void by now: sign in again.",
    );
  }
}

/** The same opened file is looked at and read, so that nobody can exchange it in between. */
async function openOwn(path: string): Promise<FileHandle> {
  let file: FileHandle;
  try {
    // A link is refused, since the token's successor takes the name's place, not the target's. Not to
    // wait matters for a pipe, which is refused below.
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throw new CannotRun(`The refresh token file ${path} cannot be read: ${reasonOf(error)}.`);
  }
  try {
    const status = await file.stat();
    if (!status.isFile()) throw new CannotRun(`${path} is not a plain file.`);
    const mode = status.mode & 0o777;
    // Windows has no such modes: everything shows as 0666 there.
    if (process.platform !== "win32" && (mode & 0o077) !== 0) {
      throw new CannotRun(
        `Others can reach the refresh token file ${path} (its mode is ${mode.toString(8).padStart(4, "0")}): ` +
          `whoever reads it can sign in as its owner. Run: chmod 600 ${path}`,
      );
    }
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: "there is no such file or folder",
    EACCES: "this user has no permission",
    EPERM: "this user has no permission",
    ELOOP: "it is a symbolic link; name the file itself",
    ENOSPC: "the disk is full",
    EROFS: "the file system is read-only",
  };
  return reasons[code ?? ""] ?? code ?? "the reason is not known";
}
