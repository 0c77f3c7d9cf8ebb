import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { cliRoot, pulumiHome, repository } from "../../../scripts/engine";
import type { Ran } from "../../../scripts/run";
import { type Watch, watchArguments } from "../../engine/processes";
import { sandboxed } from "../../provider/sandboxed";
import { serviceClientEnvironment } from "../../provider/serviceClients";
import { packageManagerEnvironment, packTarball } from "../tarball";
import {
  type Contexts,
  gitLabJobs,
  gitLabScript,
  gitLabVariables,
  job,
  PIPELINES,
  stepEnvironment,
  stepNamed,
  type WorkflowName,
} from "./files";
import { runCommands } from "./shell";

const run = promisify(execFile);

type OktaClient = "reader" | "writer";
const READ = ["okta.apps.read", "okta.policies.read", "okta.groups.read", "okta.users.read"];
const SCOPES: Record<OktaClient, string[]> = {
  reader: READ,
  writer: ["okta.apps.manage", ...READ.slice(1)],
};

/**
 * The commands stand in the files; from here are only a repository with the example in it, the state's
 * place and its secrets' provider, and what an environment of GitHub or GitLab holds.
 */
describe("the pipelines' commands, run as the files have them", function () {
  this.timeout(300_000);
  const world = sandboxed({ otherOrgs: ["acme-dev", "acme-staging"] });
  const clients = {} as Record<OktaClient, Record<string, string>>;
  let root: string;
  let repositoryFolder: string;
  let watch: Watch;

  before(async function () {
    this.timeout(300_000);
    const { file } = await packTarball();
    root = await mkdtemp(join(tmpdir(), "pipeline-"));
    repositoryFolder = join(root, "repository");
    for (const name of ["state", "tmp", "bin"]) await mkdir(join(root, name));
    await cp(join(repository, "examples/multi-environment/org-each"), repositoryFolder, {
      recursive: true,
      filter: (source) => !/node_modules$|package-lock\.json$/.test(source),
    });
    const manifest = join(repositoryFolder, "package.json");
    const declared = JSON.parse(await readFile(manifest, "utf8"));
    declared.dependencies["context7-ema"] = `file:${file}`;
    await writeFile(manifest, JSON.stringify(declared));
    const lock = ["install", "--package-lock-only", "--ignore-scripts", "--prefer-offline"];
    await run("npm", lock, { cwd: repositoryFolder, env: packageManagerEnvironment() });

    for (const stage of ["dev", "staging"]) {
      await world.addApp("resource", "Context7", undefined, `acme-${stage}`);
      await world.addApp("requesting", "Claude Code", undefined, `acme-${stage}`);
      await initialise(stage);
    }
    for (const client of ["reader", "writer"] as const) {
      // The same ids and keys in both orgs, as if each had been set up alike.
      const settings = await serviceClientEnvironment(world.org("acme-dev"), SCOPES[client]);
      const { OKTA_API_CLIENT_ID: id = "" } = settings;
      const made = world.org("acme-dev").serviceClients.get(id);
      if (made) world.org("acme-staging").serviceClients.set(id, made);
      clients[client] = settings;
    }
    watch = watchArguments();
  });
  after(async () => {
    watch?.stop();
    await rm(root, { recursive: true, force: true });
  });

  /** A line from the middle of the key: both clients have the same. */
  const secretTexts = () => [clients.reader.OKTA_API_PRIVATE_KEY?.split("\n")[5] ?? ""];

  /** What a runner has in its environment whatever the job. */
  function machine(): Record<string, string | undefined> {
    const inherited = Object.entries(packageManagerEnvironment()).filter(
      ([name]) => !/^(OKTA|PULUMI|CONTEXT7|GITHUB|CI)/.test(name),
    );
    return {
      ...Object.fromEntries(inherited),
      TMPDIR: join(root, "tmp"),
      PATH: [join(cliRoot, "bin"), dirname(process.execPath), process.env.PATH].join(delimiter),
      PULUMI_HOME: pulumiHome,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_CONFIG_PASSPHRASE: "pipelines",
      GITHUB_OUTPUT: githubOutput(),
    };
  }
  const githubOutput = () => join(root, "tmp/output");
  const backend = () => ({ PULUMI_BACKEND_URL: `file://${join(root, "state")}` });

  /** Runs the README's line, with a passphrase as secrets provider instead of a cloud's key. */
  async function initialise(stage: string) {
    const text = await readFile(join(PIPELINES, "README.md"), "utf8");
    const [line = ""] = /^pulumi stack init .*$/m.exec(text) ?? [];
    const command = line.replace(" dev ", ` ${stage} `).replace(/'awskms:[^']*'/, "passphrase");
    assert.match(command, / --secrets-provider passphrase$/);
    const done = await runCommands(command, repositoryFolder, { ...machine(), ...backend() });
    assert.equal(done.code, 0, done.text);
  }

  /** What `${{ }}` stands for in a job that runs in an environment of this Okta client. */
  function contexts(client: OktaClient, stack: string): Contexts {
    const { OKTA_API_PRIVATE_KEY = "", ...variables } = clients[client];
    return {
      matrix: { stack },
      secrets: { OKTA_API_PRIVATE_KEY },
      vars: { ...variables, AWS_ROLE_ARN: "arn:aws:iam::1:role/context7" },
      github: {},
    };
  }

  /** Runs a step of GitHub's. `as` replaces the job's own environment by another's. */
  function step(
    file: WorkflowName,
    jobName: string,
    name: string,
    as: OktaClient,
    more: Record<string, string> = {},
  ): Promise<Ran> {
    const found = job(file, jobName);
    const { run: commands, ...rest } = stepNamed(found, name);
    const env = stepEnvironment(found, rest, contexts(as, "dev"));
    const variables = { ...env, ...backend(), ...more };
    // What meets the sandbox meets nothing else, and the registry is elsewhere.
    const cloud = commands.startsWith("npm ") ? {} : world.sandbox.description.environment;
    return runCommands(commands, repositoryFolder, { ...machine(), ...cloud, ...variables });
  }

  /** Runs a job of GitLab's, `before_script` and `script`, for a stack. */
  function gitLabJob(name: string, stack: string, as: OktaClient): Promise<Ran> {
    const found = gitLabJobs()[name];
    const { OKTA_API_PRIVATE_KEY = "", OKTA_API_SCOPES, ...variables } = clients[as];
    const audited = [...(found?.before_script ?? []), ...(found?.script ?? [])].filter(
      (line) => !line.startsWith("npm "), // The dependencies stay installed between jobs.
    );
    return runCommands(gitLabScript(audited), repositoryFolder, {
      ...machine(),
      ...world.sandbox.description.environment,
      ...gitLabVariables(),
      ...found?.variables,
      ...variables,
      ...backend(),
      STACK: stack,
      AWS_ID_TOKEN: "aws-id-token",
      AWS_WEB_IDENTITY_TOKEN_FILE: join(root, "tmp/aws-web-identity-token"),
      OKTA_API_PRIVATE_KEY_BASE64: Buffer.from(OKTA_API_PRIVATE_KEY).toString("base64"),
    });
  }

  /** All files and folders of the state, with the time of their last change. */
  async function stateOf(): Promise<string> {
    return (await run("find", [join(root, "state"), "-printf", "%p %T@\n"])).stdout;
  }

  const connections = (stage: string) => world.org(`acme-${stage}`).connections.size;
  const writes = () =>
    world.requests().filter((line) => / \/api\/v1\//.test(line) && !/^GET/.test(line));

  it("GitHub: what is locked is installed, without install scripts, and audited", async () => {
    const installed = await step("preview", "preview", "Install", "reader");
    assert.equal(installed.code, 0, installed.text);
    const audit = await step("preview", "preview", "Audit", "reader");
    // A registry that does not answer the question says nothing about the dependencies.
    if (audit.code !== 0) assert.match(audit.text, /audit endpoint returned an error/);
  });

  it("GitHub: a pull request is previewed with the client that may only read", async () => {
    const before = await stateOf();
    const { code, text } = await step("preview", "preview", "Preview", "reader");
    assert.equal(code, 0, text);
    const preview = await readFile(join(repositoryFolder, "previews/dev.txt"), "utf8");
    assert.match(preview, /CrossAppAccessConnection/);
    assert.match(preview, /\+ \d+ to create/);
    assert.deepEqual(writes(), []);
    assert.equal(await stateOf(), before, "a role that may only read the state is enough");
  });

  it("GitHub: that client cannot apply it: Okta refuses", async () => {
    const scopes = { OKTA_API_SCOPES: clients.reader.OKTA_API_SCOPES ?? "" };
    const { code, text } = await step("up", "dev", "Up, and nothing left to do", "reader", scopes);
    assert.notEqual(code, 0);
    // The package's words, or the Okta plugin's where an assignment is refused before the connection.
    assert.match(text, /403|You do not have permission/);
    assert.equal(connections("dev"), 0);

    const asked = await step("up", "dev", "Up, and nothing left to do", "reader");
    assert.notEqual(asked.code, 0, "nor does it get the writer's scopes by asking");
    assert.match(asked.text, /invalid_scope/);
    assert.equal(connections("dev"), 0);
  });

  it("GitHub: what was merged is applied with the other client, and nothing is left to do", async () => {
    const { code, text } = await step("up", "dev", "Up, and nothing left to do", "writer");
    assert.equal(code, 0, text);
    assert.equal(connections("dev"), 1);
    assert.equal(connections("staging"), 0, "only its own stack");
  });

  it("GitLab: the same, for another stack", async () => {
    const preview = await gitLabJob("preview", "staging", "reader");
    assert.equal(preview.code, 0, preview.text);
    assert.match(
      await readFile(join(repositoryFolder, "previews/staging.txt"), "utf8"),
      /to create/,
    );
    assert.deepEqual(writes(), []);

    const up = await gitLabJob("staging", "staging", "writer");
    assert.equal(up.code, 0, up.text);
    assert.equal(connections("staging"), 1);
  });

  /** GitHub's drift job: its exit code, what it hands on, and everything printed. */
  async function drift(as: OktaClient = "reader", more: Record<string, string> = {}) {
    await rm(githubOutput(), { force: true });
    const { code, text } = await step("drift", "drift", "Drift", as, more);
    return { code, text, output: await readFile(githubOutput(), "utf8") };
  }

  it("GitHub: drift is none, is told when a console changed something, and is none when repaired", async () => {
    const before = await stateOf();
    const none = await drift();
    assert.equal(await stateOf(), before, "the state is only read");
    assert.deepEqual([none.code, none.output], [0, "code=0\n"], none.text);

    for (const connection of world.org("acme-dev").connections.values()) {
      connection.status = "INACTIVE";
    }
    const found = await drift();
    assert.deepEqual([found.code, found.output], [0, "code=7\n"], found.text);
    const report = await readFile(join(repositoryFolder, "reports/dev.md"), "utf8");
    assert.match(report, /^<!-- context7-ema drift -->\n[\s\S]*1 of 1 stack drifted/);
    assert.match(await readFile(join(repositoryFolder, "reports/dev.sarif"), "utf8"), /"results"/);
    assert.deepEqual(writes(), [], "it only looks");

    const repaired = await step("up", "dev", "Up, and nothing left to do", "writer");
    assert.equal(repaired.code, 0, repaired.text);
    assert.deepEqual((await drift()).output, "code=0\n");
  });

  it("GitHub: a stack that cannot be read fails the job, and hands no drift on", async () => {
    const { code, text, output } = await drift("reader", { OKTA_API_CLIENT_ID: "0oanobody" });
    assert.notEqual(code, 0, text);
    assert.equal(output, "code=1\n");
  });

  it("GitLab: drift exits with 7 and leaves its reports, none leaves nothing for the issue", async () => {
    const reports = () => readdir(join(repositoryFolder, "reports"));
    const none = await gitLabJob("drift", "staging", "reader");
    assert.equal(none.code, 0, none.text);
    assert.ok((await reports()).includes("staging.xml"));
    assert.ok(!(await reports()).includes("staging.md"));

    world.org("acme-staging").connections.clear();
    const found = await gitLabJob("drift", "staging", "reader");
    assert.equal(found.code, gitLabJobs().drift?.allow_failure?.exit_codes, found.text);
    assert.ok((await reports()).includes("staging.md"));
    const junit = await readFile(join(repositoryFolder, "reports/staging.xml"), "utf8");
    assert.match(junit, /<failure/);
  });

  it("the key was never on disk, nor among a process' arguments", async () => {
    const [secret = ""] = secretTexts();
    assert.ok(secret.length > 50);
    const lines = watch.commandLines();
    assert.ok(lines.some((line) => /\bpulumi up\b/.test(line)));
    assert.deepEqual(
      lines.filter((line) => line.includes(secret)),
      [],
    );
    const found = await run("grep", ["-rlF", secret, root]).catch((error) => error);
    assert.equal(found.code, 1, `found in ${found.stdout}`);
    const control = join(root, "tmp/control");
    await writeFile(control, secret);
    assert.equal((await run("grep", ["-rlF", secret, root])).stdout.trim(), control);
  });
});
