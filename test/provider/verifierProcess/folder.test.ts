import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderOf, prepare, tidy } from "../../../provider/verifierProcess/folder";
import { messageOf } from "../sandboxed";

const SECRETS = { VERIFIER_BEARER_KEY: "the-bearer-key" };

describe("a verifier's folder", () => {
  let place: string;
  const folder = () => folderOf(place, {});
  const put = (name: string) => writeFile(join(place, name), "theirs");
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), "folder-"));
  });
  afterEach(() => rm(place, { recursive: true, force: true }));

  it("is made for its owner alone, and may be an empty one that is there", async () => {
    const made = folderOf(join(place, "a/b"), {});
    assert.deepEqual(await prepare(made, SECRETS), {
      VERIFIER_BEARER_KEY_FILE: join(made.secrets, "VERIFIER_BEARER_KEY"),
    });
    assert.equal(await modeOf(made.path), 0o700);
    assert.equal(await modeOf(made.secrets), 0o700);

    await rm(join(place, "a"), { recursive: true });
    await chmod(place, 0o755);
    await prepare(folder(), SECRETS);
    assert.equal(await modeOf(place), 0o755, "what somebody else made keeps its mode");
  });

  it("is no folder that has something of others, which stays as it is: such as /run", async () => {
    await mkdir(join(place, "secrets"));
    await put("secrets/registry-password");
    await put("sshd.pid");
    await chmod(place, 0o755);
    const message = await messageOf(prepare(folder(), SECRETS));
    assert.match(
      message,
      /is there already and was no verifier's so far; it has: secrets, sshd\.pid/,
    );
    assert.match(message, /set verifier\.process\.folder to one that is new or empty/);
    assert.deepEqual((await readdir(place)).sort(), ["secrets", "sshd.pid"]);
    assert.equal(await readFile(join(place, "secrets/registry-password"), "utf8"), "theirs");
    assert.equal(await modeOf(place), 0o755);
  });

  it("is no folder that others can write to", async () => {
    await chmod(place, 0o777);
    assert.match(await messageOf(prepare(folder(), SECRETS)), /mode is 0777.*Run: chmod 700/);
    assert.deepEqual(await readdir(place), []);
  });

  for (const left of [
    ["verifier.log"],
    ["verifier.log", "verifier.log.1.gz", "reports"],
    ["verifier.pid", "secrets"],
    ["reports"],
    ["reports", "secrets"],
    ["verifier.log", "probe.token"],
  ]) {
    it(`is one in which an earlier version left ${left.join(", ")}`, async () => {
      for (const name of left) {
        if (name === "reports" || name === "secrets") await mkdir(join(place, name));
        else await put(name);
      }
      await prepare(folder(), SECRETS);
      assert.deepEqual(
        (await readdir(place)).sort(),
        [...new Set([...left, "secrets", "verifier.log"])].sort(),
      );
    });
  }

  it("loses what was written to it, and nothing else", async () => {
    await prepare(folder(), SECRETS);
    await put("verifier.pid");
    await put("secrets/mine");
    await put("secrets/VERIFIER_REDIS_URL");
    await prepare(folder(), SECRETS);
    assert.deepEqual((await readdir(folder().secrets)).sort(), ["VERIFIER_BEARER_KEY", "mine"]);
    await tidy(folder());
    assert.deepEqual((await readdir(place)).sort(), ["secrets", "verifier.log"]);
    assert.deepEqual(await readdir(folder().secrets), ["mine"]);
    await rm(join(folder().secrets, "mine"));
    await tidy(folder());
    assert.deepEqual(await readdir(place), ["verifier.log"]);
  });
});
