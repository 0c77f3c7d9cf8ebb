import assert from "node:assert/strict";
import { oneLine, runInProcess } from "./commandLine";

describe("the help of the command line", () => {
  const commands = ["doctor", "flow", "explain", "discover", "adopt", "drift", "verifier"];

  for (const command of commands) {
    it(`fits a terminal of 80 columns: ${command}`, async () => {
      const { stdout, code } = await runInProcess([command, "--help"]);
      assert.equal(code, 0);
      assert.match(stdout, /^Usage: context7-ema/);
      assert.deepEqual(
        // Examples are to be copied, each in one line.
        stdout
          .split("\n")
          .filter((line) => line.length > 80 && !line.startsWith("  context7-ema ")),
        [],
      );
    });
  }

  it("describes every command by a sentence", async () => {
    const { stdout } = await runInProcess(["--help"]);
    const descriptions = [...stdout.matchAll(/^ {2}([a-z]+)(?: \[.*?\])* {2,}(\S.*)$/gm)];
    assert.deepEqual(
      descriptions.map(([, name]) => name),
      ["doctor", "flow", "explain", "discover", "adopt", "drift", "verifier", "help"],
    );
    for (const [, name, text] of descriptions) assert.match(text ?? "", /^[A-Z]/, name);
  });

  it("is refused for a command that there is not", async () => {
    const { code, stdout, stderr } = await runInProcess(["help", "nope"]);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(oneLine(stderr), /There is no command nope\. The commands are: doctor, flow/);
    assert.equal((await runInProcess(["help", "doctor"])).code, 0);
  });

  it("names the credentials, and what the legs are", async () => {
    const flow = (await runInProcess(["flow", "--help"])).stdout;
    for (const name of [
      "CONTEXT7_EMA_CLIENT_PRIVATE_KEY[_FILE]",
      "CONTEXT7_EMA_CLIENT_PRIVATE_KEY_ID_AT_RESOURCE",
      "OKTA_API_CLIENT_ID",
    ]) {
      assert.ok(flow.includes(name), name);
    }
    assert.match(
      oneLine(flow),
      /come from the environment; its secret at Okta, where it is not there, from the stack/,
    );
    const doctor = (await runInProcess(["doctor", "--help"])).stdout;
    assert.match(doctor, /OKTA_API_TOKEN[\s\S]*CONTEXT7_API_KEY/);
    const explain = oneLine((await runInProcess(["explain", "--help"])).stdout);
    assert.match(
      explain,
      /1 Okta \(sign-in, exchange\), 2 Context7 \(redemption\), 3 the MCP server/,
    );
  });

  it("offers a private address wherever requests go to a target", async () => {
    for (const command of ["doctor", "flow", "explain", "discover", "adopt"]) {
      const { stdout } = await runInProcess([command, "--help"]);
      assert.match(stdout, /--private-host <name>/, command);
    }
  });

  it("names documents where a user of the package has them", async () => {
    for (const command of ["doctor", "flow", "explain", "verifier"]) {
      const { stdout } = await runInProcess([command, "--help"]);
      assert.doesNotMatch(oneLine(stdout), /(?<!node_modules\/context7-ema\/)docs\//, command);
    }
  });
});
