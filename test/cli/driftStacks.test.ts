import assert from "node:assert/strict";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as types from "../../provider/typeTokens";
import { type DriftReport, driftReport } from "../../src/drift/report";
import { type Answer, type Call, fakePulumi } from "../fakePulumi";
import { assertClean, workplace } from "./commandLine";

const ROOT = "urn:pulumi:dev::project::pulumi:pulumi:Stack::project-dev";
const EMA = "urn:pulumi:dev::project::context7-ema:index:EnterpriseManagedAuth::context7";

describe("context7-ema drift, of stacks that stand in for Pulumi Cloud's", () => {
  const place = workplace();
  const token = () => place.sandbox.description.okta.apiToken;

  /** A folder with a project and stacks' settings files, by path. */
  async function project(files: Record<string, string> = {}): Promise<string> {
    const folder = await mkdtemp(join(place.folder, "project-"));
    await mkdir(join(folder, "stacks"));
    await mkdir(join(folder, "app"));
    const all = { "Pulumi.yaml": "name: project\nruntime: yaml\n", ...files };
    for (const [path, text] of Object.entries(all)) await writeFile(join(folder, path), text);
    return folder;
  }

  /** A state with the client's app and connection below this package's component, and more. */
  const state = (stack: string, ...more: object[]): Answer => {
    const ids = { requestingAppId: place.requesting.id, resourceAppId: place.resource.id };
    const pair = { orgUrl: place.acme.url, ...ids, status: "ACTIVE", management: "automatic" };
    const own = (type: string, id: string, inputs: object, outputs: object = {}) => ({
      ...{ urn: `${EMA}$${type}::context7-probe`, type, id, parent: EMA, custom: true },
      ...{ inputs, outputs: { ...inputs, ...outputs } },
    });
    const resources = [
      { urn: ROOT, type: "pulumi:pulumi:Stack" },
      { urn: EMA, type: "context7-ema:index:EnterpriseManagedAuth", parent: ROOT },
      own(types.OAUTH_APP, place.requesting.id, { label: "Probe Client" }),
      own(types.CONNECTION, "pair", pair, { connectionId: place.connection.id }),
      ...more,
    ];
    return { args: `stack export --stack ${stack}`, json: { deployment: { resources } } };
  };
  const besides = (type: string, inputs: object) => {
    return { urn: `${ROOT}$${type}::by-itself`, type, id: "x", custom: true, parent: ROOT, inputs };
  };

  async function drift(folder: string, answers: Answer[], ...args: string[]) {
    const { PATH, calls } = await fakePulumi(folder, [...answers, { args: "config", json: {} }]);
    // Its credentials come from the stack, if from anywhere.
    const environment = { PATH, OKTA_API_TOKEN: undefined };
    const command = ["drift", "--json", "--strict", "-C", folder, ...args];
    const finished = await place.run(command, { environment });
    assertClean(finished, place.secretValues());
    const report = driftReport.parse(JSON.parse(finished.stdout));
    return { report, calls: await calls() };
  }
  const problems = ({ stacks }: DriftReport) => stacks.flatMap((one) => one.problems).join("\n");
  const opened = (calls: Call[]) =>
    calls.filter(({ args }) => args.startsWith("env open")).map(({ args }) => args.split(" ")[2]);
  const esc = (name: string, json: object = {}): Answer => ({ args: `env open ${name} `, json });

  it("what a program assigns by itself, in any examined stack, is not undeclared", async () => {
    const folder = await project();
    const assignment = { appId: place.requesting.id, userId: place.user.id };
    const dev = state("dev");
    const platform = {
      args: "stack export --stack platform",
      json: { deployment: { resources: [besides(types.USER_ASSIGNMENT, assignment)] } },
    };
    const credentials = { args: "config", json: { "okta:apiToken": { value: token() } } };
    const undeclared = async (names: string) => {
      const { report } = await drift(folder, [credentials, dev, platform], "--stacks", names);
      assert.equal(problems(report), "");
      return report.stacks
        .flatMap(({ findings }) => findings)
        .filter(({ kind }) => kind === "undeclared")
        .map(({ object }) => object.kind);
    };
    assert.deepEqual(await undeclared("dev"), ["user assignment"]);
    assert.deepEqual(await undeclared("dev,platform"), []);
  });

  describe("with ESC environments", () => {
    it("are read with what these set, each opened once, of the stack's organization", async () => {
      const list = "environment:\n  - shared\n  - okta/acme@stable\n";
      const folder = await project({ "Pulumi.dev.yaml": list, "Pulumi.prod.yaml": list });
      const stacks = ["acme/dev", "acme/prod"];
      const { report, calls } = await drift(
        folder,
        [
          ...stacks.map((name) => state(name)),
          esc("acme/default/shared", { OKTA_API_TOKEN: "of another org" }),
          esc("acme/okta/acme@stable", { OKTA_API_TOKEN: token(), N: 1, MORE: { a: 1 } }),
        ],
        "--stacks",
        stacks.join(),
      );
      assert.equal(problems(report), "");
      assert.deepEqual(
        report.stacks.map(({ compared }) => compared),
        [2, 2],
      );
      assert.deepEqual(opened(calls).sort(), ["acme/default/shared", "acme/okta/acme@stable"]);
      // The whole of it would put its `files` on the disk.
      assert.ok(calls.some(({ args }) => args.includes("@stable environmentVariables --format")));
    });

    it("are found where stackConfigDir says, from a folder below the project's", async () => {
      const folder = await project({
        "Pulumi.yaml": "name: project\nruntime: yaml\nstackConfigDir: stacks\n",
        "stacks/Pulumi.dev.yaml": "environment: [okta]\n",
      });
      const below = ["--stacks", "dev", "-C", join(folder, "app")];
      const answers = [state("dev"), esc("okta", { OKTA_API_TOKEN: token() })];
      const { report } = await drift(folder, answers, ...below);
      assert.equal(problems(report), "");
      assert.equal(report.stacks[0]?.compared, 2);
    });

    it("may be defined in place; what only Pulumi Cloud can work out is said", async () => {
      const inline = (value: string) =>
        `environment:\n  imports: [okta]\n  values: { environmentVariables: { OKTA_API_TOKEN: "${value}" } }\n`;
      const folder = await project({ "Pulumi.dev.yaml": inline(token()) });
      const answers = [state("dev"), esc("okta", { OKTA_API_TOKEN: "loses" })];
      const { report } = await drift(folder, answers, "--stacks", "dev");
      assert.equal(problems(report), "");
      assert.equal(report.stacks[0]?.compared, 2);

      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of ESC.
      await writeFile(join(folder, "Pulumi.dev.yaml"), inline("${okta.token}"));
      const computed = await drift(folder, answers, "--stacks", "dev");
      assert.match(
        problems(computed.report),
        /Pulumi\.dev\.yaml sets OKTA_API_TOKEN by an expression/,
      );
    });

    it("that cannot be opened leave their stacks unknown, with Pulumi's words", async () => {
      const folder = await project({ "Pulumi.dev.yaml": "environment: [okta]\n" });
      const refused = { args: "env open", code: 255, stderr: "error: forbidden\n" };
      const { report } = await drift(folder, [state("dev"), refused], "--stacks", "dev");
      assert.match(problems(report), /The ESC environment okta .* Pulumi says: error: forbidden\./);
    });
  });
});
