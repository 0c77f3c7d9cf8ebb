import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sandboxed } from "../provider/sandboxed";

/** A secret value, by what it is: the value itself is never printed. */
export type Secret = readonly [what: string, value: string];

/** Every secret value of the sandbox and of what stacks made in it. */
export function secretsOf(world: Sandboxed, more: Record<string, string> = {}): Secret[] {
  const { orgs, context7 } = world.sandbox.world;
  const secrets: Secret[] = Object.entries(more);
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
export function assertHidden(secrets: readonly Secret[], text: string, where: string): void {
  const shown = secrets.filter(([, value]) => text.includes(value)).map(([what]) => what);
  assert.deepEqual(shown, [], `secrets in ${where}`);
}

/**
 * None of them is in a file of the folder, whoever may read it. That the search would find one, it shows
 * with a file of its own.
 */
export function assertFilesHide(secrets: readonly Secret[], folder: string): void {
  const control = join(folder, "control");
  const [, value] = secrets[0] ?? assert.fail("there is nothing to search for");
  writeFileSync(control, `before ${value} after`, { mode: 0o600 });
  assert.throws(() => searchFiles(secrets, folder), /\/control \(600\) holds /);
  rmSync(control);
  searchFiles(secrets, folder);
}

/** What links lead to is not the folder's; `recursive` of readdir would follow them, into node_modules. */
function searchFiles(secrets: readonly Secret[], folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) searchFiles(secrets, file);
    if (!entry.isFile()) continue;
    const text = readFileSync(file, "latin1");
    const holds = secrets.filter(([, value]) => text.includes(value)).map(([what]) => what);
    const mode = (statSync(file).mode & 0o777).toString(8);
    assert.ok(holds.length === 0, `${file} (${mode}) holds ${holds}`);
  }
}
