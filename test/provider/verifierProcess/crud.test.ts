import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProviderConfig } from "../../../provider/credentials";
import { type Properties, unknownValue } from "../../../provider/inputs";
import { check, create, diff, read, remove, update } from "../../../provider/verifierProcess/crud";
import { isAlive, startTimeOf } from "../../../provider/verifierProcess/machine";
import { state } from "../../../provider/verifierProcess/schema";
import { freePort } from "../../../scripts/freePort";
import { until } from "../../until";
import { messageOf } from "../sandboxed";

const target = JSON.stringify({
  orgUrl: "https://acme.okta.com",
  issuer: "https://acme.okta.com",
  resourceApp: { id: "0oaResource" },
  requestingApps: {},
});
const bearerKey = "the-bearer-key-of-these-tests-0123456789";

describe("VerifierProcess", () => {
  const told: string[] = [];
  const started: Properties[] = [];
  let folder: string;

  /** As on a host that deploys a stack: with all that deploys it in the environment. */
  const environment: Record<string, string | undefined> = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    OKTA_API_TOKEN: "the-deploy-token",
    CONTEXT7_API_KEY: "the-deploy-key",
    PULUMI_CONFIG_PASSPHRASE: "the-passphrase",
  };
  const config = (more: Record<string, string> = {}): ProviderConfig => ({
    get: () => undefined,
    environment: { ...environment, XDG_STATE_HOME: folder, ...more },
    warn: (line) => told.push(line),
  });
  const inputs = async (more: Properties = {}): Promise<Properties> => {
    const settings = {
      VERIFIER_TARGET: target,
      VERIFIER_INTERVAL: "off",
      VERIFIER_LISTEN_PORT: String(await freePort()),
    };
    const secrets = { VERIFIER_BEARER_KEY: bearerKey };
    const news = { folder: "project/dev/context7", settings, secrets, ...more };
    return (await check(config(), {}, news)).inputs as Properties;
  };
  const begin = async (news: Properties) => {
    const { id, outs } = await create(config(), news);
    started.push(outs);
    return { id, outs, known: state.parse(outs) };
  };
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

  beforeEach(async () => {
    told.length = 0;
    folder = await mkdtemp(join(tmpdir(), "verifier-process-"));
  });
  afterEach(async () => {
    for (const outs of started.splice(0)) await remove(config(), "", outs);
    await rm(folder, { recursive: true, force: true });
  });

  it("starts a verifier that answers, in a session of its own", async () => {
    const { id, known } = await begin(await inputs());
    assert.equal(id, `${known.host}:${known.path}`);
    assert.equal(known.path, join(folder, "context7-ema/project/dev/context7"));
    assert.equal((await fetch(`${known.url}/healthz`)).status, 200);
    assert.equal((await fetch(`${known.url}/api/report`)).status, 401);

    const stat = await readFile(`/proc/${known.pid}/stat`, "utf8");
    const [, , , session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    assert.equal(Number(session), known.pid);
    assert.equal(await readFile(join(known.path, "verifier.pid"), "utf8"), `${known.pid}\n`);
    assert.match(await readFile(join(known.path, "verifier.log"), "utf8"), /listening/);
  });

  it("hands secrets over as files of its owner alone, and nothing that deploys the stack", async () => {
    const { known } = await begin(await inputs());
    const file = join(known.path, "secrets/VERIFIER_BEARER_KEY");
    assert.equal(await readFile(file, "utf8"), bearerKey);
    assert.equal(await modeOf(file), 0o600);
    assert.equal(await modeOf(known.path), 0o700);
    assert.equal(await modeOf(join(known.path, "verifier.log")), 0o600);

    const environ = await readFile(`/proc/${known.pid}/environ`, "utf8");
    assert.match(environ, new RegExp(`VERIFIER_BEARER_KEY_FILE=${file}`));
    assert.doesNotMatch(environ, /the-(deploy|passphrase|bearer)/);
    assert.doesNotMatch(environ, /OKTA_API|PULUMI|CONTEXT7_API_KEY=/);
  });

  it("inherits the host's proxy, unless the stack names one", async () => {
    const host = { https_proxy: "http://host:1", HTTPS_PROXY: "http://host:1", no_proxy: "*" };
    const proxiesOf = async ({ settings = {}, ...more }: { settings?: Properties }) => {
      const news = await inputs(more);
      const own = { ...news, settings: { ...(news.settings as Properties), ...settings } };
      const { outs } = await create(config(host), own);
      started.push(outs);
      const environ = await readFile(`/proc/${outs.pid}/environ`, "utf8");
      return environ
        .split("\0")
        .filter((line) => /^(https|no)_proxy=/i.test(line))
        .sort();
    };
    assert.deepEqual(await proxiesOf({}), [
      "HTTPS_PROXY=http://host:1",
      "https_proxy=http://host:1",
      "no_proxy=*",
    ]);
    const settings = { HTTPS_PROXY: "http://stack:3128" };
    const folder = { folder: "project/dev/other" };
    assert.deepEqual(await proxiesOf({ ...folder, settings }), ["HTTPS_PROXY=http://stack:3128"]);
  });

  it("stops it, and takes its secrets away, but not its log and reports", async () => {
    const { id, outs, known } = await begin(await inputs());
    await remove(config(), id, outs);
    assert.equal(isAlive(known), false);
    await assert.rejects(fetch(`${known.url}/healthz`));
    assert.deepEqual((await readdir(known.path)).sort(), ["reports", "verifier.log"]);
  });

  it("is another process, the old one first, with other settings, secrets, folder or version", async () => {
    const news = await inputs();
    const { id, outs } = await begin(news);
    const changesOf = (more: Properties) => diff(config(), id, outs, { ...news, ...more });
    assert.equal((await changesOf({})).changes, false);
    for (const key of ["settings", "secrets", "folder", "programVersion"]) {
      const changes = await changesOf({ [key]: "other" });
      assert.deepEqual(changes.replaces, [key]);
      assert.equal(changes.deleteBeforeReplace, true);
    }
  });

  it("sees that it has ended, and starts it again", async () => {
    const news = await inputs();
    const { id, outs, known } = await begin(news);
    assert.equal((await read(config(), id, outs)).props.running, true);

    process.kill(known.pid, "SIGKILL");
    await until(() => !isAlive(known));
    const live = await read(config(), id, { ...outs, __provider: "text" });
    assert.equal(live.props.running, false);
    assert.equal(live.inputs?.running, false);
    const drift = await diff(config(), id, live.props, news);
    assert.deepEqual([drift.changes, drift.replaces], [true, []]);

    const { outs: again } = await update(config(), id, live.props, news);
    started.push(again);
    assert.notEqual(again.pid, known.pid);
    assert.equal((await fetch(`${again.url}/healthz`)).status, 200);
    assert.equal((await diff(config(), id, again, news)).changes, false);
  });

  describe("on another machine", () => {
    for (const [what, elsewhere] of [
      ["of another name", { host: "build-3" }],
      ["of the same name", { machineId: "another" }],
    ] as const) {
      it(`${what}, leaves state and process alone`, async () => {
        const { id, outs, known } = await begin(await inputs());
        const foreign = { ...outs, ...elsewhere };
        assert.deepEqual(await read(config(), id, foreign), { id, props: foreign });

        await remove(config(), id, foreign);
        assert.ok(isAlive(known));
        assert.match(told.join("\n"), new RegExp(`left alone.*kill ${known.pid}`));
        assert.equal(await modeOf(join(known.path, "secrets")), 0o700);
      });
    }
  });

  describe("never signals a process that is not the one it started", () => {
    let other: ChildProcess;
    before(() => {
      other = spawn("sleep", ["600"]);
    });
    after(() => other.kill());

    it("when the process ID was given to another one", async () => {
      const { id, outs, known } = await begin(await inputs());
      const pid = other.pid as number;
      assert.notEqual(startTimeOf(pid), known.startTime);
      const reused = { ...outs, pid };
      assert.equal((await read(config(), id, reused)).props.running, false);
      await remove(config(), id, reused);
      assert.equal(other.exitCode, null);
      assert.ok(startTimeOf(pid));
    });

    it("when the machine was started anew", async () => {
      const { id, outs } = await begin(await inputs());
      const pid = other.pid as number;
      const before = { ...outs, pid, startTime: startTimeOf(pid), bootId: "an earlier one" };
      assert.equal((await read(config(), id, before)).props.running, false);
      await remove(config(), id, before);
      assert.ok(startTimeOf(pid));
    });
  });

  describe("says what is wrong, leaving nothing behind", () => {
    it("when its settings are not right", async () => {
      const news = await inputs({ secrets: { VERIFIER_OKTA_PRIVATE_KEY: "no key at all" } });
      const message = await messageOf(create(config(), news));
      assert.match(message, /does not answer on http:\/\/127\.0\.0\.1:\d+/);
      assert.match(message, /VERIFIER_OKTA_PRIVATE_KEY: Expected is a private key in PEM/);
      assert.doesNotMatch(message, /no key at all|^\s+at /m);
      const left = await readdir(join(folder, "context7-ema/project/dev/context7"));
      assert.deepEqual(left, ["verifier.log"]);
    });

    it("when the port is taken", async () => {
      const news = await inputs();
      const { VERIFIER_LISTEN_PORT } = news.settings as Record<string, string>;
      const server = createServer().listen(Number(VERIFIER_LISTEN_PORT), "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      try {
        const message = await messageOf(create(config(), news));
        assert.match(message, /Port \d+ of 127\.0\.0\.1 is taken.*verifier\.process\.port/);
      } finally {
        server.close();
      }
    });
  });

  it("warns that it ends with the job of a pipeline", async () => {
    const { outs } = await create(config({ CI: "true" }), await inputs());
    started.push(outs);
    assert.match(told.join("\n"), /CI is set: .* ends with this job/);
  });

  it("lets what is not known yet pass in a preview", async () => {
    const news = { folder: "f", settings: unknownValue, secrets: unknownValue };
    const { inputs: checked, failures } = await check(config(), {}, news);
    assert.deepEqual(failures, []);
    assert.equal(checked.settings, unknownValue);
    assert.equal(checked.running, true);
  });
});
