import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { type Sandbox, startSandbox } from "../../../sandbox";
import { reportSchema } from "../../../src/verifier/report";
import { until } from "../../until";
import { targetInput, temporaryDirectory } from "./arrangement";

const ROOT = join(__dirname, "../../..");
const COMMAND = ["dist/src/cli/main.js", "verifier"];
const DEPLOY_TOKEN = "00deploy-token-of-the-stack";

interface Process {
  readonly child: ChildProcess;
  output(): string;
  /** Its address, once it listens. */
  readonly url: Promise<string>;
  readonly exit: Promise<[code: number | null, signal: string | null]>;
}

describe("context7-ema verifier, as a process", () => {
  const directory = temporaryDirectory();
  const started: Process[] = [];
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox();
  });
  after(async () => {
    for (const { child } of started) child.kill("SIGKILL");
    await sandbox?.stop();
  });

  function launch(settings: Record<string, string>): Process {
    const child = spawn(process.execPath, COMMAND, {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        HOME: directory,
        ...sandbox.description.environment,
        ...settings,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const exit = once(child, "close") as Promise<[number | null, string | null]>;
    const url = new Promise<string>((resolve, reject) => {
      exit.then(([code]) => reject(new Error(`It ended with ${code} and no address: ${output}`)));
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
          output += text;
          const found = /"url":"(http:[^"]+)"/.exec(output);
          if (found?.[1]) resolve(found[1]);
        });
      }
    });
    // Not every test asks for the address.
    url.catch(() => {});
    const process_ = { child, url, exit, output: () => output };
    started.push(process_);
    return process_;
  }

  const settings = (folder: string) => ({
    VERIFIER_TARGET: JSON.stringify(targetInput),
    VERIFIER_LISTEN_PORT: "0",
    VERIFIER_INTERVAL: "off",
    VERIFIER_DATA_DIR: join(directory, folder),
  });

  async function run(url: string) {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${url}/api/runs`, { method: "POST", headers, body: "{}" });
    assert.equal(answer.status, 202);
    return `${url}${answer.headers.get("location")}`;
  }

  async function reportAt(address: string) {
    return until(async () => {
      const answer = await fetch(address);
      return answer.status === 200 && reportSchema.parse(await answer.json());
    });
  }

  it("says all that is wrong with its configuration, and ends with 1", async () => {
    const { exit, output } = launch({
      VERIFIER_LISTEN_ADDRESS: "0.0.0.0",
      VERIFIER_LIVE_INTERVAL: "1h",
      VERIFIER_OKTA_PRIVATE_KEY: "no-key-at-all",
    });
    assert.deepEqual(await exit, [1, null]);
    for (const name of [
      "TARGET",
      "BEARER_KEY",
      "LIVE_INTERVAL",
      "OKTA_PRIVATE_KEY",
      "OKTA_CLIENT_ID",
    ]) {
      assert.match(output(), new RegExp(`^  - VERIFIER_${name}: `, "m"));
    }
    assert.doesNotMatch(output(), /no-key-at-all|at .*\.ts:/);
  });

  it("has its last report whole after kill -9 during a run, and ends quietly with SIGTERM", async () => {
    const first = launch(settings("killed"));
    const url = await first.url;
    const report = await reportAt(await run(url));
    assert.ok(report.results.length > 0);
    await run(url);
    first.child.kill("SIGKILL");
    await first.exit;

    const second = launch(settings("killed"));
    const again = reportSchema.parse(await (await fetch(`${await second.url}/api/report`)).json());
    const [file = ""] = readdirSync(join(directory, "killed")).filter((name) =>
      name.endsWith(".json"),
    );
    const stored = JSON.parse(readFileSync(join(directory, "killed", file), "utf8"));
    assert.ok(stored.reports.some(({ id }: { id: string }) => id === report.id));
    assert.deepEqual(again, stored.reports[0]);
    second.child.kill("SIGTERM");
    assert.deepEqual(await second.exit, [0, null]);
  });

  it("says that a port is taken, and what to do", async () => {
    const first = launch(settings("port"));
    const { port } = new URL(await first.url);
    const second = launch({ ...settings("port-taken"), VERIFIER_LISTEN_PORT: port });
    assert.deepEqual(await second.exit, [1, null]);
    assert.match(second.output(), /is taken\. Set VERIFIER_LISTEN_PORT/);
    first.child.kill("SIGTERM");
    await first.exit;
  });

  it("does not use the credentials that the stack is deployed with, even if they are there", async () => {
    const running = launch({
      ...settings("deploy"),
      OKTA_ORG_NAME: "acme",
      OKTA_API_TOKEN: DEPLOY_TOKEN,
      CONTEXT7_API_KEY: DEPLOY_TOKEN,
    });
    const report = await reportAt(await run(await running.url));
    const admin = report.results.filter(({ group, reason }) => group === "okta" && reason);
    assert.ok(admin.length > 0, "The checks that need the admin API were made.");
    assert.match(running.output(), /OKTA_API_TOKEN is in the environment/);
    assert.ok(!running.output().includes(DEPLOY_TOKEN));
    assert.ok(!JSON.stringify(report).includes(DEPLOY_TOKEN));
    running.child.kill("SIGTERM");
    await running.exit;
  });
});
