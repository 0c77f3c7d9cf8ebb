import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/**
 * A folder as its Git repository has it, for reports whose paths begin there. Git itself is not asked:
 * the repository begins where `.git` is, which is a file in a worktree and in a submodule.
 *
 * @param folder absolute, or seen from the working directory.
 * @param workingDirectory absolute; stands in for the repository's root where there is none.
 * @param exists whether there is something at a path.
 * @returns with slashes and no `..`; empty for the root itself, and for what is outside of it.
 */
export function folderInRepository(
  folder: string,
  workingDirectory = process.cwd(),
  exists: (path: string) => boolean = existsSync,
): string {
  const there = resolve(workingDirectory, folder);
  const root = above(there).find((each) => exists(join(each, ".git"))) ?? workingDirectory;
  const path = relative(root, there);
  const parts = path.split(sep);
  return isAbsolute(path) || parts[0] === ".." ? "" : parts.join("/");
}

/** A folder and all that it is in, from the innermost. */
function above(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...above(parent)];
}
