import assert from "node:assert/strict";
import { runCommands } from "./shell";

describe("running a pipeline's commands", () => {
  const env = { PATH: process.env.PATH };

  it("stops at the first failure, also in the middle of a pipe, as the runners do", async () => {
    assert.equal((await runCommands("false\ntrue", ".", env)).code, 1);
    assert.equal((await runCommands("(exit 7) | cat", ".", env)).code, 7);
    const { code, text } = await runCommands("echo a\necho b >&2", ".", env);
    assert.deepEqual([code, text], [0, "a\nb\n"]);
  });
});
