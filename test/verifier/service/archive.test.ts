import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, it } from "mocha";
import { archivePath, openArchive } from "../../../src/verifier/service/archive";
import { parseTarget } from "../../../src/verifier/target";
import { targetInput, temporaryDirectory } from "./arrangement";
import { goodFlow, healthyReport } from "./reports";

const ROOT = join(__dirname, "../../..");
const START = ["-r", "ts-node/register/transpile-only"];

describe("the archive of reports", () => {
  const directory = temporaryDirectory();
  let count = 0;
  const fresh = () => join(directory, String(count++), "reports.json");
  const silent = () => {};

  it("gives back what it was given, after a restart too", async () => {
    const path = fresh();
    const archive = await openArchive(path, silent);
    assert.deepEqual(archive.reports(), []);
    const [one, two] = [healthyReport({ live: goodFlow() }), healthyReport()];
    await archive.add(one);
    await archive.beginLive(7);
    await archive.add(two);
    const again = await openArchive(path, assert.fail);
    assert.deepEqual(again.reports(), [two, one]);
    assert.deepEqual(again.latestLive(), one);
    assert.equal(again.liveBegunAt(), 7);
    assert.deepEqual(again.counted(), two.idJagsThisMonth);
  });

  it("keeps the last twenty, and the last one with a live flow", async () => {
    const archive = await openArchive(fresh(), silent);
    const live = healthyReport({ live: goodFlow() });
    await archive.add(live);
    for (let index = 0; index < 30; index++) await archive.add(healthyReport());
    assert.equal(archive.reports().length, 21);
    assert.equal(archive.latestLive()?.id, live.id);
  });

  it("is for its owner only", async () => {
    const path = fresh();
    await (await openArchive(path, silent)).add(healthyReport());
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(statSync(join(path, "..")).mode & 0o777, 0o700);
  });

  it("begins anew where the file is none of its own, and says so", async () => {
    for (const text of ["", "{", '{"version":2,"reports":[]}', '{"version":1,"reports":[{}]}']) {
      const path = fresh();
      await openArchive(path, silent);
      writeFileSync(path, text);
      const told: string[] = [];
      const archive = await openArchive(path, (line) => told.push(line));
      assert.deepEqual(archive.reports(), []);
      assert.equal(told.length, 1);
      assert.equal(readFileSync(path, "utf8"), text);
    }
  });

  it("takes away what a crash left", async () => {
    const path = fresh();
    mkdirSync(join(path, ".."));
    writeFileSync(join(path, "..", ".reports.json.half-written"), "{");
    await openArchive(path, silent);
    assert.deepEqual(readdirSync(join(path, "..")), []);
  });

  it("goes on in memory while the disk does not take it, and says so", async () => {
    const path = fresh();
    const archive = await openArchive(path, silent);
    // A folder in the file's place: nobody can rename onto it, not even root.
    mkdirSync(path);
    writeFileSync(join(path, "x"), "");
    await archive.add(healthyReport());
    assert.equal(archive.reports().length, 1);
    assert.match(archive.problem() ?? "", /cannot be written/);
    chmodSync(path, 0o700);
  });

  it("has one file for each target", () => {
    const paths = ["https://acme.okta.com", "https://globex.okta.com"].map((issuer) => {
      const parsed = parseTarget({ ...targetInput, issuer });
      assert.ok(parsed.ok);
      return archivePath("/data", parsed.target);
    });
    assert.equal(new Set(paths).size, 2);
  });

  it("is whole after kill -9 at any moment of writing", async function () {
    this.timeout(120_000);
    const path = fresh();
    const script = `
      const { openArchive } = require("./src/verifier/service/archive");
      const { healthyReport } = require("./test/verifier/service/reports");
      openArchive(${JSON.stringify(path)}, () => {}).then(async (archive) => {
        await archive.add(healthyReport());
        process.stdout.write("writing");
        for (;;) await archive.add(healthyReport());
      });`;
    for (let round = 0; round < 5; round++) {
      const options = { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] as const };
      const child = spawn(process.execPath, [...START, "-e", script], {
        ...options,
        stdio: [...options.stdio],
      });
      await once(child.stdout as NodeJS.ReadableStream, "data");
      await setTimeout(60 + round * 17);
      child.kill("SIGKILL");
      await once(child, "exit");
      const archive = await openArchive(path, assert.fail);
      assert.ok(archive.reports().length > 0);
    }
  });
});
