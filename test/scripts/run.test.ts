import assert from "node:assert/strict";
import { run } from "../../scripts/run";

describe("running a program", () => {
  const node = (script: string) =>
    run(process.execPath, ["-e", script], { cwd: ".", env: { PATH: process.env.PATH } });

  it("gives its exit code and both outputs, also of a failure", async () => {
    assert.deepEqual(await node("console.log('a'); console.error('b'); process.exitCode = 7"), {
      code: 7,
      stdout: "a\n",
      stderr: "b\n",
      text: "a\nb\n",
    });
    assert.equal((await node("")).code, 0);
  });

  it("never takes a killed one for one that succeeded, and names the signal", async () => {
    const { code, text } = await node("process.kill(process.pid, 'SIGKILL')");
    assert.equal(code, 137);
    assert.match(text, /was ended by SIGKILL/);
  });

  it("keeps all of a large output", async () => {
    const { code, stdout } = await node("process.stdout.write('x'.repeat(40 * 2 ** 20))");
    assert.deepEqual([code, stdout.length], [0, 40 * 2 ** 20]);
  });

  it("rejects for a program that is not there", async () => {
    await assert.rejects(run("/no/such/program", [], { cwd: ".", env: {} }), { code: "ENOENT" });
  });
});
