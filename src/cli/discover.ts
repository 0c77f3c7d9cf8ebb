import { Command, Option } from "commander";
import { findSetup } from "./crossAppAccessApps";
import {
  DISCOVERY_FORMS,
  type DiscoveryForm,
  discoveredConfiguration,
} from "./discoveredConfiguration";
import { collect } from "./doctor";
import { CannotRun, ExitCode, type Finish } from "./exit";
import { openNetwork, requireOkta } from "./network";
import { print, type Session, tell } from "./session";
import { addTargetOptions, readSettings, type TargetOptions } from "./settings";

interface DiscoverOptions extends TargetOptions {
  as: DiscoveryForm;
  privateHost?: string[];
}

const EXAMPLES = `
It reads the org and changes nothing. Credentials come from the environment:
OKTA_API_TOKEN, OKTA_ACCESS_TOKEN, or OKTA_API_CLIENT_ID with its key and scopes.

Examples:
  OKTA_ORG_NAME=acme context7-ema discover > discovered.yaml
  context7-ema discover --org-url https://acme.okta.com --as catalog

Exit codes: 0 found, 1 could not run or nothing was found, 2 wrong usage.`;

/** `context7-ema discover`: configuration for what was made by hand. */
export function discoverCommand(session: Session, finish: Finish): Command {
  const form = new Option("--as <form>", "adopt the apps, or make such apps from the catalog");
  const command = new Command("discover")
    .description("Find Cross App Access that was set up by hand, and print its configuration.")
    .addOption(form.choices(DISCOVERY_FORMS).default("existing"))
    .option(
      "--private-host <name>",
      "a host that may have a private address; may be repeated",
      collect,
    );
  return addTargetOptions(command)
    .addHelpText("after", EXAMPLES)
    .action(async (options: DiscoverOptions) => {
      await discover(options, session);
      finish(ExitCode.Holds);
    });
}

async function discover(options: DiscoverOptions, session: Session): Promise<void> {
  const { target } = await readSettings(options, session);
  const { orgUrl, resourceIssuer } = target;
  const network = openNetwork(target, options.privateHost ?? [], session);
  try {
    const setup = await findSetup(requireOkta(network, orgUrl), resourceIssuer);
    if (setup.resourceApps.length === 0 && setup.requestingApps.length === 0) {
      throw new CannotRun(
        `No app of ${orgUrl} is set up for ${resourceIssuer}. Custom apps keep their Cross App Access ` +
          "settings where no API shows them: for those, write existing with the app's id yourself. For " +
          "another issuer, use --resource-issuer.",
      );
    }
    const request = { form: options.as, orgUrl, resourceIssuer };
    const { text, notes } = discoveredConfiguration(setup, request);
    print(session, text);
    for (const note of notes) tell(session, `Note: ${note}`);
  } finally {
    await network.close();
  }
}
