import { Command, Option } from "commander";
import { ADOPTION_FORMS, type AdoptionForm } from "../adopt/form";
import { ExitCode, type Finish } from "./exit";
import { privateHostOption } from "./options";
import type { Session } from "./session";
import { addTargetOptions, type TargetOptions } from "./settings";

/** What the command line says. */
export interface DiscoverOptions extends TargetOptions {
  as: AdoptionForm;
  json?: boolean;
  privateHost?: string[];
}

const EXAMPLES = `
It reads the org and changes nothing. Credentials come from the environment:
OKTA_API_TOKEN, OKTA_ACCESS_TOKEN, or OKTA_API_CLIENT_ID with its key and
scopes.

Examples:
  OKTA_ORG_NAME=acme context7-ema discover > discovered.yaml
  context7-ema discover --org-url https://acme.okta.com --as catalog

Exit codes: 0 found, 1 could not run or nothing was found, 2 wrong usage.`;

/** `context7-ema discover`: configuration for what was made by hand. */
export function discoverCommand(session: Session, finish: Finish): Command {
  const form = new Option("--as <form>", "adopt the apps, or make such apps from the catalog");
  const command = new Command("discover")
    .description("Find Cross App Access that was set up by hand, and print its configuration.")
    .addOption(form.choices(ADOPTION_FORMS).default("existing"))
    .option(
      "--json",
      "print what was found as JSON (node_modules/context7-ema/docs/command-line.md)",
    )
    .addOption(privateHostOption());
  return addTargetOptions(command)
    .addHelpText("after", EXAMPLES)
    .action(async (options: DiscoverOptions) => {
      // Loaded here: the other commands start faster without the components.
      const { discover } = await import("./discoverRun.js");
      await discover(options, session);
      finish(ExitCode.Holds);
    });
}
