import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse, stringify } from "yaml";
import type { Org } from "../../sandbox/world";
import { repository } from "../../scripts/engine";
import { type ExampleStack, exampleStack } from "../package/exampleStack";
import { sandboxed } from "../provider/sandboxed";
import { serviceClientEnvironment } from "../provider/serviceClients";

const run = promisify(execFile);

const STAGES = ["dev", "staging", "prod"] as const;
type Stage = (typeof STAGES)[number];

/** What pulumi exits with when it found changes though none were expected. */
const CHANGES = 7;

const SCOPES = ["okta.apps.manage", "okta.policies.read", "okta.groups.read", "okta.users.read"];

describe("engine: the example of three environments", function () {
  this.timeout(240_000);
  const world = sandboxed({ otherOrgs: ["acme-dev", "acme-staging"] });
  const removals: (() => Promise<unknown>)[] = [];
  let root: string;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "environments-"));
    await cp(join(repository, "examples/multi-environment"), root, {
      recursive: true,
      filter: (source) => !source.endsWith("node_modules"),
    });
    await symlink(join(repository, "node_modules"), join(root, "node_modules"));
  });
  after(async () => {
    for (const remove of removals) await remove();
    await rm(root, { recursive: true, force: true });
  });

  /** Labels of the requesting apps that are connected in an org. */
  const connected = (org: Org) =>
    [...org.connections.values()]
      .map(({ requestingAppInstanceId }) => org.apps.get(requestingAppInstanceId)?.label)
      .sort();

  /** Makes ready to run pulumi in a folder of the example, as a service client of `org`. */
  async function inFolder(folder: string, org: Org, state: string): Promise<ExampleStack> {
    const cloud = { ...(await serviceClientEnvironment(org, SCOPES)), OKTA_API_TOKEN: "" };
    const stack = await exampleStack(join(root, folder), world.sandbox, {
      ...cloud,
      PULUMI_BACKEND_URL: `file://${state}`,
      // Types are checked once, below, and not in each of many runs.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    });
    removals.push(stack.remove);
    return stack;
  }

  async function stateFolder(): Promise<string> {
    const state = await mkdtemp(join(tmpdir(), "environments-state-"));
    removals.push(() => rm(state, { recursive: true, force: true }));
    return state;
  }

  /** Declares one more client in a stage: the same lines in each, but for the app's label. */
  async function declareVsCode(folder: string, project: string, stage: Stage, label: string) {
    const file = join(root, folder, `Pulumi.${stage}.yaml`);
    const settings = parse(await readFile(file, "utf8"));
    settings.config[`${project}:clients`].vscode = {
      label,
      clientIdAtResource: "mcpclient-vscode",
      mcpClient: "vscode",
    };
    await writeFile(file, stringify(settings));
  }

  /** Assigns groups in a stage, in the place of those that its file has. */
  async function setGroups(folder: string, project: string, stage: Stage, names: string[]) {
    const file = join(root, folder, `Pulumi.${stage}.yaml`);
    const settings = parse(await readFile(file, "utf8"));
    settings.config[`${project}:groupNames`] = names;
    await writeFile(file, stringify(settings));
  }

  /** Names of the groups on an app. On the resource app, which is adopted, they stay when taken away. */
  function groupsOn(org: Org, label: string): (string | undefined)[] {
    const app = [...org.apps.values()].find((one) => one.label === label);
    return [...(app?.groups.keys() ?? [])].map((id) => org.groups.get(id)?.name).sort();
  }

  /** A preview's exit code, with what it printed when it is not the expected one. */
  async function assertPreview(stack: ExampleStack, stage: Stage, expected: number) {
    const { code, text } = await stack.run("preview", "--stack", stage, "--expect-no-changes");
    assert.equal(code, expected, text);
  }

  const up = (stack: ExampleStack, stage: string) =>
    stack.pulumi("up", "--stack", stage, "--yes", "--skip-preview");

  it("type-checks", async () => {
    const compiler = join(repository, "node_modules/typescript/bin/tsc");
    for (const layout of ["org-each", "one-org"]) {
      await run(process.execPath, [compiler, "-p", join(root, layout)]).catch((error) =>
        assert.fail(error.stdout),
      );
    }
  });

  it("an org each: a client reaches prod stage by stage", async () => {
    const orgs: Record<Stage, Org> = {
      dev: world.org("acme-dev"),
      staging: world.org("acme-staging"),
      prod: world.acme,
    };
    const state = await stateFolder();
    const stacks = {} as Record<Stage, ExampleStack>;
    for (const stage of STAGES) {
      for (const label of ["Claude Code", "VS Code"]) {
        await world.addApp("requesting", label, undefined, orgs[stage].name);
      }
      await world.addApp("resource", "Context7", undefined, orgs[stage].name);
      stacks[stage] = await inFolder("org-each", orgs[stage], state);
      await stacks[stage].pulumi("stack", "init", stage);
    }
    await Promise.all(STAGES.map((stage) => up(stacks[stage], stage)));
    const all = () => STAGES.map((stage) => connected(orgs[stage]));
    const [first, both] = [["Claude Code"], ["Claude Code", "VS Code"]];
    assert.deepEqual(all(), [first, first, first]);

    for (const [index, stage] of STAGES.entries()) {
      await declareVsCode("org-each", "context7-org-each", stage, "VS Code");
      await assertPreview(stacks[stage], stage, CHANGES);
      await up(stacks[stage], stage);
      assert.deepEqual(
        all(),
        STAGES.map((_, other) => (other <= index ? both : first)),
      );
    }
    await Promise.all(STAGES.map((stage) => assertPreview(stacks[stage], stage, 0)));

    await setGroups("org-each", "context7-org-each", "prod", ["Engineering", "Design"]);
    await up(stacks.prod, "prod");
    assert.deepEqual(groupsOn(orgs.prod, "VS Code"), ["Design", "Engineering"]);
    await setGroups("org-each", "context7-org-each", "prod", ["Engineering"]);
    await up(stacks.prod, "prod");
    assert.deepEqual(groupsOn(orgs.prod, "VS Code"), ["Engineering"], "taken away in prod");

    const destroyed = await stacks.prod.run("destroy", "--stack", "prod", "--yes");
    assert.notEqual(destroyed.code, 0, "prod is protected");
    assert.deepEqual(connected(orgs.prod), both);
  });

  it("one org: client stacks refer to the owner's, and promote without touching each other", async () => {
    const org = world.acme;
    org.apps.clear();
    org.connections.clear();
    const resourceApp = await world.addApp("resource", "Context7");
    for (const stage of STAGES) {
      for (const client of ["Claude Code", "VS Code"]) {
        await world.addApp("requesting", `${client} (${stage})`);
      }
    }
    const state = await stateFolder();
    const owner = await inFolder("one-org/owner", org, state);
    const clients = await inFolder("one-org/clients", org, state);
    for (const stage of STAGES) await clients.pulumi("stack", "init", stage);
    await owner.pulumi("stack", "init", "owner");

    const tooEarly = await clients.run("preview", "--stack", "dev");
    assert.notEqual(tooEarly.code, 0);
    assert.match(tooEarly.text, /organization\/context7-owner\/owner has no output resourceAppId/);

    await up(owner, "owner");
    assert.deepEqual(connected(org), [], "the owner has no client");
    await Promise.all(STAGES.map((stage) => up(clients, stage)));
    const claude = STAGES.map((stage) => `Claude Code (${stage})`);
    assert.deepEqual(connected(org), [...claude].sort());

    for (const [index, stage] of STAGES.entries()) {
      await declareVsCode("one-org/clients", "context7-clients", stage, `VS Code (${stage})`);
      await assertPreview(clients, stage, CHANGES);
      await up(clients, stage);
      const promoted = STAGES.slice(0, index + 1).map((one) => `VS Code (${one})`);
      assert.deepEqual(connected(org), [...claude, ...promoted].sort());
    }
    await Promise.all(STAGES.map((stage) => assertPreview(clients, stage, 0)));
    const resources = new Set(
      [...org.connections.values()].map((one) => one.resourceAppInstanceId),
    );
    assert.deepEqual([...resources], [resourceApp.id]);

    await setGroups("one-org/clients", "context7-clients", "prod", ["Design"]);
    await up(clients, "prod");
    assert.deepEqual(groupsOn(org, "VS Code (prod)"), ["Design"], "taken away in prod");
  });
});
