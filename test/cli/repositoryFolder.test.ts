import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderInRepository } from "../../src/cli/repositoryFolder";

describe("a folder in its repository", () => {
  const withGitIn =
    (...roots: string[]) =>
    (path: string) =>
      roots.some((root) => path === join(root, ".git"));

  const cases: [string, folder: string, workingDirectory: string, expected: string][] = [
    ["the root", ".", "/src/app", ""],
    ["a folder below the working directory", "infra/okta", "/src/app", "infra/okta"],
    ["the working directory itself, below the root", ".", "/src/app/infra", "infra"],
    ["a folder above the working directory", "../okta", "/src/app/infra", "okta"],
    ["an absolute folder", "/src/app/infra/okta ema", "/elsewhere", "infra/okta ema"],
    ["a folder of another repository, by that one", "/src/lib/ema", "/src/app", "ema"],
    ["the innermost repository, such as a submodule", "vendor/ema/x", "/src/app", "x"],
    ["none: by the working directory", "sub/folder", "/elsewhere", "sub/folder"],
    ["none, and outside of the working directory: nothing", "../other", "/elsewhere", ""],
    ["none, with two dots in its name", "..hidden", "/elsewhere", "..hidden"],
  ];
  for (const [what, folder, workingDirectory, expected] of cases) {
    it(what, () => {
      const exists = withGitIn("/src/app", "/src/lib", "/src/app/vendor/ema");
      assert.equal(folderInRepository(folder, workingDirectory, exists), expected);
    });
  }

  it("is found on the disk, by a `.git` that is a file as well", async () => {
    const root = await mkdtemp(join(tmpdir(), "repository-"));
    try {
      await mkdir(join(root, "infra", "okta"), { recursive: true });
      await writeFile(join(root, ".git"), "gitdir: elsewhere\n");
      assert.equal(folderInRepository(join(root, "infra", "okta")), "infra/okta");
    } finally {
      await rm(root, { recursive: true });
    }
  });
});
