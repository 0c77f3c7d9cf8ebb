import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { oneLine, runInProcess } from "./commandLine";

describe("context7-ema drift, used wrongly", () => {
  const cases: [string, string[], RegExp][] = [
    ["no stack is named", [], /Which stacks\? --stacks dev,staging,prod names them/],
    ["two ways to name them", ["--all", "--stacks", "dev"], /Both --stacks and --all/],
    ["an empty name", ["--stacks", "dev,,prod"], /A name between the commas is empty/],
    ["nothing at a time", ["--all", "--parallel", "0"], /Expected is a whole number above 0/],
    [
      "one stack to compare",
      ["--stacks", "dev", "--compare"],
      /--compare needs two stacks or more, and this is only one: dev\./,
    ],
    [
      "a pattern that can match nothing",
      ["--all", "--ignore", "foo"],
      /--ignore "foo" can match nothing\. .*finding\/object\/name.* Findings: changed, .* Objects: resource app, /,
    ],
    [
      "a comparison as JUnit",
      ["--all", "--compare", "--junit", "x"],
      /--compare has --json and --markdown/,
    ],
  ];
  for (const [what, args, said] of cases) {
    it(`${what}: exit code 2, and what is right`, async () => {
      const { code, stdout, stderr } = await runInProcess(["drift", ...args]);
      assert.equal(code, 2, stderr);
      assert.match(oneLine(stderr), said);
      assert.equal(stdout, "");
    });
  }

  it("without the Pulumi CLI every stack is unknown: exit code 1", async () => {
    const environment = { PATH: "/nowhere" };
    for (const option of ["--stacks", "--stack"]) {
      const { code, stdout } = await runInProcess(["drift", option, "dev"], { environment });
      assert.equal(code, 1);
      assert.match(oneLine(stdout), /dev: could not be read .*`pulumi` is not on the PATH/);
    }
  });

  describe("in a folder of a repository", () => {
    const environment = { PATH: "/nowhere" };
    let root: string;
    let folder: string;

    before(async () => {
      root = await mkdtemp(join(tmpdir(), "drift-"));
      folder = join(root, "infra", "okta");
      await mkdir(join(root, ".git"));
      await mkdir(folder, { recursive: true });
    });
    after(() => rm(root, { recursive: true }));

    it("names the stack's file in SARIF by its path in the repository", async () => {
      const sarif = join(root, "drift.sarif");
      const args = ["drift", "--stacks", "dev", "--cwd", folder, "--sarif", sarif];
      assert.equal((await runInProcess(args, { environment })).code, 1);
      const text = await readFile(sarif, "utf8");
      assert.match(text, /"uri": "infra\/okta\/Pulumi\.dev\.yaml"/);
    });

    it("leaves a Pulumi.yaml that is not YAML to the Pulumi CLI to explain", async () => {
      await writeFile(join(folder, "Pulumi.yaml"), "name: [\n");
      const args = ["drift", "--stacks", "dev", "--cwd", folder];
      const { code, stdout } = await runInProcess(args, { environment });
      assert.equal(code, 1);
      assert.match(oneLine(stdout), /dev: could not be read .*`pulumi` is not on the PATH/);
    });
  });
});
