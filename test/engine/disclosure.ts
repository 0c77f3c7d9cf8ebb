import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Sandboxed } from "../provider/sandboxed";

/** Every secret value of the sandbox and of what stacks made in it, by what it is. */
export function secretsOf(world: Sandboxed, more: Record<string, string> = {}) {
  const { orgs, context7 } = world.sandbox.world;
  const secrets: [string, string][] = Object.entries(more);
  for (const org of orgs.values()) {
    for (const token of org.apiTokens.keys()) secrets.push([`an API token of ${org.name}`, token]);
    for (const token of org.accessTokens.keys()) {
      secrets.push([`an access token of ${org.name}`, token]);
    }
    for (const { label, credentials } of org.apps.values()) {
      secrets.push([`the client secret of ${label}`, credentials.oauthClient.client_secret]);
    }
  }
  for (const { name, apiKey, developerApiKey } of context7.teamspaces.values()) {
    secrets.push([`the API key of ${name}`, apiKey]);
    secrets.push([`a developer's API key of ${name}`, developerApiKey]);
  }
  return secrets.filter(([, value]) => value);
}

/** None of them is in the text; `where` names it. */
export function assertHidden(secrets: [string, string][], text: string, where: string): void {
  const shown = secrets.filter(([, value]) => text.includes(value)).map(([what]) => what);
  assert.deepEqual(shown, [], `secrets in ${where}`);
}

/** Files that a run left in its folder for temporary files: none readable by others holds a secret. */
export function assertFilesKeep(secrets: [string, string][], folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const text = readFileSync(file, "latin1");
    const holds = secrets.filter(([, value]) => text.includes(value)).map(([what]) => what);
    const mode = statSync(file).mode & 0o077;
    assert.ok(holds.length === 0 || mode === 0, `${file} (${mode.toString(8)}) holds ${holds}`);
  }
}
