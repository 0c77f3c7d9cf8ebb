import assert from "node:assert/strict";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { copyApps } from "../../sandbox/okta/copies";
import type { Org } from "../../sandbox/world";
import type { Configuration, EngineStack } from "./harness";

/**
 * Makes further stacks of an applied one without running the engine: the org gets copies of its apps,
 * with assignments and connections, and the file backend a state that has them.
 *
 * @param names of the further stacks.
 */
export async function copyStack(stack: EngineStack, org: Org, names: readonly string[]) {
  const { name, workspace } = stack.stack;
  const { name: project } = await workspace.projectSettings();
  const backend = fileURLToPath(workspace.envVars.PULUMI_BACKEND_URL ?? "");
  const stateFile = (one: string) => join(backend, ".pulumi/stacks", project, `${one}.json`);
  const settingsFile = (one: string) => join(workspace.workDir, `Pulumi.${one}.yaml`);
  const state = await readFile(stateFile(name), "utf8");
  const appIds = [...org.apps.keys()].filter((id) => state.includes(id));
  for (const copy of names) {
    const ids = copyApps(org, appIds);
    const text = state
      .replace(/\b(?:0oa|cwo)[0-9A-Za-z]{17}\b/g, (id) => ids.get(id) ?? id)
      .replaceAll(`urn:pulumi:${name}::`, `urn:pulumi:${copy}::`)
      .replaceAll(`/${project}/${name}"`, `/${project}/${copy}"`);
    await writeFile(stateFile(copy), text, { mode: 0o600 });
    await copyFile(settingsFile(name), settingsFile(copy));
  }
}

/** Makes and applies a further stack of the project, in an org, with that org's token as a secret. */
export async function addStack(
  { stack: { workspace }, cli }: EngineStack,
  name: string,
  org: Org,
  configuration: Configuration,
): Promise<void> {
  const ran = async (...args: string[]) => {
    const { code, text } = await cli(...args);
    assert.equal(code, 0, text);
  };
  await ran("stack", "init", name, "--no-select");
  const [orgName, ...baseUrl] = new URL(org.url).hostname.split(".");
  const keys = Object.entries(configuration).map(([key, value]) => [`context7-ema:${key}`, value]);
  const okta = { "okta:orgName": orgName, "okta:baseUrl": baseUrl.join(".") };
  const config = { ...Object.fromEntries(keys), ...okta };
  const settings = await workspace.stackSettings(name);
  const file = join(workspace.workDir, `Pulumi.${name}.yaml`);
  await writeFile(file, JSON.stringify({ ...settings, config }));
  await ran("config", "set", "--secret", "okta:apiToken", tokenOf(org), "-s", name);
  await ran("up", "--yes", "--skip-preview", "--stack", name);
}

/** An API token of the org. */
export function tokenOf({ apiTokens }: Org): string {
  const [token] = apiTokens.keys();
  assert.ok(token);
  return token;
}
