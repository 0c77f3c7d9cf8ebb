import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { TeamspaceManagement } from "../../provider/teamspaceEma/schema";
import { ADOPTION_FORMS, type AdoptionForm, adoption } from "../adopt/adoption";
import { importFile } from "../adopt/importFile";
import type { TeamspaceSettings } from "../components/enterpriseManagedAuthArgs";
import type { VerifierTarget } from "../verifier/target";
import { readAdoptedSetup } from "./adoptedSetup";
import {
  type AdoptionFolder,
  adoptionFileNames,
  openStackFile,
  writeAdoption,
} from "./adoptionFiles";
import { collect } from "./doctor";
import { CannotRun, ExitCode, type Finish } from "./exit";
import { type Network, openNetwork, requireOkta } from "./network";
import { print, type Session, tell } from "./session";
import { addRequestingApp, appNamed, readSettings, type TargetOptions } from "./settings";

interface AdoptOptions
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
It reads the org, writes Pulumi.<stack>.yaml and import.<stack>.json, and prints the lines that come next.
Neither it nor they change anything in Okta or Context7. Credentials come from the environment:
OKTA_API_TOKEN, OKTA_ACCESS_TOKEN, or OKTA_API_CLIENT_ID with its key and scopes; CONTEXT7_API_KEY with
--settings-url.

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
    .option(
      "--private-host <name>",
      "a host that may have a private address; may be repeated",
      collect,
    )
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
      await adopt(options, session);
      finish(ExitCode.Holds);
    });
}

/** `dev`, `org/dev`, `org/project/dev`; it becomes a part of file names and of lines for a shell. */
function stackName(value: string): string {
  if (/^[\w.-]+(?:\/[\w.-]+){0,2}$/.test(value)) return value;
  throw new InvalidArgumentError("Expected is a stack's name such as prod or acme/ema/prod.");
}

async function adopt(options: AdoptOptions, session: Session): Promise<void> {
  const { target } = await readSettings({ ...options, stack: undefined }, session);
  const { orgUrl, issuer, resourceIssuer } = target;
  const place = { ...options, folder: resolve(options.out), force: options.force ?? false };
  const file = await openStackFile(place, orgUrl);
  const network = openNetwork(withSettings(target, options), options.privateHost ?? [], session);
  try {
    const { found, notes } = await readAdoptedSetup(requireOkta(network, orgUrl), resourceIssuer, {
      resourceApp: options.resourceApp ? appNamed(options.resourceApp) : undefined,
      requestingApps: options.requestingApp ?? {},
    });
    const teamspace = await teamspaceOf(options, issuer, network);
    const form = options.as;
    const result = adoption(found, { form, orgUrl, issuer, resourceIssuer, teamspace });
    const resources = importFile(result.declared, found, oktaVersion());
    await writeAdoption(place, file, orgUrl, result.declared, resources);
    print(session, nextLines(place, resources.length > 0));
    for (const note of [...notes, ...result.notes]) tell(session, `Note: ${note}`);
  } finally {
    await network.close();
  }
}

/** The teamspace's settings can be read, and so declared as they are, through their API alone. */
async function teamspaceOf(
  { settingsUrl }: AdoptOptions,
  issuer: string,
  { context7 }: Network,
): Promise<TeamspaceSettings> {
  if (settingsUrl === undefined) return { management: TeamspaceManagement.Guided };
  if (!context7) {
    throw new CannotRun(
      "--settings-url needs an API key of the teamspace's owner: CONTEXT7_API_KEY.",
    );
  }
  const saved = await context7.get();
  if (saved?.settings.issuer !== issuer) {
    throw new CannotRun(
      `The teamspace's settings at ${settingsUrl} ${saved ? `trust ${saved.settings.issuer}` : "are empty"}, ` +
        `so pulumi up would change them to ${issuer}. Adopt without --settings-url, and declare them afterwards.`,
    );
  }
  const { scope } = saved.settings;
  return { management: TeamspaceManagement.Api, settingsUrl, ...(scope && { scope }) };
}

function withSettings(target: VerifierTarget, { settingsUrl }: AdoptOptions): VerifierTarget {
  if (settingsUrl === undefined) return target;
  const { issuer } = target;
  return {
    ...target,
    teamspace: { management: "api", issuer, scope: undefined, confirmed: false, settingsUrl },
  };
}

/** What the program will register its resources with. */
function oktaVersion(): string {
  return (require("@pulumi/okta/package.json") as { version: string }).version;
}

function nextLines(place: AdoptionFolder & { as: AdoptionForm }, imports: boolean): string {
  const { stack, folder } = place;
  const names = adoptionFileNames(place);
  const lines = [
    `pulumi stack select --create ${stack}`,
    ...(imports ? [`pulumi import --file ${names.imports} --generate-code=false`] : []),
    "pulumi preview --refresh --diff",
    "pulumi up",
    "pulumi preview --expect-no-changes",
  ];
  const files = imports ? `${names.configuration} and ${names.imports}` : names.configuration;
  return [
    `Written: ${files}, in ${folder}. Read them, then there:`,
    "",
    ...lines.map((line) => `  ${line}`),
    "",
    "The preview may create look-ups, connections and the teamspace, which are taken over as they are. If it",
    "updates, replaces or deletes an app or an assignment, stop: docs/command-line.md, adopt.",
  ].join("\n");
}
