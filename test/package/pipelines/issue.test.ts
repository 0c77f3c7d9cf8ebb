import assert from "node:assert/strict";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { job, PIPELINES, stepEnvironment, stepNamed } from "./files";
import { runCommands } from "./shell";

/**
 * Stands in for GitHub's CLI: keeps one issue and one comment in files, and notes every call. Like
 * GitHub it finds issues by label and state, and refuses a label that nobody has made.
 */
const FAKE_GH = `#!/usr/bin/env node
const { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const words = process.argv.slice(2);
const option = (name) => words[words.indexOf(name) + 1];
const at = (name) => process.env.GITHUB_STATE + "/" + name;
appendFileSync(at("calls"), JSON.stringify(words) + "\\n");
if (!process.env.GH_TOKEN) process.exit(4);
const line = words.slice(0, 2).join(" ");
if (line === "issue list") {
  if (existsSync(at("issue"))) console.log(7);
} else if (line === "label create") {
  writeFileSync(at("label"), words[2]);
} else if (line === "issue create") {
  if (!existsSync(at("label"))) throw new Error("could not add label: not found");
  if (existsSync(at("issue"))) throw new Error("a second issue");
  writeFileSync(at("issue"), readFileSync(option("--body-file")));
} else if (line === "issue edit" && words[2] === "7") {
  writeFileSync(at("issue"), readFileSync(option("--body-file")));
} else if (line === "issue close" && words[2] === "7") {
  rmSync(at("issue"));
} else if (words[0] === "api") {
  const method = words.includes("--method") ? option("--method") : "GET";
  const address = words.find((word) => word.startsWith("repos/"));
  if (method === "GET") {
    const ours = existsSync(at("comment")) && readFileSync(at("comment"), "utf8");
    const marker = /startswith\\("([^"]*)"\\)/.exec(option("--jq"))[1];
    if (ours && ours.startsWith(marker)) console.log(21);
  } else {
    const known = { POST: "repos/acme/context7/issues/5/comments", PATCH: "repos/acme/context7/issues/comments/21" };
    if (address !== known[method]) throw new Error(method + " " + address);
    if (method === "POST" && existsSync(at("comment"))) throw new Error("a second comment");
    writeFileSync(at("comment"), readFileSync(option("--field").replace(/^body=@/, "")));
  }
} else {
  throw new Error("unknown: " + words.join(" "));
}
`;

const CONTEXTS = {
  github: {
    token: "ghs_token",
    repository: "acme/context7",
    server_url: "https://github.com",
    run_id: "1",
    "event.pull_request.number": "5",
  },
};

describe("the pipelines' comment and issue", function () {
  this.timeout(30_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pipeline-issue-"));
    await mkdir(join(folder, "bin"));
    await writeFile(join(folder, "bin/gh"), FAKE_GH);
    await chmod(join(folder, "bin/gh"), 0o755);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** The files that a job has downloaded. */
  async function downloaded(name: "previews" | "reports", files: Record<string, string>) {
    await rm(join(folder, name), { recursive: true, force: true });
    if (Object.keys(files).length === 0) return;
    await mkdir(join(folder, name));
    for (const [file, text] of Object.entries(files)) {
      await writeFile(join(folder, name, file), text);
    }
  }

  /** Runs the step of the file; gives the calls of `gh` that it made. */
  async function play(file: "preview" | "drift", jobName: string, stepName: string) {
    const found = job(file, jobName);
    const step = stepNamed(found, stepName);
    await rm(join(folder, "calls"), { force: true });
    const { code, text } = await runCommands(step.run, folder, {
      PATH: `${join(folder, "bin")}:${process.env.PATH}`,
      GITHUB_STATE: folder,
      ...stepEnvironment(found, step, CONTEXTS),
    });
    assert.equal(code, 0, text);
    const calls = (await readFile(join(folder, "calls"), "utf8")).trim().split("\n");
    assert.ok(!calls.join().includes("ghs_token"), "no token among the arguments");
    return calls.map((line) => JSON.parse(line) as string[]);
  }
  const text = (name: string) => readFile(join(folder, name), "utf8");

  it("GitHub: one issue is opened for drift, kept up to date, closed when there is none", async () => {
    const issue = () => play("drift", "issue", "Issue");
    const verbs = (calls: string[][]) => calls.map((words) => words.slice(0, 2).join(" "));

    await downloaded("reports", {});
    assert.deepEqual(verbs(await issue()), ["issue list"], "no drift and no issue");

    await downloaded("reports", { "dev.md": "dev drifted\n", "prod.md": "prod drifted\n" });
    const opened = await issue();
    assert.deepEqual(verbs(opened), ["issue list", "label create", "issue create"]);
    assert.equal(await text("issue"), "dev drifted\nprod drifted\n");

    await downloaded("reports", { "dev.md": "dev drifted more\n" });
    assert.deepEqual(verbs(await issue()), ["issue list", "issue edit"]);
    assert.equal(await text("issue"), "dev drifted more\n");

    await downloaded("reports", {});
    const closed = await issue();
    assert.deepEqual(verbs(closed), ["issue list", "issue close"]);
    assert.match(
      closed[1]?.join(" ") ?? "",
      /https:\/\/github\.com\/acme\/context7\/actions\/runs\/1/,
    );
    assert.deepEqual(verbs(await issue()), ["issue list"]);
  });

  it("GitHub: an issue's text fits, and ends with whole characters", async () => {
    await downloaded("reports", { "dev.md": "é".repeat(40_000), "prod.md": "é".repeat(40_000) });
    await play("drift", "issue", "Issue");
    assert.equal(await text("issue"), `${"é".repeat(65_000)}\n`);
  });

  it("GitHub: a pull request has one comment, which is written anew", async () => {
    const comment = () => play("preview", "comment", "Comment");
    await downloaded("previews", { "dev.txt": "+ create\n", "prod.txt": "no change\n" });
    assert.equal((await comment()).at(-1)?.includes("POST"), true);
    const first = await text("comment");
    assert.match(first, /^<!-- context7-ema preview -->\n/);
    assert.match(first, /<summary>dev<\/summary>[\s\S]*\+ create[\s\S]*<summary>prod<\/summary>/);

    await downloaded("previews", { "dev.txt": "x".repeat(90_000), "prod.txt": "```\n" });
    assert.equal((await comment()).at(-1)?.includes("PATCH"), true);
    const second = await text("comment");
    assert.ok(!second.includes("+ create"));
    assert.ok(second.length < 65_536);
    assert.match(second, /\n``````diff\n```\n``````\n<\/details>/);
  });

  describe("GitLab", () => {
    let server: Server;
    let requests: string[];
    let issue: { iid: number; description: string } | undefined;

    beforeEach(async () => {
      requests = [];
      issue = undefined;
      server = createServer(async (request, response) => {
        const chunks = await request.toArray();
        const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {};
        requests.push(`${request.method} ${request.url} ${Object.keys(body).join()}`);
        if (request.headers["private-token"] !== "glpat-token") response.statusCode = 401;
        else if (request.method === "POST" && request.url === "/projects/9/issues") {
          assert.equal(body.labels, "context7-drift");
          issue = { iid: 3, description: body.description };
        } else if (request.method === "PUT") {
          if (body.state_event === "close") issue = undefined;
          else if (issue) issue.description = body.description;
        }
        const found = request.method === "GET" ? [issue].filter(Boolean) : {};
        response.setHeader("content-type", "application/json").end(JSON.stringify(found));
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
    });
    afterEach(() => server.close());

    async function play(token = "glpat-token") {
      requests.length = 0;
      const { port } = server.address() as AddressInfo;
      const script = join(PIPELINES, "gitlab/drift-issue.mjs");
      return runCommands(`node ${script} reports`, folder, {
        PATH: process.env.PATH,
        CI_API_V4_URL: `http://127.0.0.1:${port}`,
        CI_PROJECT_ID: "9",
        CI_PIPELINE_URL: "https://gitlab.example/pipelines/1",
        GITLAB_TOKEN: token,
      });
    }
    const LIST = "GET /projects/9/issues?state=opened&labels=context7-drift ";

    it("one issue is opened for drift, kept up to date, closed when there is none", async () => {
      await downloaded("reports", {});
      assert.equal((await play()).code, 0);
      assert.deepEqual(requests, [LIST]);

      await downloaded("reports", { "dev.md": "dev drifted", "dev.xml": "<testsuites/>" });
      await play();
      assert.deepEqual(requests, [LIST, "POST /projects/9/issues title,labels,description"]);
      assert.equal(issue?.description, "dev drifted");

      await downloaded("reports", { "dev.md": "dev drifted", "prod.md": "prod drifted" });
      await play();
      assert.deepEqual(requests, [LIST, "PUT /projects/9/issues/3 description"]);
      assert.equal(issue?.description, "dev drifted\nprod drifted");

      await downloaded("reports", {});
      await play();
      assert.deepEqual(requests.slice(1), [
        "POST /projects/9/issues/3/notes body",
        "PUT /projects/9/issues/3 state_event",
      ]);
      assert.equal(issue, undefined);
    });

    it("a refused token fails the job and is not printed", async () => {
      const { code, text } = await play("glpat-wrong");
      assert.notEqual(code, 0);
      assert.match(text, /GitLab answers GET .* with 401/);
      assert.ok(!text.includes("glpat-wrong"));
    });
  });
});
