import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The CLI of the npm package `pulumi` that this repository pins. */
export const CLI_VERSION = "3.259.0";
/** The plugin that goes with `@pulumi/okta`. */
const OKTA_VERSION = "7.0.0";

export const repository = join(__dirname, "..");
export const pulumiHome = process.env.PULUMI_HOME ?? join(homedir(), ".pulumi");

/** Folder whose `bin/` holds the CLI, as the Automation API wants it. */
export const cliRoot = join(pulumiHome, "versions", CLI_VERSION);

/**
 * Makes sure that the Pulumi CLI and the Okta plugin are there: installed before, from an offline
 * kit (a folder with an `install.sh` that fills `$PULUMI_HOME`; `PULUMI_OFFLINE_KIT` names it, by
 * default `../shared/engine`), or downloaded by Pulumi itself.
 *
 * @throws Error when none of the three works, saying what to do.
 */
export function provideEngine(say: (line: string) => void): void {
  if (isComplete()) return;
  const kit = process.env.PULUMI_OFFLINE_KIT ?? join(repository, "../shared/engine");
  const installer = join(kit, "install.sh");
  const environment = { ...process.env, PULUMI_HOME: pulumiHome, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const run = (command: string, args: string[]) =>
    execFileSync(command, args, { env: environment, cwd: repository, stdio: ["ignore", 2, 2] });
  if (existsSync(installer)) {
    say(`Installing the Pulumi CLI ${CLI_VERSION} and the Okta plugin from the offline kit…`);
    run("bash", [installer]);
  } else {
    say(`Downloading the Pulumi CLI ${CLI_VERSION} and the Okta plugin ${OKTA_VERSION}…`);
    const pulumi = join(repository, "node_modules/.bin/pulumi");
    run(pulumi, ["version"]);
    run(pulumi, ["plugin", "install", "resource", "okta", OKTA_VERSION]);
  }
  if (isComplete()) return;
  throw new Error(
    `The Pulumi CLI ${CLI_VERSION} or its Okta plugin ${OKTA_VERSION} is not in ${pulumiHome}. ` +
      "Where Pulumi's download site is out of reach, set PULUMI_OFFLINE_KIT to a folder with an " +
      "install.sh that puts them there.",
  );
}

function isComplete(): boolean {
  const plugin = join(pulumiHome, "plugins", `resource-okta-v${OKTA_VERSION}`);
  return existsSync(join(cliRoot, "bin/pulumi")) && existsSync(plugin);
}
