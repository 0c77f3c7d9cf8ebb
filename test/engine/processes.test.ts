import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { watchArguments } from "./processes";

describe("watching the arguments of processes", () => {
  it("sees those of a process that lasts a tenth of a second, and of one that another starts", async () => {
    const watch = watchArguments();
    try {
      await once(spawn("sleep", ["0.1234"]), "exit");
      await once(spawn("sh", ["-c", 'sh -c "sleep 0.$1"; true', "sh", "12345"]), "exit");
    } finally {
      watch.stop();
    }
    for (const line of ["sleep 0.1234", "sleep 0.12345"]) {
      assert.ok(watch.commandLines().includes(line), line);
    }
  });
});
