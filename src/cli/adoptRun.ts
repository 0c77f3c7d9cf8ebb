import { resolve } from "node:path";
import { TeamspaceManagement } from "../../provider/teamspaceEma/schema";
import { readAdoptedSetup } from "../adopt/adoptedSetup";
import { adoption } from "../adopt/adoption";
import { importFile } from "../adopt/importFile";
import type { TeamspaceSettings } from "../components/enterpriseManagedAuthArgs";
import type { VerifierTarget } from "../verifier/target";
import type { AdoptOptions } from "./adopt";
import {
  type AdoptionPlace,
  adoptionFileNames,
  openStackFile,
  requireProject,
  writeAdoption,
} from "./adoptionFiles";
import { CannotRun } from "./exit";
import { type Network, openNetwork, requireOkta } from "./network";
import { print, type Session, tell } from "./session";
import { appNamed, namesTarget, readSettings } from "./settings";

/**
 * Reads the org, writes the files, and prints the lines that come next.
 *
 * @throws CannotRun before anything is written, if it cannot be declared so that it stays as it is;
 *   before anything is asked, if there is no place for it.
 */
export async function adopt(options: AdoptOptions, session: Session): Promise<void> {
  const target = await readTarget(options, session);
  const { orgUrl, issuer, resourceIssuer } = target;
  const project = await requireProject(resolve(options.out));
  const place = { ...options, project, force: options.force ?? false };
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

/** The stack is where it goes, and so cannot say which org to look at. */
async function readTarget(options: AdoptOptions, session: Session): Promise<VerifierTarget> {
  const { stack, ...flags } = options;
  if (!namesTarget(flags, session)) {
    throw new CannotRun(
      `It is not known which Okta org the stack ${stack} takes over. Name it: OKTA_ORG_NAME=acme in the ` +
        "environment (with OKTA_BASE_URL, unless that is okta.com), or --org-url https://acme.okta.com. Its " +
        "credentials come from the environment too: OKTA_API_TOKEN, OKTA_ACCESS_TOKEN, or " +
        "OKTA_API_CLIENT_ID with its key and scopes.",
    );
  }
  return (await readSettings(flags, session)).target;
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

function nextLines(place: AdoptionPlace, imports: boolean): string {
  const { stack } = place;
  const { folder } = place.project;
  const names = adoptionFileNames(place);
  const lines = [
    `pulumi stack select --create ${stack}`,
    ...(imports ? [`pulumi import --file ${names.imports} --generate-code=false`] : []),
    "pulumi preview --refresh --diff",
    "pulumi up --refresh",
    "pulumi preview --expect-no-changes",
  ];
  const files = imports ? `${names.configuration} and ${names.imports}` : names.configuration;
  return [
    `Written: ${files}, in ${folder}. Read them, then there:`,
    "",
    ...lines.map((line) => `  ${line}`),
    "",
    "The preview may create look-ups, connections and the teamspace, which are taken over as they are. If it",
    "updates, replaces or deletes an app or an assignment, stop, and see “adopt” in",
    "node_modules/context7-ema/docs/command-line.md.",
  ].join("\n");
}
