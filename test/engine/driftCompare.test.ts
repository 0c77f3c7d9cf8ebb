import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stackComparison } from "../../src/drift/comparison";
import { sandboxed } from "../provider/sandboxed";
import { catalogClient, firstStack } from "./configurations";
import { groupId } from "./declared";
import { runDrift } from "./driftCommand";
import { addStack } from "./environments";
import type { EngineStack } from "./harness";
import { oneLine, stacksIn } from "./stacks";

describe("engine: environments of one org side by side", function () {
  this.timeout(300_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let project: EngineStack;
  let folder: string;
  let everyone: string;
  let policy: string;

  /** `dev` owns Context7; `staging` is a client of it, and `qa`, for everybody and with other settings. */
  before(async () => {
    const { sandbox, acme } = world;
    everyone = groupId(world, "Everyone");
    policy = [...acme.policies.values()].find(({ system }) => !system)?.id ?? "";
    const claude = catalogClient(sandbox);
    project = await stacks.create({
      configuration: firstStack(sandbox, { requestingApps: { claude } }),
    });
    folder = project.stack.workspace.workDir;
    await project.up();
    const resourceApp = { existing: { label: "Context7" } };
    await addStack(project, "staging", acme, {
      resourceApp,
      requestingApps: { cursor: catalogClient(sandbox, { label: "Cursor of staging" }) },
      assignments: { groupNames: ["Engineering"] },
    });
    const ofQa = { label: "Cursor of qa", authenticationPolicy: policy };
    await addStack(project, "qa", acme, {
      resourceApp,
      requestingApps: { cursor: catalogClient(sandbox, ofQa) },
      assignments: { groupIds: [everyone] },
    });
  });
  after(() => rm(join(folder, "context7-ema.yaml"), { force: true }));

  it("names the client, the group and the policy that differ, asking nobody", async () => {
    const from = world.sandbox.world.requests.length;
    const { code, comparison, byPath } = await compare("--stacks", "staging,qa");
    assert.equal(code, 7);
    assert.equal(comparison.verdict, "different");
    assert.deepEqual(byPath.get("requestingApps.cursor.assignments.groups")?.values, [
      { stacks: ["staging"], value: ["Engineering"] },
      { stacks: ["qa"], value: [`ID ${everyone}`] },
    ]);
    assert.deepEqual(byPath.get("requestingApps.cursor.authenticationPolicy")?.values, [
      { stacks: ["staging"], value: null },
      { stacks: ["qa"], value: `ID ${policy}` },
    ]);
    const clients = (await compare("--stacks", "dev,staging")).byPath;
    assert.deepEqual(clients.get("requestingApps.cursor")?.values, [
      { stacks: ["dev"], value: null },
      { stacks: ["staging"], value: "declared" },
    ]);
    assert.equal(world.sandbox.world.requests.length, from);
  });
  it("does not count what is wanted, for the reason that the settings give", async () => {
    const wanted = ["label", "authenticationPolicy", "assignments.groups"].map((setting) => ({
      path: `requestingApps.*.${setting}`,
      stacks: ["qa"],
      reason: `qa has its own ${setting}`,
    }));
    const more = { path: "resourceApp.assignments.groups", reason: "as its clients" };
    const settings = { drift: { wanted: [...wanted, more] } };
    await writeFile(join(folder, "context7-ema.yaml"), JSON.stringify(settings));
    const { code, comparison, byPath } = await compare("--stacks", "staging,qa");
    assert.equal(code, 0, JSON.stringify(comparison.differences));
    assert.deepEqual([comparison.verdict, comparison.unmatched], ["none", []]);
    assert.equal(
      byPath.get("requestingApps.cursor.assignments.groups")?.wanted,
      "qa has its own assignments.groups",
    );
  });
  it("needs no passphrase, since it opens no secret", async () => {
    const args = ["--compare", "--stacks", "staging,qa"];
    const wrong = { PULUMI_CONFIG_PASSPHRASE: "not the passphrase" };
    const { code, stdout, stderr } = await runDrift(project, args, wrong);
    assert.equal(code, 0, stderr);
    assert.match(oneLine(stdout), /2 stacks, \d+ settings: no differences, \d wanted differences/);
  });

  async function compare(...args: string[]) {
    const { code, stdout, stderr } = await runDrift(project, ["--compare", "--json", ...args]);
    assert.notEqual(stdout, "", stderr);
    const comparison = stackComparison.parse(JSON.parse(stdout));
    const byPath = new Map(comparison.differences.map((one) => [one.path, one]));
    return { code, comparison, byPath };
  }
});
