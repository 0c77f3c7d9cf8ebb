import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { isAlive, type KnownProcess } from "../../provider/verifierProcess/machine";
import { freePort } from "../../scripts/freePort";
import { firstStack } from "../engine/configurations";
import type { EngineStack } from "../engine/harness";
import { stacksIn } from "../engine/stacks";
import { sandboxed } from "../provider/sandboxed";
import { addServiceClient } from "../provider/serviceClients";
import { until } from "../until";

const READ_SCOPES = ["okta.apps.read", "okta.groups.read", "okta.users.read", "okta.features.read"];
const bearerKey = "the-bearer-key-of-these-tests-0123456789";

/** State of the verifier's process, as the stack exported it. */
interface ProcessState extends KnownProcess {
  path: string;
  url: string;
}

describe("deployment: a verifier as a process beside the stack", function () {
  this.timeout(240_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let stateHome: string;
  let port: number;
  let stack: EngineStack;
  const seen: ProcessState[] = [];

  let own: Record<string, string | undefined>;

  /** Configures the stack as a person would, secrets as secrets. */
  const configure = async (more: object = {}) => {
    const okta = { clientId: own["okta:clientId"], privateKeyId: own["okta:privateKeyId"] };
    const verifier = { kind: "process", okta, process: { port }, ...more };
    await stack.configure(firstStack(world.sandbox, { verifier }));
    const secrets = { "okta.privateKey": own["okta:privateKey"] ?? "", bearerKey };
    const values = Object.entries(secrets).map(
      ([path, value]) => [`context7-ema:verifier.${path}`, { value, secret: true }] as const,
    );
    await stack.stack.setAllConfig(Object.fromEntries(values), true);
  };
  const deployed = async (): Promise<ProcessState[]> => {
    const { deployment } = await stack.stack.exportStack();
    const resources = deployment.resources as { type: string; outputs: ProcessState }[];
    return resources
      .filter(({ type }) => type.endsWith(":VerifierProcess"))
      .map(({ outputs }) => outputs);
  };
  const only = async () => {
    const [found, ...others] = await deployed();
    assert.ok(found);
    assert.equal(others.length, 0);
    seen.push(found);
    return found;
  };
  const ask = (path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: `Bearer ${bearerKey}` } });

  before(async () => {
    stateHome = await mkdtemp(join(tmpdir(), "verifier-state-"));
    port = await freePort();
    own = await addServiceClient(world.acme, READ_SCOPES);
    stack = await stacks.create({
      configuration: firstStack(world.sandbox),
      environment: { XDG_STATE_HOME: stateHome, CI: "true" },
    });
    await configure();
  });
  after(async () => {
    for (const known of seen) if (isAlive(known)) process.kill(known.pid);
    await rm(stateHome, { recursive: true, force: true });
  });

  it("is up when `pulumi up` is done, and goes on when Pulumi has ended", async () => {
    await stack.up();
    assert.match(stack.output(), /CI is set: .*ends with this job/);
    const { url, path } = await only();
    assert.equal(url, `http://127.0.0.1:${port}`);
    assert.equal(path, join(stateHome, "context7-ema/context7-ema/dev/context7"));
    assert.equal((await ask("/healthz")).status, 200);
  });

  it("has found the stack as it is, with a client of its own that can only read", async () => {
    const report = await lastReport();
    const failed = report.results.filter(({ verdict }) => verdict === "fail");
    // Nobody has confirmed the teamspace's settings, and that is what it says.
    assert.deepEqual(
      failed.map(({ id }) => id),
      ["context7.teamspace"],
    );
    const passed = report.results.filter(({ verdict }) => verdict === "pass");
    assert.ok(passed.some(({ group }) => group === "okta"));
    assert.ok(passed.some(({ group }) => group === "context7"));
  });

  it("holds nothing of what deploys the stack, and the state none of its secrets", async () => {
    const { pid, path } = await only();
    const { okta, context7 } = world.sandbox.description;
    const secrets = join(path, "secrets");
    const held = [
      await readFile(`/proc/${pid}/environ`, "utf8"),
      await readFile(join(path, "verifier.log"), "utf8"),
      ...(await Promise.all(
        (await readdir(secrets)).map((name) => readFile(join(secrets, name), "utf8")),
      )),
    ].join("\n");
    for (const secret of [okta.apiToken, context7.apiKey, "engine tests"]) {
      assert.ok(!held.includes(secret), "a credential of the stack is there");
    }
    const { text: state } = await stack.cli("stack", "export");
    assert.match(state, /VERIFIER_TARGET/);
    const texts = [state, stack.output()].join("\n");
    for (const secret of [bearerKey, "BEGIN PRIVATE KEY"]) {
      assert.ok(!texts.includes(secret), "a secret is in the state or the output");
    }
  });

  it("stays as it is when nothing changed", async () => {
    const { pid } = await only();
    await stack.up({ refresh: true, expectNoChanges: true });
    assert.equal((await only()).pid, pid);
  });

  it("is left alone by another machine", async () => {
    const here = await stack.stack.exportStack();
    const known = await only();
    const elsewhere = structuredClone(here);
    for (const { type, outputs } of elsewhere.deployment.resources) {
      if (type.endsWith(":VerifierProcess")) outputs.host = "build-3";
    }
    await stack.stack.importStack(elsewhere);
    await stack.refresh({ expectNoChanges: true });
    await stack.configure(firstStack(world.sandbox));
    await stack.up();
    assert.deepEqual(await deployed(), []);
    assert.ok(isAlive(known));
    assert.match(stack.output(), new RegExp(`on build-3 and is left alone.*kill ${known.pid}`));
    await stack.stack.importStack(here);
    await configure();
  });

  it("is started again when it has ended by itself, which a refresh sees", async () => {
    const known = await only();
    process.kill(known.pid, "SIGKILL");
    await ended(known);
    const { code } = await stack.cli("refresh", "--preview-only", "--expect-no-changes");
    assert.notEqual(code, 0);
    await stack.up({ refresh: true });
    assert.notEqual((await only()).pid, known.pid);
    assert.equal((await ask("/healthz")).status, 200);
  });

  it("is another process with other settings, on the same port", async () => {
    const known = await only();
    await configure({ interval: "30m" });
    await stack.up();
    assert.equal(isAlive(known), false);
    const { pid } = await only();
    assert.match(await readFile(`/proc/${pid}/environ`, "utf8"), /VERIFIER_INTERVAL=30m/);
    assert.equal((await ask("/healthz")).status, 200);
  });

  it("ends with the stack, which leaves its log and its reports", async () => {
    const known = await only();
    await stack.destroy();
    assert.equal(isAlive(known), false);
    assert.deepEqual((await readdir(known.path)).sort(), ["reports", "verifier.log"]);
    const { stdout } = await promisify(execFile)("ps", ["-eo", "args"]);
    assert.ok(!stdout.includes(stateHome));
  });

  /** The first run begins with the process; it takes a moment. */
  async function lastReport() {
    return until(async () => {
      const answer = await ask("/api/report");
      if (answer.status === 200) {
        return (await answer.json()) as {
          results: { id: string; group: string; verdict: string; summary: string }[];
        };
      }
      await answer.body?.cancel();
    });
  }

  async function ended(known: KnownProcess): Promise<void> {
    await until(() => !isAlive(known));
  }
});
