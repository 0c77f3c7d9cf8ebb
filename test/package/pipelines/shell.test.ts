import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { runCommands, watchArguments } from "./shell";

describe("running a pipeline's commands", () => {
  const env = { PATH: process.env.PATH };

  it("stops at the first failure, also in the middle of a pipe, as the runners do", async () => {
    assert.equal((await runCommands("false\ntrue", ".", env)).code, 1);
    assert.equal((await runCommands("(exit 7) | cat", ".", env)).code, 7);
    assert.deepEqual(await runCommands("echo a\necho b >&2", ".", env), {
      code: 0,
      text: "a\nb\n",
    });
  });

  it("sees a text among a process' arguments", async () => {
    const seen = watchArguments(["needle-in-arguments"]);
    const child = spawn(process.execPath, [
      "-e",
      "setTimeout(() => {}, 600)",
      "needle-in-arguments",
    ]);
    await once(child, "exit");
    assert.equal(seen().length, 1);
  });
});
