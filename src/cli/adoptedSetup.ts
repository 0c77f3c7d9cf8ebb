import type { OktaClient } from "../../provider/okta/client";
import { getLiveApplication } from "../../provider/okta/liveApplication";
import type { Application } from "../../provider/okta/objects";
import { named } from "../../provider/okta/objects";
import { assignmentReader } from "../adopt/assignments";
import type { FoundClient, FoundOrg } from "../adopt/found";
import { type FoundRequestingApp, type FoundSetup, findSetup } from "./crossAppAccessApps";
import { keysFor } from "./discoveredConfiguration";
import { CannotRun } from "./exit";

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
 * @throws CannotRun where it is not clear which app is the resource app, or there is none.
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
  if (!setup.connectionsReadable) {
    notes.push("The org does not offer the connections API, so connections are written as guided.");
  }
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
    throw new CannotRun(
      `More than one app of ${orgUrl} can be the resource app for ${issuer}: ${all}. Say which: ` +
        `--resource-app ${only.id}.`,
    );
  }
  throw new CannotRun(
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
  return found.map(({ app, connection, clientIds }, index) => {
    const choice = given.find(([, { appId }]) => appId === app.id);
    if (choice) {
      const [key, { clientIdAtResource }] = choice;
      return { key, app, connection, clientIdAtResource };
    }
    const [only, ...others] = clientIds;
    const clientIdAtResource = only && others.length === 0 ? only[1] : "";
    if (clientIdAtResource === "") notes.push(unclear(app, keys[index] ?? "", clientIds));
    return { key: keys[index] ?? "", app, connection, clientIdAtResource };
  });
}

function unclear(
  app: Application,
  key: string,
  clientIds: FoundRequestingApp["clientIds"],
): string {
  const seen = clientIds.map(([field, value]) => `${field}: ${value}`).join(", ");
  return (
    `What Context7 calls ${named(app)} is not clear${seen ? ` (${seen})` : ""}: fill in its ` +
    "clientIdAtResource before anything else, as Context7 gave it at onboarding, or run this again with " +
    `--requesting-app ${key}=${app.id},<client id at Context7>.`
  );
}

function notesOn({ resourceApp, clients }: FoundOrg, issuer: string): string[] {
  const notes: string[] = [];
  for (const { app } of [resourceApp, ...clients]) {
    if (app.status !== "ACTIVE") notes.push(`${named(app)} is ${app.status}, and stays so.`);
    const { app: settings } = (app.settings ?? {}) as { app?: Record<string, unknown> | null };
    if (Object.values(settings ?? {}).includes(`${issuer}/`)) {
      notes.push(
        `The issuer URL of ${named(app)} ends with a slash: correct it, ${issuer} has none.`,
      );
    }
  }
  for (const { app, connection } of clients) {
    if (connection?.status === "INACTIVE") {
      notes.push(`The connection of ${named(app)} is INACTIVE, and declared so.`);
    }
  }
  return notes;
}
