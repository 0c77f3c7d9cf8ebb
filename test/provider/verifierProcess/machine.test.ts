import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  isAlive,
  isHere,
  startTimeOf,
  thisMachine,
} from "../../../provider/verifierProcess/machine";
import { until } from "../../until";

describe("a machine and its processes", () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });
  const begin = (program: string, args: string[]) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "ignore"] });
    children.push(child);
    return child;
  };
  const ownStartTime = () => {
    const startTime = startTimeOf(process.pid);
    assert.ok(startTime);
    return startTime;
  };

  it("are known by start time, whatever the program is called", async () => {
    const folder = await mkdtemp(join(tmpdir(), "machine-"));
    const odd = join(folder, "a) Z (b 7");
    await copyFile("/usr/bin/sleep", odd);
    const child = begin(odd, ["600"]);
    await once(child, "spawn");
    const startTime = Number(startTimeOf(child.pid as number));
    assert.ok(startTime >= Number(ownStartTime()), `${startTime}`);
    const [uptime = ""] = (await readFile("/proc/uptime", "utf8")).split(" ");
    // Ticks are hundredths of a second on Linux.
    assert.ok(Math.abs(Number(uptime) * 100 - startTime) < 1000);
    await rm(folder, { recursive: true });
  });

  it("are gone when they have ended, even if nobody has asked for their exit code", async () => {
    const parent = begin("/bin/sh", ["-c", "sleep 0.05 & echo $!; exec sleep 600"]);
    const [line] = await once(parent.stdout as NonNullable<typeof parent.stdout>, "data");
    const pid = Number(String(line));
    await until(() => !startTimeOf(pid));
    assert.match(await readFile(`/proc/${pid}/stat`, "utf8"), / Z /);
  });

  it("are alive here, in this run of the machine, and with their own start time", () => {
    const machine = thisMachine();
    assert.ok(machine);
    const known = { ...machine, pid: process.pid, startTime: ownStartTime() };
    assert.ok(isAlive(known) && isHere(known));
    assert.equal(isAlive({ ...known, startTime: "1" }), false);
    assert.equal(isAlive({ ...known, bootId: "another" }), false);
    assert.equal(isAlive({ ...known, host: "another" }), false);
    assert.equal(isHere({ ...known, bootId: "another" }), true);
    assert.equal(isHere({ ...known, machineId: "another" }), false);
  });
});
