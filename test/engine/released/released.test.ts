import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { isOwnDynamic } from "../../../provider/typeTokens";
import { thisMachine } from "../../../provider/verifierProcess/machine";
import { programVersion } from "../../../provider/verifierProcess/program";
import { repository } from "../../../scripts/engine";
import { sandboxed } from "../../provider/sandboxed";
import { assertClean } from "../declared";
import type { EngineStack } from "../harness";
import { stacksIn } from "../stacks";
import { load, RECORDED_STACK, type Recording, recordings, replay, stateFor } from "./recording";

describe("engine: the state that each released version wrote", function () {
  this.timeout(180_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  const versions = readdirSync(recordings).filter((name) => /^\d+\.\d+\.\d+$/.test(name));

  it("is recorded for every version of the changelog, and for the one to come", async () => {
    const changelog = await readFile(join(repository, "CHANGELOG.md"), "utf8");
    const released = [...changelog.matchAll(/^## \[(\d+\.\d+\.\d+)\]/gm)].map(([, one]) => one);
    const { version } = JSON.parse(await readFile(join(repository, "package.json"), "utf8"));
    const missing = [...released, version].filter((one) => !versions.includes(one));
    assert.deepEqual(missing, [], "npm run record-release");
  });

  it("has, of the version to come, every dynamic resource, and nothing of the machine that wrote it", async () => {
    const folders = await readdir(join(repository, "provider"), { withFileTypes: true });
    const own = folders
      .map(({ name }) => name)
      .filter((name) => existsSync(join(repository, "provider", name, "resource.ts")))
      .map((name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
    const { state } = await load(programVersion);
    const recorded = state.deployment.resources
      .filter(({ type }) => isOwnDynamic(type))
      .map(({ type }) => type.split(":").at(-1));
    assert.deepEqual([...new Set(recorded)].sort(), own.sort());
    const text = JSON.stringify(state);
    const { machineId, bootId } = thisMachine() ?? {};
    for (const trace of [machineId, bootId, tmpdir(), homedir(), repository]) {
      assert.ok(!trace || !text.includes(trace), trace);
    }
  });

  for (const version of versions) {
    describe(version, () => {
      let recording: Recording;
      let stack: EngineStack;

      before(async () => {
        recording = await load(version);
        replay(recording, world.sandbox);
        stack = await stacks.create({
          ...RECORDED_STACK,
          configuration: { ...recording.configuration, "okta:apiToken": undefined },
          environment: { OKTA_API_TOKEN: world.sandbox.description.okta.apiToken },
        });
        const file = join(stack.stack.workspace.workDir, "state.json");
        await writeFile(file, JSON.stringify(stateFor(recording, programVersion)));
        const { code, text } = await stack.cli("stack", "import", "--file", file);
        assert.equal(code, 0, text);
      });

      it("is previewed without a change", async () => {
        const { code, text } = await stack.cli("preview", "--expect-no-changes", "--diff");
        assert.equal(code, 0, text);
      });

      it("is refreshed without a change", () => assertClean(stack));

      it("is applied and refreshed without a change where apps have a network access", async () => {
        for (const { oauthClient } of world.acme.apps.values()) {
          oauthClient.network = { connection: "ANYWHERE" };
        }
        // A refresh does not run the program: what it ignores is what the last up wrote down.
        await stack.up({ expectNoChanges: true });
        await assertClean(stack);
      });
    });
  }
});
