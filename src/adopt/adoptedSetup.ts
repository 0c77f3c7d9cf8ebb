import { ExplainedError } from "../../provider/explainedError";
import type { OktaClient } from "../../provider/okta/client";
import { getLiveApplication } from "../../provider/okta/liveApplication";
import { type Application, named } from "../../provider/okta/objects";
import { assignmentReader } from "./assignments";
import { keysFor } from "./clientKeys";
import {
  type FoundRequestingApp,
  type FoundSetup,
  findSetup,
  onlyClientId,
} from "./crossAppAccessApps";
import type { FoundClient, FoundOrg } from "./found";
import { appNotes, CONNECTIONS_NOT_READABLE, connectionNotes, unclearClientId } from "./notes";

/** What the command line says about the apps. */
export interface AppChoices {
  /** Which app is Context7, where several can be. */
  readonly resourceApp?: { readonly id?: string; readonly label?: string };
  /** Keys and client IDs at Context7, where they are not to be guessed. */
  readonly requestingApps: Readonly<
    Record<string, { readonly appId: string; readonly clientIdAtResource: string }>
  >;
}

/** What was set up by hand for an issuer, whole, and what is left out of it. */
export interface AdoptedSetup {
  readonly found: FoundOrg;
  readonly notes: readonly string[];
}

/**
 * Reads what there is to adopt.
 *
 * @throws ExplainedError where it is not clear which app is the resource app, or there is none.
 */
export async function readAdoptedSetup(
  okta: OktaClient,
  resourceIssuer: string,
  choices: AppChoices,
): Promise<AdoptedSetup> {
  const setup = await findSetup(okta, resourceIssuer, isChosen(choices));
  const resourceApp = onlyResourceApp(okta.orgUrl, resourceIssuer, setup);
  const notes: string[] = [];
  const declared = setup.requestingApps.filter(
    (one) => one.connection !== undefined || !setup.connectionsReadable,
  );
  for (const { app } of setup.requestingApps.filter((one) => !declared.includes(one))) {
    notes.push(
      `Not declared: ${named(app)}, which has no connection to ${named(resourceApp)}; declared, pulumi up ` +
        "would make one.",
    );
  }
  if (!setup.connectionsReadable) notes.push(CONNECTIONS_NOT_READABLE);
  const clients = identified(declared, choices, notes);
  const assignmentsOf = assignmentReader(okta);
  const read = async ({ id }: Application) => ({
    app: await getLiveApplication(okta, id),
    people: await assignmentsOf(id),
  });
  const whole: FoundClient[] = [];
  const found = { resourceApp: await read(resourceApp), clients: whole };
  for (const { app, ...client } of clients) whole.push({ ...client, ...(await read(app)) });
  return { found, notes: [...notes, ...notesOn(found, resourceIssuer)] };
}

function isChosen({ resourceApp }: AppChoices): (app: Application) => boolean {
  if (!resourceApp) return () => true;
  return ({ id, label }) => id === resourceApp.id || label === resourceApp.label;
}

function onlyResourceApp(orgUrl: string, issuer: string, { resourceApps }: FoundSetup) {
  const [only, ...others] = resourceApps;
  if (only && others.length === 0) return only;
  if (only) {
    const all = resourceApps.map(named).join(", ");
    throw new ExplainedError(
      `More than one app of ${orgUrl} can be the resource app for ${issuer}: ${all}. Say which: ` +
        `--resource-app ${only.id}.`,
    );
  }
  throw new ExplainedError(
    `No app of ${orgUrl} is set up as the resource app for ${issuer}. Custom apps keep their Cross App ` +
      "Access settings where no API shows them: declare those by existing with the app's id yourself. For " +
      "another issuer, use --resource-issuer; check --resource-app if it was given.",
  );
}

/** Clients with their keys and client IDs: as given, else from labels and settings. */
function identified(found: FoundRequestingApp[], { requestingApps }: AppChoices, notes: string[]) {
  const given = Object.entries(requestingApps);
  const missing = given.filter(([, { appId }]) => !found.some(({ app }) => app.id === appId));
  for (const [key, { appId }] of missing) {
    notes.push(
      `Not declared: ${key} (${appId}), which was not found connected to the resource app.`,
    );
  }
  const taken = given.map(([key]) => key);
  const labels = [...taken, ...found.map(({ app }) => app.label)];
  const keys = keysFor(labels).slice(taken.length);
  return found.map((one, index) => {
    const { app, connection } = one;
    const choice = given.find(([, { appId }]) => appId === app.id);
    if (choice) {
      const [key, { clientIdAtResource }] = choice;
      return { key, app, connection, clientIdAtResource };
    }
    const key = keys[index] ?? "";
    const clientIdAtResource = onlyClientId(one);
    if (clientIdAtResource === undefined) {
      const line = `--requesting-app ${key}=${app.id},<client id at Context7>`;
      notes.push(`${unclearClientId(one)}, or run this again with ${line}.`);
    }
    return { key, app, connection, clientIdAtResource: clientIdAtResource ?? "" };
  });
}

function notesOn({ resourceApp, clients }: FoundOrg, issuer: string): string[] {
  return [
    ...[resourceApp, ...clients].flatMap(({ app }) => appNotes(app, issuer)),
    ...clients.flatMap(({ app, connection }) => connectionNotes(app, connection)),
  ];
}
