import { Command, InvalidArgumentError, Option } from "commander";
import { ADOPTION_FORMS, type AdoptionForm } from "../adopt/form";
import { ExitCode, type Finish } from "./exit";
import { privateHostOption } from "./options";
import type { Session } from "./session";
import { addRequestingApp, type TargetOptions } from "./settings";

/** What the command line says. */
export interface AdoptOptions
  extends Pick<
    TargetOptions,
    "orgUrl" | "issuer" | "resourceIssuer" | "resourceApp" | "requestingApp"
  > {
  stack: string;
  out: string;
  as: AdoptionForm;
  settingsUrl?: string;
  force?: boolean;
  privateHost?: string[];
}

const EXAMPLES = `
It reads the org, writes Pulumi.<stack>.yaml and import.<stack>.json beside the
project's Pulumi.yaml, and prints the lines that come next. Neither it nor they
change anything in Okta or Context7. Credentials come from the environment:
OKTA_API_TOKEN, OKTA_ACCESS_TOKEN, or OKTA_API_CLIENT_ID with its key and
scopes; CONTEXT7_API_KEY with --settings-url.

Examples:
  OKTA_ORG_NAME=acme context7-ema adopt --stack prod
  context7-ema adopt --stack prod --org-url https://acme.okta.com --as catalog

Exit codes: 0 written, 1 could not run, or nothing was found, 2 wrong usage.`;

/** `context7-ema adopt`: an org that was set up by hand becomes a stack's, and stays as it is. */
export function adoptCommand(session: Session, finish: Finish): Command {
  const form = new Option("--as <form>", "leave the apps to be read only, or take them over too");
  return new Command("adopt")
    .description("Write the files by which a stack takes over what was set up by hand.")
    .requiredOption("-s, --stack <name>", "the stack that takes it over", stackName)
    .option("-o, --out <folder>", "folder of the stack's Pulumi.yaml", ".")
    .addOption(form.choices(ADOPTION_FORMS).default("existing"))
    .option("--settings-url <url>", "declare the teamspace by its settings API instead of guided")
    .option("--force", "write over what is declared and written already")
    .addOption(privateHostOption())
    .optionsGroup("What to look at:")
    .option("--org-url <url>", "the Okta org (default: of OKTA_ORG_NAME and OKTA_BASE_URL)")
    .option("--issuer <url>", "issuer of the ID-JAGs (default: the org's address)")
    .option("--resource-issuer <url>", "issuer at Context7 (default: https://context7.com)")
    .option("--resource-app <app>", "Context7 as Okta knows it, by id or label, if several can be")
    .option(
      "--requesting-app <client>",
      "an MCP client as key=app id,client id at Context7, if not to be guessed; may be repeated",
      addRequestingApp,
    )
    .addHelpText("after", EXAMPLES)
    .action(async (options: AdoptOptions) => {
      // Loaded here: the other commands start faster without the components.
      const { adopt } = await import("./adoptRun.js");
      await adopt(options, session);
      finish(ExitCode.Holds);
    });
}

/** `dev`, `org/dev`, `org/project/dev`; it becomes a part of file names and of lines for a shell. */
function stackName(value: string): string {
  if (/^[\w.-]+(?:\/[\w.-]+){0,2}$/.test(value)) return value;
  throw new InvalidArgumentError("Expected is a stack's name such as prod or acme/ema/prod.");
}
