import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assertFilesHide, type Secret } from "./disclosure";

describe("searching files for secrets", () => {
  const secrets: Secret[] = [["the token", "a-value-that-is-secret"]];
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "disclosure-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("passes where there is none, and leaves nothing behind", async () => {
    await writeFile(join(folder, "harmless"), "nothing");
    assertFilesHide(secrets, folder);
    assert.deepEqual(await readdir(folder), ["harmless"]);
  });

  it("looks into folders, and does not follow links out of them", async () => {
    const other = join(folder, "other");
    const searched = join(folder, "searched");
    for (const one of [other, searched]) await mkdir(one);
    await writeFile(join(other, "file"), secrets[0]?.[1] ?? "");
    await symlink(other, join(searched, "link"));
    assertFilesHide(secrets, searched);
    assert.throws(() => assertFilesHide(secrets, folder), /other\/file/);
  });

  for (const mode of [0o644, 0o600]) {
    it(`finds one in a file of mode ${mode.toString(8)}, and does not print it`, async () => {
      await writeFile(join(folder, "left"), `x${secrets[0]?.[1]}x`, { mode });
      assert.throws(
        () => assertFilesHide(secrets, folder),
        ({ message }: Error) => /left \(6\d\d\) holds the token$/.test(message),
      );
    });
  }

  it("refuses to search for nothing", () => {
    assert.throws(() => assertFilesHide([], folder), /nothing to search for/);
  });
});
