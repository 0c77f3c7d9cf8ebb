import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { cliRoot, pulumiHome, repository } from "../../scripts/engine";
import { runCommands } from "./pipelines/shell";

/** A setting that a project declares. */
interface Declared {
  default?: unknown;
}

describe("the examples' READMEs", function () {
  this.timeout(120_000);
  let root: string;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "example-readmes-"));
  });
  after(() => rm(root, { recursive: true, force: true }));

  for (const example of ["quickstart", "existing-apps", "configuration-only"]) {
    it(`${example}: the lines of its README set all that the program asks for`, async () => {
      const folder = join(root, example);
      await cp(join(repository, "examples", example), folder, {
        recursive: true,
        filter: (source) => !source.endsWith("node_modules"),
      });
      const readme = await readFile(join(folder, "README.md"), "utf8");
      const [, block = ""] = /```sh\n([\s\S]*?)```/.exec(readme) ?? [];
      const lines = block.trim().split("\n");
      assert.equal(lines.shift(), "npm install");
      assert.equal(lines.pop(), "pulumi up", "both are run in examples.test.ts");
      // Asked for at the keyboard otherwise, so that it is in no history of a shell.
      const commands = lines.map((line) =>
        line.includes("--secret ") ? `${line} <<< of-the-sandbox` : line,
      );
      await mkdir(join(folder, "state"));
      const { code, text } = await runCommands(commands.join("\n"), folder, {
        HOME: process.env.HOME,
        PATH: `${join(cliRoot, "bin")}:${process.env.PATH}`,
        PULUMI_HOME: pulumiHome,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "examples",
      });
      assert.equal(code, 0, text);

      const { config } = parse(await readFile(join(folder, "Pulumi.dev.yaml"), "utf8"));
      assert.equal(config["okta:orgName"], "acme");
      assert.equal(config["okta:baseUrl"], "okta.com");
      assert.deepEqual(Object.keys(config["okta:apiToken"]), ["secure"]);
      const project = parse(await readFile(join(folder, "Pulumi.yaml"), "utf8"));
      const declared = Object.entries<Declared>(project.config ?? {});
      const required = declared.filter(([, setting]) => !("default" in setting));
      const missing = required.filter(([name]) => !(`${project.name}:${name}` in config));
      assert.deepEqual(missing, []);
      if (example === "quickstart") {
        const settings = Object.values(config[`${project.name}:requestingAppSettings`]);
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the package fills them in
        assert.deepEqual(settings, ["${issuerUrl}", "${clientIdAtResource}"]);
      }
    });
  }
});
