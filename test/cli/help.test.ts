import assert from "node:assert/strict";
import { runInProcess } from "./commandLine";

describe("context7-ema --help", () => {
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
});
