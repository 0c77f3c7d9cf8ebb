import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pLimit from "p-limit";
import { cliRoot, pulumiHome } from "../../../scripts/engine";
import { readSettings } from "../../../src/drift/settings";
import { stackNames } from "../../../src/drift/stacks/names";
import { findProject, type Project } from "../../../src/drift/stacks/project";
import { readDeclarations, readStacks } from "../../../src/drift/stacks/read";

const exec = promisify(execFile);
const NAMES = ["dev", "prod-eu", "prod-us"];

describe("stacks in backends of their own, each with its passphrase, by the real Pulumi CLI", function () {
  this.timeout(120_000);
  let root: string;
  let folder: string;
  let environment: NodeJS.ProcessEnv;

  /** `dev` where the environment says, the others each in a backend and with a passphrase of its own. */
  before(async () => {
    root = await mkdtemp(join(tmpdir(), "backends-"));
    folder = join(root, "project");
    await mkdir(folder);
    await writeFile(join(folder, "Pulumi.yaml"), "name: okta\nruntime: yaml\n");
    const { HOME } = process.env;
    const PATH = `${join(cliRoot, "bin")}:${process.env.PATH}`;
    const shared = { PATH, HOME, PULUMI_HOME: pulumiHome, PULUMI_SKIP_UPDATE_CHECK: "true" };
    for (const name of NAMES) {
      await mkdir(join(root, `state-${name}`));
      await writeFile(join(root, `passphrase-${name}`), `passphrase of ${name}\n`);
      const env = { ...shared, ...variables(name) };
      const pulumi = (...args: string[]) =>
        exec("pulumi", [...args, "--non-interactive"], { cwd: folder, env });
      await pulumi("stack", "init", name, "--no-select");
      await pulumi("config", "set", "--secret", "okta:apiToken", `token of ${name}`, "-s", name);
    }
    environment = {
      ...shared,
      PULUMI_BACKEND_URL: `file://${join(root, "state-dev")}`,
      PULUMI_CONFIG_PASSPHRASE: "passphrase of dev",
    };
    const stacks = Object.fromEntries(
      NAMES.slice(1).map((name) => [name, { environment: variables(name) }]),
    );
    await writeFile(join(folder, "context7-ema.yaml"), JSON.stringify({ drift: { stacks } }));
  });
  after(() => rm(root, { recursive: true }));

  const variables = (name: string) => ({
    PULUMI_BACKEND_URL: `file://${join(root, `state-${name}`)}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: join(root, `passphrase-${name}`),
  });
  async function project(): Promise<Project> {
    const file = await findProject(folder);
    const { stacks } = await readSettings(file.folder);
    return { directory: folder, environment, file, stacks };
  }

  it("are read side by side, each with its own", async () => {
    const read = await readStacks(NAMES, await project(), pLimit(3));
    assert.deepEqual(
      read.map(({ problem, stack }) => problem ?? stack?.configuration.get("okta:apiToken")),
      NAMES.map((name) => `token of ${name}`),
    );
  });
  it("are found by globs and all together, each in its own backend", async () => {
    assert.deepEqual(await stackNames(await project(), []), NAMES);
    assert.deepEqual(await stackNames(await project(), ["prod-*"]), NAMES.slice(1));
  });
  it("cannot be read without", async () => {
    const bare = { ...(await project()), stacks: [] };
    const [dev, prod] = await readStacks(["dev", "prod-eu"], bare, pLimit(1));
    assert.equal(dev?.problem, undefined);
    assert.match(prod?.problem ?? "", /no stack named 'prod-eu' found\.\nCheck the stack's name/);
    assert.deepEqual(await stackNames(bare, []), ["dev"]);
  });
  it("do not take the passphrase of the environment for theirs", async () => {
    const there = await project();
    const [, entry] = there.stacks;
    assert.ok(entry);
    const { PULUMI_BACKEND_URL = "" } = entry.environment;
    const stacks = [{ ...entry, environment: { PULUMI_BACKEND_URL } }];
    const [prod] = await readStacks(["prod-us"], { ...there, stacks }, pLimit(1));
    assert.match(prod?.problem ?? "", /incorrect passphrase/);
  });
  it("need no passphrase for what they declare", async () => {
    const { PULUMI_CONFIG_PASSPHRASE: _none, ...rest } = environment;
    const locked = { ...(await project()), environment: rest };
    const [dev] = await readDeclarations(["dev"], locked, pLimit(1));
    assert.equal(dev?.problem, undefined);
    assert.equal(dev?.stack?.project, "okta");
  });
  it("are as they were: nothing is written to their settings files", async () => {
    for (const name of NAMES) {
      const text = await readFile(join(folder, `Pulumi.${name}.yaml`), "utf8");
      assert.match(text, /^encryptionsalt: .*\nconfig:\n {2}okta:apiToken:\n {4}secure: \S+\n$/);
    }
  });
});
