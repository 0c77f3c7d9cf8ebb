import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "../../scripts/engine";
import { type Installation, installExample } from "./installation";

const run = promisify(execFile);

/** Every `@ts-expect-error` fails where the rules are no properties, or their settings are `any`. */
const CONSUMER = `
import { EmaPolicies, EmaPoliciesArgs } from "context7-ema/policy";

export const args: EmaPoliciesArgs = {
  all: "mandatory",
  teamspaceConfirmed: "advisory",
  protectedInProd: "disabled",
  noDirectUsers: { enforcementLevel: "mandatory", environments: ["live-*"] },
  issuerIsOrgServer: { issuers: ["https://acme.okta.com"] },
  notEveryone: { groupNames: ["All *"], groupIds: [] },
  clientsAreUsable: { adoptedApps: true },
  samePeopleOnBothApps: { adoptedApps: true, clientsElsewhere: true },
  secretsAreSecrets: { properties: ["webhookToken"] },
};
new EmaPolicies(args);

// @ts-expect-error: there is no such rule
export const misspelt: EmaPoliciesArgs = { notEverybody: "mandatory" };
// @ts-expect-error: there is no such level
export const wrongLevel: EmaPoliciesArgs = { all: "remediate" };
// @ts-expect-error: a pattern is no list of patterns
export const wrongSetting: EmaPoliciesArgs = { noDirectUsers: { environments: "prod" } };
`;

describe("the installed policy pack", () => {
  let installation: Installation | undefined;
  const folder = () => installation?.folder ?? "";

  before(async function () {
    this.timeout(240_000);
    installation = await installExample("policy-pack", "npm");
  });
  after(() => installation?.remove());

  it("has types for its rules and their settings", async () => {
    await writeFile(join(folder(), "consumer.ts"), CONSUMER);
    const compilerOptions = {
      module: "node20",
      moduleResolution: "node16",
      target: "es2023",
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
    };
    const project = join(folder(), "tsconfig.json");
    await writeFile(project, JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
    const compiler = join(repository, "node_modules/typescript/bin/tsc");
    await run(process.execPath, [compiler, "-p", project]).catch((error) =>
      assert.fail(error.stdout),
    );
  }).timeout(60_000);

  it("starts, and tells Pulumi its port", async () => {
    const pack = spawn(process.execPath, ["."], {
      cwd: folder(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = once(pack, "exit");
    let complaint = "";
    pack.stderr.on("data", (text) => {
      complaint += text;
    });
    try {
      const [output] = await Promise.race([once(pack.stdout, "data"), ended.then(() => [""])]);
      assert.match(String(output), /^\d+\n$/, complaint);
    } finally {
      pack.kill();
      await ended;
    }
  }).timeout(60_000);
});
