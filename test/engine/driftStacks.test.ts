import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { recordLogEvent } from "../../sandbox/okta/management/logEvents";
import type { Org } from "../../sandbox/world";
import type { Finding, StackDrift } from "../../src/drift/report";
import { sandboxed } from "../provider/sandboxed";
import { catalogClient, firstStack } from "./configurations";
import { type Drifted, drift, runDrift } from "./driftCommand";
import { addStack, tokenOf } from "./environments";
import type { EngineStack } from "./harness";
import { oneLine, stacksIn } from "./stacks";
import { writesOf } from "./writes";

describe("engine: drift of three environments in two orgs", function () {
  this.timeout(300_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let project: EngineStack;
  let folder: string;

  /** `dev` owns Context7 in acme, `staging` is a client of it there, `prod` is alone in globex. */
  before(async () => {
    const { sandbox, acme, globex } = world;
    const two = { claude: catalogClient(sandbox), codex: catalogClient(sandbox) };
    project = await stacks.create({ configuration: firstStack(sandbox, { requestingApps: two }) });
    folder = project.stack.workspace.workDir;
    await project.stack.setConfig("okta:apiToken", { value: tokenOf(acme), secret: true });
    await project.up();
    const existing = { label: "Context7" };
    const cursor = catalogClient(sandbox, { label: "Cursor of staging" });
    await addStack(project, "staging", acme, {
      resourceApp: { existing },
      requestingApps: { cursor },
      assignments: { groupNames: ["Engineering"] },
    });
    await addStack(project, "prod", globex, firstStack(sandbox, { requestingApps: two }));
  });

  async function ran(...args: string[]): Promise<void> {
    const { code, text } = await project.cli(...args);
    assert.equal(code, 0, text);
  }

  const stackOf = ({ report }: Drifted, name: string): StackDrift => {
    const found = report.stacks.find(({ stack }) => stack === name);
    assert.ok(found, name);
    return found;
  };
  const verdicts = ({ report }: Drifted) =>
    Object.fromEntries(report.stacks.map(({ stack, verdict }) => [stack, verdict]));
  const named = (findings: readonly Finding[]) =>
    findings.map(({ kind, object }) => `${kind}/${object.kind}/${object.name}`).sort();

  describe("something changed in two of them", () => {
    let found: Drifted;
    let writes: string[];
    let contentsBefore: string;

    before(async () => {
      contentsBefore = await contents();
      const cursor = appOf(world.acme, "Cursor of staging");
      for (const one of world.acme.connections.values()) {
        if (one.requestingAppInstanceId === cursor.id) one.status = "INACTIVE";
      }
      recordLogEvent(world.acme, {
        login: "designer@acme.example",
        eventType: "app.cross_app_access.connection.update",
        target: [cursor, appOf(world.acme, "Context7")].map(({ id, label }) => {
          return { id, type: "AppInstance", alternateId: label, displayName: label };
        }),
      });
      appOf(world.globex, "claude").groups.clear();
      writes = await writesOf(world, async () => {
        found = await drift(project, ["--all"]);
      });
    });

    it("says so of each in its own org, and ends with 7", () => {
      assert.equal(found.code, 7, found.text);
      assert.deepEqual(verdicts(found), { dev: "none", prod: "drift", staging: "drift" });
      assert.deepEqual(named(found.counted), [
        "changed/connection/Cursor of staging → Context7",
        "deleted/group assignment/Engineering on claude",
      ]);
      assert.equal(stackOf(found, "dev").orgUrl, "https://acme.okta.com");
      assert.equal(stackOf(found, "prod").orgUrl, "https://globex.okta.com");
      assert.ok(stackOf(found, "dev").compared > 7);
    });
    it("a guided teamspace is not observable, which counts for nothing", () => {
      const seen = stackOf(found, "dev").findings;
      assert.deepEqual(named(seen), ["not observable/teamspace/Enterprise-Managed Auth"]);
    });
    it("writes nothing: in Okta, in Context7, in the backend, in the folder", async () => {
      assert.deepEqual(writes, []);
      assert.equal(await contents(), contentsBefore);
    });
    it("takes the stacks that globs name", async () => {
      const seen = await drift(project, ["--stacks", "d*"]);
      assert.deepEqual(verdicts(seen), { dev: "none" });
      assert.equal(seen.code, 0);
    });
    it("what is found is shown, though another stack cannot be read: 1 wins over 7", async () => {
      const seen = await drift(project, ["--stacks", "nosuch,staging"]);
      assert.equal(seen.code, 1);
      assert.deepEqual(verdicts(seen), { nosuch: "unknown", staging: "drift" });
      assert.match(stackOf(seen, "nosuch").problems.join(), /no stack named 'nosuch' found/);
      assert.equal(seen.counted.length, 1);
    });
    it("a wrong passphrase is explained, stack by stack", async () => {
      const wrong = { PULUMI_CONFIG_PASSPHRASE: "not the passphrase" };
      const seen = await drift(project, ["--stacks", "dev,prod"], wrong);
      assert.equal(seen.code, 1);
      for (const { problems } of seen.report.stacks) {
        assert.match(problems.join(), /incorrect passphrase/);
      }
    });
    it("the table names who did it and when, and no secret is in any output", async () => {
      const files = ["drift.xml", "drift.md", "drift.sarif"].map((name) => join(folder, name));
      const [junit = "", markdown = "", sarif = ""] = files;
      const written = ["--junit", junit, "--markdown", markdown, "--sarif", sarif];
      const { code, stdout, stderr } = await runDrift(project, ["--all", ...written]);
      assert.equal(code, 7, stderr);
      assert.match(oneLine(stdout), /Manage Connections: Context7 was switched off\./);
      const author =
        /by Designer User, \d{4}-\d\d-\d\d \d\d:\d\d UTC \(app\.cross_app_access\.connection\.update\)/;
      assert.match(oneLine(stdout), author);
      const texts = [stdout, stderr, found.text];
      for (const file of files) {
        texts.push(await readFile(file, "utf8"));
        await rm(file);
      }
      const secrets = [tokenOf(world.acme), tokenOf(world.globex), "engine tests"];
      for (const org of [world.acme, world.globex]) {
        for (const { credentials } of org.apps.values()) {
          secrets.push(credentials.oauthClient.client_secret);
        }
      }
      for (const secret of secrets) assert.ok(!texts.join("\n").includes(secret));
    });
  });

  describe("what no stack declares", () => {
    before(async () => {
      const editor = await world.addApp("requesting", "Acme Editor");
      const resource = appOf(world.acme, "Context7");
      const [sample] = [...world.acme.connections.values()];
      assert.ok(sample);
      world.acme.connections.set("cwoEditor", {
        ...sample,
        id: "cwoEditor",
        requestingAppInstanceId: editor.id,
        resourceAppInstanceId: resource.id,
        status: "ACTIVE",
      });
      const group = [...world.acme.groups.values()].find(({ name }) => name === "Everyone");
      assert.ok(group);
      const lastUpdated = "2026-01-01T00:00:00.000Z";
      appOf(world.acme, "claude").groups.set(group.id, { priority: 9, lastUpdated });
    });
    after(() => rm(join(folder, "context7-ema.yaml"), { force: true }));

    const byHand = [
      "undeclared/connection/Acme Editor → Context7",
      "undeclared/group assignment/Everyone on claude",
      "undeclared/requesting app/Acme Editor",
    ];
    const undeclared = ({ findings }: StackDrift) =>
      named(findings.filter(({ kind }) => kind === "undeclared"));

    it("is listed and does not count; what another examined stack owns is not among it", async () => {
      const seen = await drift(project, ["--stacks", "dev,staging"]);
      assert.deepEqual(undeclared(stackOf(seen, "dev")), byHand);
      assert.deepEqual(undeclared(stackOf(seen, "staging")), []);
      assert.equal(stackOf(seen, "dev").verdict, "none");
    });
    it("holds what a stack owns that is not examined", async () => {
      const seen = await drift(project, ["--stacks", "dev"]);
      const all = undeclared(stackOf(seen, "dev"));
      assert.ok(all.includes("undeclared/requesting app/Cursor of staging"), all.join());
      assert.ok(all.includes("undeclared/connection/Cursor of staging → Context7"), all.join());
      assert.equal(seen.code, 0);
    });
    it("counts with --strict, but for what is ignored, by flag and by file", async () => {
      const strict = ["--stacks", "dev,staging", "--strict"];
      const seen = await drift(project, strict);
      assert.equal(stackOf(seen, "dev").verdict, "drift");
      const text = "drift:\n  ignore: ['undeclared/*/Acme Editor*']\n";
      await writeFile(join(folder, "context7-ema.yaml"), text);
      const flag = ["--ignore", "undeclared/group assignment/Everyone on *"];
      const left = stackOf(await drift(project, [...strict, ...flag]), "dev");
      assert.equal(left.verdict, "none");
      assert.equal(left.ignored, 3);
    });
    it("a mistake in the file is named", async () => {
      await writeFile(join(folder, "context7-ema.yaml"), "drift: { ignored: [] }\n");
      const { code, stderr } = await runDrift(project, ["--stacks", "dev"]);
      assert.equal(code, 1);
      assert.match(oneLine(stderr), /context7-ema\.yaml does not fit: .*ignored/);
    });
  });

  describe("credentials of the environment", () => {
    let kept: string;
    const file = () => join(folder, "Pulumi.prod.yaml");
    const variables = () => ({ OKTA_API_TOKEN: tokenOf(world.globex) });

    before(async () => {
      kept = await readFile(file(), "utf8");
      await ran("config", "rm", "okta:apiToken", "--stack", "prod");
    });
    after(() => writeFile(file(), kept));

    it("serve while all examined stacks are of one org", async () => {
      const seen = await drift(project, ["--stacks", "prod"], variables());
      assert.equal(seen.code, 7, seen.text);
    });
    it("are not used for stacks of two orgs, which is explained; the others are looked at", async () => {
      const seen = await drift(project, ["--stacks", "prod,staging"], variables());
      assert.equal(seen.code, 1);
      const problem = stackOf(seen, "prod").problems.join();
      assert.match(problem, /no credentials for https:\/\/globex\.okta\.com/);
      assert.match(problem, /OKTA_API_TOKEN, which is not used: .* several orgs/);
      assert.equal(stackOf(seen, "staging").verdict, "drift");
    });
  });

  /** Of every file in the project's folder and in its backend, as one hash. */
  async function contents(): Promise<string> {
    const backend = project.stack.workspace.envVars.PULUMI_BACKEND_URL ?? "";
    const hash = createHash("sha256");
    for (const root of [folder, backend.replace("file://", "")]) {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      const paths = entries
        .filter((one) => one.isFile())
        .map((one) => join(one.parentPath, one.name));
      for (const path of paths.sort()) hash.update(path).update(await readFile(path));
    }
    return hash.digest("hex");
  }
});

function appOf({ apps }: Org, label: string) {
  const found = [...apps.values()].find((one) => one.label === label);
  assert.ok(found, label);
  return found;
}
