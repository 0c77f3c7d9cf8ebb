import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import manifest from "../../package.json";
import { type Installation, installExample } from "./installation";
import { packageManagerEnvironment, packTarball } from "./tarball";

const run = promisify(execFile);

/** Uses each entry point; every `@ts-expect-error` fails where the types are `any`. */
const CONSUMER = `
import * as pulumi from "@pulumi/pulumi";
import { EnterpriseManagedAuth, EnterpriseManagedAuthArgs, McpClient } from "context7-ema";
import { createIdJagVerifier, IdJagVerification } from "context7-ema/idjag";
import * as connection from "context7-ema/provider/crossAppAccessConnection";

const args: EnterpriseManagedAuthArgs = {
  resourceApp: { existing: { label: "Context7" } },
  requestingApps: {
    claude: {
      existing: { label: "Claude" },
      clientIdAtResource: "mcpclient-at-context7",
      mcpClient: McpClient.Claude,
    },
  },
};
export const secret: pulumi.Output<string> | undefined =
  new EnterpriseManagedAuth("context7", args).requestingApps["claude"]?.clientSecret;
export const create: Function = connection.create;
export async function isGood(token: string): Promise<boolean> {
  const verifier = createIdJagVerifier({
    issuer: "https://acme.okta.com",
    audience: "https://context7.com",
    resources: ["https://mcp.context7.com"],
    clientIds: ["mcpclient-at-context7"],
    jwks: { keys: [] },
  });
  const result: IdJagVerification = await verifier.verify(token);
  return result.ok;
}

// @ts-expect-error: a number is no component's arguments
export const wrongArgs: EnterpriseManagedAuthArgs = 1;
// @ts-expect-error: options are missing
createIdJagVerifier({});
// @ts-expect-error: there is no such function
connection.createAll;
// @ts-expect-error: a number is not what a stack puts out
export const wrongStack: typeof import("context7-ema/stack") = 1;
`;

/** How programs resolve packages: as Node does today, as a bundler does, and the old way. */
const RESOLUTIONS: Record<string, object> = {
  "node20 with node16 resolution, as the examples": {
    module: "node20",
    moduleResolution: "node16",
  },
  "nodenext, as an ES module": { module: "nodenext", moduleResolution: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
  "node10 with CommonJS, by main, types and typesVersions": {
    module: "commonjs",
    moduleResolution: "node10",
  },
};

describe("the installed package", () => {
  let installation: Installation | undefined;
  const folder = () => installation?.folder ?? "";

  before(async function () {
    this.timeout(240_000);
    await packTarball();
    installation = await installExample("quickstart", "npm");
  });
  after(() => installation?.remove());

  describe("has types for programs that resolve by", () => {
    for (const [name, resolution] of Object.entries(RESOLUTIONS)) {
      it(name, async () => {
        const source = name.includes("ES module") ? "consumer.mts" : "consumer.ts";
        const project = join(folder(), "tsconfig.consumer.json");
        const compilerOptions = {
          ...resolution,
          target: "es2023",
          strict: true,
          noEmit: true,
          skipLibCheck: true,
          noUncheckedIndexedAccess: true,
        };
        await writeFile(join(folder(), source), CONSUMER);
        await writeFile(project, JSON.stringify({ compilerOptions, files: [source] }));
        const compiler = join(folder(), "node_modules/typescript/bin/tsc");
        await run(process.execPath, [compiler, "-p", project]).catch((error) =>
          assert.fail(error.stdout),
        );
      }).timeout(60_000);
    }
  });

  it("brings none of what only its own tests need", () => {
    const shared = ["@types/node", "typescript"]; // devDependencies of the example
    const needless = Object.keys({ ...manifest.devDependencies, ...manifest.peerDependencies })
      .filter((name) => name !== manifest.name && !shared.includes(name))
      .filter((name) => existsSync(join(folder(), "node_modules", name)));
    assert.deepEqual(needless, []);
  });

  /** Loads every entry point but `./stack`, which is a program, from CommonJS and as ES modules. */
  const LOAD = `
    const kinds = ["applicationLookup", "crossAppAccessConnection", "crossAppAccessFeature", "directoryLookup", "teamspaceEma"];
    const names = ["context7-ema", "context7-ema/idjag", ...kinds.map((kind) => "context7-ema/provider/" + kind)];
    for (const name of names) {
      if (Object.keys(require(name)).length === 0) throw new Error(name + " is empty");
    }
    Promise.all(names.map((name) => import(name))).then(([index, idjag]) => {
      console.log(typeof index.EnterpriseManagedAuth, typeof idjag.createIdJagVerifier);
    });
  `;

  it("loads from CommonJS and as ES modules", async () => {
    const { stdout, stderr } = await run(process.execPath, ["-e", LOAD], { cwd: folder() });
    assert.equal(stdout, "function function\n");
    assert.equal(stderr, "", "no warning either");
  });

  it("names the package that a policy pack needs beside it", async () => {
    const script = 'require("context7-ema/policy")';
    const refused = run(process.execPath, ["-e", script], { cwd: folder() });
    await assert.rejects(refused, /Cannot find module '@pulumi\/policy'/);
  });

  it("has the command that package.json names", async () => {
    const command = join(folder(), "node_modules/.bin", Object.keys(manifest.bin)[0] as string);
    const { stdout } = await run(command, ["--help"], {
      env: { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` },
    });
    assert.match(stdout, /^Usage: context7-ema /);
  });

  it("loads on the oldest Node that it declares", async () => {
    const oldest = manifest.engines.node.replace(">=", "");
    const elsewhere = await mkdtemp(join(tmpdir(), "oldest-node-"));
    try {
      const env = packageManagerEnvironment();
      await writeFile(join(elsewhere, "package.json"), "{}");
      const script = `npm install --no-audit --no-fund --prefer-offline node@${oldest}`;
      await run("sh", ["-c", script], { cwd: elsewhere, env });
      const node = join(elsewhere, "node_modules/node/bin/node");
      const version = await run(node, ["--version"]);
      assert.match(version.stdout, new RegExp(`^v${oldest.replace(".", "\\.")}\\.`));
      const { stdout } = await run(node, ["-e", LOAD], { cwd: folder() });
      assert.equal(stdout, "function function\n");
    } finally {
      await rm(elsewhere, { recursive: true, force: true });
    }
  }).timeout(180_000);
});
