import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPulumi } from "../src/pulumiCli";
import { type Answer, fakePulumi } from "./fakePulumi";
import { messageOf } from "./provider/sandboxed";

describe("the Pulumi CLI, called for what it prints", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pulumi-cli-"));
  });
  after(() => rm(folder, { recursive: true }));

  async function refusal(answer: Omit<Answer, "args">, timeout?: number): Promise<string> {
    const { PATH } = await fakePulumi(folder, [{ args: "", ...answer }]);
    const environment = { ...process.env, PATH };
    const call = { args: ["stack", "export"], directory: folder, environment, what: "The state" };
    return messageOf(runPulumi(call, timeout));
  }

  it("is quoted where it refuses, each sentence with an end", async () => {
    const bare = await refusal({ code: 255, stderr: "\nerror: no stack named 'zz' found\n" });
    assert.match(
      bare,
      /^The state in \S+ could not be read\. Pulumi says: error: no stack named 'zz' found\.\nCheck the stack's name/,
    );
    const ended = await refusal({ code: 255, stderr: "error: wrong.\nmore" });
    assert.match(ended, /Pulumi says: error: wrong\.\nCheck/);
  });
  it("may give no reason", async () => {
    assert.match(await refusal({ code: 3 }), /The Pulumi CLI ended with 3 and gave no reason\.\n/);
  });
  it("is stopped when it takes too long, which is said", async () => {
    const said = await refusal({ end: "never", stderr: "waiting for the backend\n" }, 1500);
    assert.match(
      said,
      /did not end within 1\.5 s and was stopped\. Check that the backend answers/,
    );
    assert.match(said, /\nPulumi says: waiting for the backend\.$/);
  });
  it("may be killed by others, which is said", async () => {
    const said = await refusal({ end: "SIGKILL" });
    assert.match(said, /the Pulumi CLI was killed \(SIGKILL\) by something else/);
    assert.doesNotMatch(said, /no reason|Pulumi says/);
  });
  it("may not be there", async () => {
    const environment = { PATH: "/nowhere" };
    const call = { args: ["about"], directory: folder, environment, what: "The state" };
    assert.match(await messageOf(runPulumi(call)), /`pulumi` is not on the PATH/);
  });
});
