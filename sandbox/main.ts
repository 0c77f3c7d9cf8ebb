import { parseArgs } from "node:util";

import { type SandboxDescription, startSandbox } from "./index";

/** How often to look whether npm is still there, milliseconds. */
const PARENT_CHECK = 200;

/** `npm run sandbox [-- --json]`: starts the sandbox, says what is there, serves until told to end. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
  const end = toldToEnd();
  const sandbox = await startSandbox();
  const { description } = sandbox;
  process.stdout.write(`${values.json ? JSON.stringify(description) : asText(description)}\n`);
  await end;
  await sandbox.stop();
}

/**
 * Waits for SIGTERM or SIGINT. Under `npm run` there is a shell in between, which dies of the signal
 * that npm passes on and does not pass it further: then the loss of that parent is the signal.
 */
function toldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
    if (process.env.npm_lifecycle_event === undefined) return;
    const parent = process.ppid;
    const check = setInterval(() => {
      if (process.ppid !== parent) resolve();
    }, PARENT_CHECK);
    check.unref();
  });
}

function asText({ environment, controlUrl, okta, context7 }: SandboxDescription): string {
  const exports = Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`);
  const people = okta.users.map(({ login, password, id }) => `  ${login}  ${password}  ${id}`);
  const groups = okta.groups.map(({ name, id }) => `  ${name}  ${id}`);
  const { resourceApp, requestingApp } = okta.catalog;
  return `Okta and Context7 are on this machine, under their real names, until you press Ctrl-C.

A program meets them with these variables:
${exports.join("\n")}

Okta: ${okta.orgUrl}, API token ${okta.apiToken}
People (login, password, id):
${people.join("\n")}
Groups (name, id):
${groups.join("\n")}
Catalog (key, settings):
  ${resourceApp.key}  ${JSON.stringify(resourceApp.settings)}
  ${requestingApp.key}  ${JSON.stringify(requestingApp.settings)}

Context7: API key ${context7.apiKey}
  dashboard     ${context7.dashboardUrl}
  settings API  ${context7.settingsUrl}
  MCP server    ${context7.mcpUrl}

Faults: ${controlUrl}/faults takes them, as docs/development.md says.`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
