import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { type Sandbox, startSandbox } from "../../sandbox";
import { sandboxDispatcher } from "../../sandbox/dispatcher";
import { type Fetch, fetchThrough } from "../../sandbox/fetch";
import type { Org, Teamspace } from "../../sandbox/world";
import { provideEngine, repository } from "../../scripts/engine";
import type { Demonstration } from "../demonstration";
import { Difference, expectEqual } from "../expect";
import { columns } from "../layout";
import { viewOrg } from "../observation";
import { openOktaConsole } from "../oktaConsole";
import { createProject } from "../pulumi";
import { type Secrets, secretsOf } from "../secrets";
import type { Terminal } from "../terminal";

export const title = "An Okta org and Context7, on this machine";

/** Step 1: builds what is missing, starts the sandbox, and prepares an org that is already lived in. */
export async function openDemonstration(
  terminal: Terminal,
  secrets: Secrets,
): Promise<Demonstration> {
  await provideProduct(terminal);
  const starting = startSandbox({ orgs: { acme: { crossAppAccess: "disabled" } } });
  const sandbox = await terminal.during("starting the sandbox", starting);
  try {
    return await prepare(terminal, secrets, sandbox);
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

/** @throws Difference when the engine cannot be had, or the product cannot be built. */
async function provideProduct(terminal: Terminal): Promise<void> {
  try {
    provideEngine((line) => terminal.say(line));
    if (existsSync(join(repository, "dist/src/stack.js"))) return;
    terminal.say("There is no dist/ yet: building it.");
    const build = promisify(execFile)("npm", ["run", "build"], { cwd: repository });
    await terminal.during("npm run build", build);
  } catch (error) {
    const { message, stdout = "" } = error as Error & { stdout?: string };
    throw new Difference(`${message}\n${stdout}`.trim());
  }
}

async function prepare(
  terminal: Terminal,
  secrets: Secrets,
  sandbox: Sandbox,
): Promise<Demonstration> {
  const { description, world } = sandbox;
  const org = world.orgs.get("acme") as Org;
  const teamspaces = [...world.context7.teamspaces.values()];
  const teamspace = teamspaces.find(({ plan }) => plan === "enterprise") as Teamspace;
  const dispatcher = sandboxDispatcher(description);
  const fetch = fetchThrough(dispatcher);
  const pulumi = await createProject(terminal, description.environment);
  const close = async () => {
    await pulumi.close();
    await dispatcher.close();
    await sandbox.stop();
  };
  secrets.add(...secretsOf(world));

  const console = openOktaConsole(fetch, org);
  const engineering = [...org.groups.values()].find(({ name }) => name === "Engineering");
  await console.addOrdinaryApp("Timesheets", engineering?.id ?? "");
  const before = viewOrg(org);
  terminal.say(
    "The sandbox serves them under their real names, through a proxy that lets nothing else out:",
  );
  terminal.output([
    ...columns([
      [org.url, "Okta: management API, sign-in, tokens"],
      ["https://context7.com", "Context7: dashboard, token endpoint, API"],
      ["https://mcp.context7.com", "Context7's MCP server, the real one from npm"],
    ]),
  ]);
  terminal.say(
    "Pulumi's engine, its Okta plugin and that MCP server are the real ones. The org has " +
      `${before.users.length} people, ${before.groups.length} groups and one app, Timesheets. Cross ` +
      "App Access is off, but the org may switch it, and Context7's teamspace knows nothing of Okta.",
  );
  await expectAnswers(terminal, fetch, org);
  return { terminal, secrets, sandbox, org, teamspace, fetch, console, pulumi, before, close };
}

async function expectAnswers(terminal: Terminal, fetch: Fetch, org: Org): Promise<void> {
  const addresses = [
    `${org.url}/.well-known/openid-configuration`,
    "https://context7.com/.well-known/oauth-authorization-server",
    "https://mcp.context7.com/.well-known/oauth-protected-resource",
  ];
  const answers = await Promise.all(addresses.map(async (url) => (await fetch(url)).status));
  expectEqual(terminal, "all three answer", answers, [200, 200, 200]);
}
