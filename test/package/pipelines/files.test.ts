import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { registerHooks } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse, stringify } from "yaml";
import { CLI_VERSION, repository } from "../../../scripts/engine";
import {
  gitLabJobs,
  gitLabVariables,
  PIPELINES,
  stepNamed,
  WORKFLOWS,
  type Workflow,
  type WorkflowJob,
  workflow,
  workflowText,
} from "./files";

const run = promisify(execFile);

/** What GitHub's own parser finds wrong in a workflow: unknown keys, contexts, jobs. */
async function mistakesOf(name: string, content: string): Promise<string[]> {
  // The package is made for bundlers, and imports its schema without saying that it is JSON.
  const hooks = registerHooks({
    load: (url, context, next) =>
      next(
        url,
        url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context,
      ),
  });
  try {
    const parser = await import("@actions/workflow-parser");
    const trace = new parser.NoOperationTraceWriter();
    const { context, value } = parser.parseWorkflow({ name, content }, trace);
    assert.ok(value);
    const options = { errorPolicy: 1 }; // ErrorPolicy.TryConversion
    const { errors } = await parser.convertWorkflowTemplate(context, value, undefined, options);
    return (errors ?? []).map(({ Message }) => Message);
  } finally {
    hooks.deregister();
  }
}

/** What GitLab's own schema says of a file. */
async function checkGitLab(content: string) {
  const folder = await mkdtemp(join(tmpdir(), "gitlab-ci-"));
  try {
    await run("git", ["init", "--quiet", folder]);
    await writeFile(join(folder, ".gitlab-ci.yml"), content);
    const checker = join(repository, "node_modules/gitlab-ci-local/dist/index.js");
    const args = [checker, "--list-json"];
    return await run(process.execPath, args, { cwd: folder }).catch((error) => error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const OKTA_READ = "okta.apps.read,okta.policies.read,okta.groups.read,okta.users.read";
const OKTA_WRITE = OKTA_READ.replace("apps.read", "apps.manage");

/** Every job of every workflow: `up dev`. */
const JOBS: [string, Workflow, WorkflowJob][] = WORKFLOWS.flatMap((name) =>
  Object.entries(workflow(name).jobs).map(([jobName, job]): [string, Workflow, WorkflowJob] => [
    `${name} ${jobName}`,
    workflow(name),
    job,
  ]),
);

describe("the pipeline examples' files", () => {
  describe("GitHub", () => {
    for (const name of WORKFLOWS) {
      it(`${name}.yml is a workflow`, async () => {
        assert.deepEqual(await mistakesOf(`${name}.yml`, workflowText(name)), []);
      });
    }

    it("the parser finds what is wrong", async () => {
      const broken = workflowText("up")
        .replace("needs: dev", "needs: nobody")
        .replace("vars.AWS_ROLE_ARN", "wars.AWS_ROLE_ARN");
      const mistakes = (await mistakesOf("up.yml", broken)).join("\n");
      assert.match(mistakes, /unknown job 'nobody'/);
      assert.match(mistakes, /Unrecognized named-value: 'wars'/);
    });

    it("nothing is triggered by what lets a fork's code meet secrets", () => {
      const triggers = WORKFLOWS.map((name) => Object.keys(workflow(name).on));
      assert.deepEqual(triggers, [
        ["pull_request"],
        ["push", "workflow_dispatch"],
        ["schedule", "workflow_dispatch"],
      ]);
      const [, , preview] = JOBS.find(([name]) => name === "preview preview") ?? [];
      assert.equal(
        preview?.if,
        "github.event.pull_request.head.repo.full_name == github.repository",
      );
    });

    it("each job has the least permissions, a concurrency group and a time limit", () => {
      const SIGN_IN = { contents: "read", "id-token": "write" };
      const permissions = Object.fromEntries(JOBS.map(([name, , job]) => [name, job.permissions]));
      assert.deepEqual(permissions, {
        "preview preview": SIGN_IN,
        "preview comment": { "pull-requests": "write" },
        "up dev": SIGN_IN,
        "up staging": SIGN_IN,
        "up prod": SIGN_IN,
        "drift drift": SIGN_IN,
        "drift issue": { issues: "write" },
      });
      for (const [name, file, job] of JOBS) {
        assert.deepEqual(file.permissions, {}, name);
        assert.equal(file.defaults.run.shell, "bash", `${name}: pipes fail as a whole`);
        assert.ok(job.concurrency?.group, name);
        assert.ok((job as { "timeout-minutes"?: number })["timeout-minutes"], name);
      }
    });

    it("what writes to GitHub checks nothing out, installs nothing and has no environment", () => {
      for (const [name, , job] of JOBS.filter(([, , { permissions }]) => !permissions?.contents)) {
        assert.equal(job.environment, undefined, name);
        const uses = job.steps.flatMap((step) => step.uses ?? []);
        assert.deepEqual(uses, ["actions/download-artifact@v8"], name);
        assert.ok(!/npm|npx|node /.test(job.steps.map(({ run }) => run).join("\n")), name);
      }
    });

    it("a stack's changes and its drift are one at a time, and none pushes another out", () => {
      const stages = ["dev", "staging", "prod"];
      const { jobs } = workflow("up");
      assert.deepEqual(Object.keys(jobs), stages);
      for (const [index, stage] of stages.entries()) {
        const job = jobs[stage];
        assert.equal(job?.needs, stages[index - 1]);
        assert.equal(job?.environment, stage);
        assert.deepEqual(job?.concurrency, { group: `context7-${stage}`, queue: "max" });
        assert.equal(job?.env?.STACK, stage);
        assert.deepEqual(job?.steps, jobs.dev?.steps);
      }
      // What is half applied is no drift. GitHub cancels a job that waits in a group when another one
      // comes to wait there, but for `queue: max`, which cannot go with `cancel-in-progress`.
      const { concurrency: ofDrift } = workflow("drift").jobs.drift ?? {};
      assert.deepEqual(ofDrift, { group: `context7-\${{ matrix.stack }}`, queue: "max" });
      const others = JOBS.filter(([, , { concurrency }]) => concurrency?.queue !== "max");
      const groups = others.map(([, , { concurrency }]) => concurrency?.group);
      assert.equal(groups.length, JOBS.length - stages.length - 1);
      assert.equal(new Set([...groups, ...stages.map((one) => `context7-${one}`)]).size, 3 + 3);
      for (const name of ["preview", "drift"] as const) {
        assert.deepEqual(workflow(name).jobs[name]?.strategy?.matrix.stack, stages);
      }
    });

    it("the reader's environment is never the writer's, and each asks for its scopes", () => {
      for (const [name, , job] of JOBS.filter(([, , { environment }]) => environment)) {
        const scopes = job.steps.flatMap(({ env }) => env?.OKTA_API_SCOPES ?? []);
        const writes = name.startsWith("up");
        assert.deepEqual(scopes, [writes ? OKTA_WRITE : OKTA_READ], name);
        assert.equal(job.environment?.endsWith("-preview"), !writes, name);
      }
    });

    it("only the step that needs the key has it, and no expression is put into commands", () => {
      for (const [name, , job] of JOBS) {
        for (const step of job.steps) {
          assert.ok(!step.run?.includes("${{"), `${name}: ${step.name}`);
          const holdsKey = step.env && "OKTA_API_PRIVATE_KEY" in step.env;
          const needsKey = /^ *(pulumi|npx) /m.test(step.run ?? "");
          assert.equal(Boolean(holdsKey), needsKey, `${name}: ${step.name}`);
          assert.doesNotMatch(step.run ?? "", /(echo|printf|printenv|set -x).*(TOKEN|KEY)/);
        }
        assert.ok(!JSON.stringify(job.env ?? {}).includes("secrets."), name);
      }
    });

    it("secrets are the key alone, and never a token of Okta's or Pulumi's", () => {
      const secrets = WORKFLOWS.flatMap((name) => workflowText(name).match(/secrets\.\w+/g) ?? []);
      assert.deepEqual([...new Set(secrets)], ["secrets.OKTA_API_PRIVATE_KEY"]);
    });

    it("actions are pinned to a major version, the CLI to this package's, and install scripts are off", () => {
      for (const [name, , job] of JOBS) {
        for (const { uses, with: inputs } of job.steps) {
          if (uses) assert.match(uses, /^[\w-]+\/[\w-]+@v\d+$/, name);
          if (uses?.startsWith("pulumi/actions")) {
            assert.deepEqual(inputs, { "pulumi-version": CLI_VERSION });
          }
          if (uses?.startsWith("actions/checkout")) {
            assert.deepEqual(inputs, { "persist-credentials": false }, name);
          }
        }
        if (job.environment) assert.equal(stepNamed(job, "Install").run, "npm ci --ignore-scripts");
        if (job.environment && !name.startsWith("drift")) {
          assert.equal(stepNamed(job, "Audit").run, "npm audit --audit-level=high");
        }
      }
    });
  });

  describe("GitLab", () => {
    const jobs = gitLabJobs();

    it("the file is one that GitLab's schema admits", async () => {
      const text = await readFile(join(PIPELINES, "gitlab/.gitlab-ci.yml"), "utf8");
      const { stdout, stderr } = await checkGitLab(text);
      assert.match(stderr, /json schema validated/);
      const names = JSON.parse(stdout).map(({ name }: { name: string }) => name);
      assert.equal(
        names.length,
        3 + 3 + 3 + 1,
        "two jobs of three stacks, three stages, the issue",
      );

      const broken = await checkGitLab(text.replace("action: access", "action: look"));
      assert.match(
        broken.stdout + broken.stderr,
        /must be one of \[start, prepare, stop, verify, access\]/,
      );
    }).timeout(30_000);

    it("each job has a resource group, and what touches a stack has the stack's", () => {
      assert.deepEqual(
        Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.resource_group])),
        {
          preview: "context7-preview-$STACK",
          dev: "context7-dev",
          staging: "context7-staging",
          prod: "context7-prod",
          drift: "context7-$STACK",
          "drift-issue": "context7-drift-issue",
        },
      );
    });

    it("the reader's environments are never the writer's, and each asks for its scopes", () => {
      const seen = Object.entries(jobs).map(([name, job]) => {
        const { environment } = job;
        const where = typeof environment === "object" ? environment.name : environment;
        return [name, where, job.variables?.OKTA_API_SCOPES];
      });
      assert.deepEqual(seen, [
        ["preview", "$STACK-preview", OKTA_READ],
        ["dev", "dev", OKTA_WRITE],
        ["staging", "staging", OKTA_WRITE],
        ["prod", "prod", OKTA_WRITE],
        ["drift", "$STACK-preview", OKTA_READ],
        ["drift-issue", "drift-issue", undefined],
      ]);
    });

    it("no secret is in the file, printed, or among arguments", () => {
      const names = Object.keys(gitLabVariables());
      assert.deepEqual(names, ["PULUMI_BACKEND_URL", "AWS_REGION", "AWS_WEB_IDENTITY_TOKEN_FILE"]);
      for (const [name, { before_script = [], script = [] }] of Object.entries(jobs)) {
        for (const line of [...before_script, ...script]) {
          const secrets = line.match(/\$\w*(PRIVATE_KEY|TOKEN)\w*/g) ?? [];
          // Only the shell's own printf, which is no process, is given a secret's value.
          const given = secrets.filter((secret) => secret !== "$AWS_WEB_IDENTITY_TOKEN_FILE");
          for (const secret of given) assert.ok(line.includes(`printf %s "${secret}"`), name);
          assert.ok(given.length === 0 || / \| | > /.test(line), `${name} prints: ${line}`);
          assert.doesNotMatch(line, /^(echo|printenv|env|set -x)/);
        }
      }
    });

    it("install scripts are off, and what previews and applies audits its dependencies before", () => {
      for (const [name, { before_script, script }] of Object.entries(jobs)) {
        if (name === "drift-issue") continue;
        assert.equal(before_script?.[1], "npm ci --ignore-scripts");
        const audits = script?.[0] === "npm audit --audit-level=high";
        assert.equal(audits, name !== "drift", "a new vulnerability does not hide drift");
      }
    });
  });

  describe("the README's variants", () => {
    async function snippets(kind: string): Promise<unknown[]> {
      const text = await readFile(join(PIPELINES, "README.md"), "utf8");
      const blocks = [...text.matchAll(/```yaml\n# (.*)\n([\s\S]*?)```/g)];
      const found = blocks.filter(([, title]) => title === kind).map(([, , yaml]) => yaml ?? "");
      assert.ok(found.length > 0, kind);
      return found.map((yaml) => parse(yaml));
    }

    it("are steps of a workflow", async () => {
      const file = workflow("up");
      const dev = file.jobs.dev as WorkflowJob;
      const steps = (await snippets("github step")).flat();
      assert.equal(steps.length, 2);
      const varied = { ...file, jobs: { dev: { ...dev, steps } } };
      const content = stringify(varied, { aliasDuplicateObjects: false });
      assert.deepEqual(await mistakesOf("variant.yml", content), []);
    });

    it("are keywords of a GitLab job, and keep the key off the disk", async () => {
      const [vault] = (await snippets("gitlab job")) as {
        secrets: Record<string, { file: boolean; token: string }>;
      }[];
      assert.equal(vault?.secrets.OKTA_API_PRIVATE_KEY?.file, false);
      assert.equal(vault?.secrets.OKTA_API_PRIVATE_KEY?.token, "$VAULT_ID_TOKEN");
      const file = parse(await readFile(join(PIPELINES, "gitlab/.gitlab-ci.yml"), "utf8"));
      Object.assign(file[".stack"], vault);
      const { stdout, stderr } = await checkGitLab(stringify(file));
      assert.match(stderr, /json schema validated/, stdout);
    }).timeout(30_000);
  });
});
