import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "mocha";
import { registeredRules } from "../../policy/registry";
import "../../policy";
import { repository } from "../../scripts/engine";
import type { EngineStack } from "../engine/harness";
import { oneLine } from "../engine/stacks";
import type { Sandboxed } from "../provider/sandboxed";

const PACK = join(repository, "examples/policy-pack");

/** Every rule fails the run that breaks it. */
export const MANDATORY = { all: "mandatory", "secret-marks": "remediate" };

/** The configuration without the token that the harness writes in clear. */
export const WITHOUT_TOKEN = { "okta:apiToken": undefined };

/** Names of all rules, as a person sees them. */
export function ruleNames(): string[] {
  return [...registeredRules().values()].map(({ policy }) => policy.name);
}

/** Stacks held against the example's pack, by the real engine. */
export function judging(world: Sandboxed) {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "policy-settings-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function setSecret(stack: EngineStack, key: string, value: string): Promise<void> {
    const { code, text } = await stack.cli("config", "set", "--secret", "--path", key, value);
    assert.equal(code, 0, text);
  }

  return {
    setSecret,
    setToken: (stack: EngineStack) =>
      setSecret(stack, "okta:apiToken", world.sandbox.description.okta.apiToken),

    /** Runs the CLI with the pack, its settings in a file as a pipeline would have them. */
    async judged(stack: EngineStack, settings: object, ...args: string[]) {
      const file = join(folder, "settings.json");
      await writeFile(file, JSON.stringify(settings));
      const pack = ["--policy-pack", PACK, "--policy-pack-config", file];
      const { code, text } = await stack.cli(...args, "--non-interactive", ...pack);
      const { apiToken } = world.sandbox.description.okta;
      assert.ok(!text.includes(apiToken), "a credential is printed");
      assert.match(text, /context7-ema@v0\.1\.0/, "the pack has run");
      return { code, text: oneLine(text) };
    },
  };
}
