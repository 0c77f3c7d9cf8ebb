import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProject, settingsFile } from "../../../src/drift/stacks/project";

describe("a Pulumi project", () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), "project-"));
  });
  after(() => rm(root, { recursive: true }));

  /** A folder of its own with a project's file, and one below it. */
  async function project(name: string, text: string): Promise<string> {
    const folder = await mkdtemp(join(root, "case-"));
    await mkdir(join(folder, "below", "it"), { recursive: true });
    await writeFile(join(folder, name), text);
    return folder;
  }

  it("is in the folder or the nearest above it, and its stacks' files are beside it", async () => {
    const folder = await project("Pulumi.yaml", "name: okta\nconfig: { a:b: c }\n");
    for (const directory of [folder, join(folder, "below", "it")]) {
      const file = await findProject(directory);
      assert.equal(file.folder, folder);
      assert.equal(file.name, "okta");
      assert.equal(settingsFile("prod", file), join(folder, "Pulumi.prod.yaml"));
      assert.equal(settingsFile("acme/okta/prod", file), join(folder, "Pulumi.prod.yaml"));
    }
  });
  it("may keep its stacks' files elsewhere, under either name of the setting", async () => {
    for (const key of ["stackConfigDir", "config"]) {
      const folder = await project("Pulumi.yaml", `name: okta\n${key}: stacks/okta\n`);
      const file = await findProject(folder);
      assert.equal(settingsFile("dev", file), join(folder, "stacks/okta/Pulumi.dev.yaml"));
    }
  });
  it("may be written in JSON, and then its stacks' files are", async () => {
    const folder = await project("Pulumi.json", '{ "name": "okta" }');
    const file = await findProject(folder);
    assert.equal(file.name, "okta");
    assert.equal(settingsFile("dev", file), join(folder, "Pulumi.dev.json"));
  });
  it("that cannot be read, or is not there, is left to the Pulumi CLI", async () => {
    const broken = await project("Pulumi.yaml", "name: [\n");
    assert.deepEqual((await findProject(broken)).name, "");
    const empty = await mkdtemp(join(root, "empty-"));
    const file = await findProject(empty);
    assert.deepEqual([file.folder, file.name], [empty, ""]);
  });
});
