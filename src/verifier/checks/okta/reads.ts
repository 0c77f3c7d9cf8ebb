import { z } from "zod";
import { connectionsPlace } from "../../../../provider/crossAppAccessConnection/guidance";
import { oktaPath } from "../../../../provider/okta/client";
import { listConnectionsIfOffered } from "../../../../provider/okta/connections";
import { ifThere } from "../../../../provider/okta/error";
import {
  type Application as BasicApplication,
  application as basicApplication,
  type Connection,
  findApplications,
  getApplication,
  named,
} from "../../../../provider/okta/objects";
import type { CheckContext } from "../context";

// What the checks read of Okta beyond the provider's objects, each once in a run.

const texts = z.array(z.string()).nullish();

const application = basicApplication.extend({
  settings: z
    .object({
      app: z.record(z.string(), z.unknown()).nullish(),
      /** Apps of the catalog may be shown without it. */
      oauthClient: z.object({ grant_types: texts, redirect_uris: texts }).nullish(),
    })
    .nullish(),
});
export type Application = z.infer<typeof application>;

const appUser = z.object({
  id: z.string(),
  credentials: z.object({ userName: z.string().nullish() }).nullish(),
});

/** Somebody assigned to an app, directly or through a group. */
export interface Person {
  readonly id: string;
  /** The name in the app, for people; the id where there is none. */
  readonly login: string;
}

/** @returns `undefined` if there is no such app. */
export function readApplication(
  { okta, once }: CheckContext,
  id: string,
): Promise<Application | undefined> {
  return once(`app ${id}`, () => {
    const path = oktaPath`/api/v1/apps/${id}`;
    return ifThere(okta.call(application, { method: "GET", path, scope: "okta.apps.read" }));
  });
}

/** The target's resource app, by id or by its whole label. @returns `undefined` if it cannot be told. */
export async function readResourceApp(context: CheckContext): Promise<Application | undefined> {
  const { id } = context.target.resourceApp;
  if (id) return readApplication(context, id);
  const [only, ...more] = await readLabelledApps(context);
  return only && more.length === 0 ? readApplication(context, only.id) : undefined;
}

/** The apps that have the resource app's label; where some are active, those alone. */
export function readLabelledApps(context: CheckContext): Promise<BasicApplication[]> {
  const { label = "" } = context.target.resourceApp;
  return context.once(`apps labelled ${label}`, async () => {
    const apps = await findApplications(context.okta, label);
    const labelled = apps.filter((app) => app.label === label);
    const active = labelled.filter(({ status }) => status === "ACTIVE");
    return active.length > 0 ? active : labelled;
  });
}

/** All people of an app; groups are resolved by Okta. */
export function readPeople({ okta, once }: CheckContext, appId: string): Promise<Person[]> {
  return once(`people ${appId}`, async () => {
    const path = oktaPath`/api/v1/apps/${appId}/users`;
    const query = { limit: "500" };
    const users = await okta.list(appUser, { path, query, scope: "okta.apps.read" });
    return users.map(({ id, credentials }) => ({ id, login: credentials?.userName ?? id }));
  });
}

/**
 * The connections of an app that is there.
 *
 * @returns `undefined` if the org does not offer the connections API: Okta announced its removal
 *   on 29 July 2026.
 */
export function readConnections(
  { okta, once }: CheckContext,
  appId: string,
): Promise<Connection[] | undefined> {
  return once(`connections ${appId}`, () => listConnectionsIfOffered(okta, appId));
}

/** Why nothing can be called undeclared. */
export const NO_CLIENT = "no client is declared, so nothing can be said to be missing among them";

export const CONNECTIONS_API_GONE = `this org does not offer Okta's connections API (Cross App Access is off, or Okta has removed the API); look by hand: ${connectionsPlace("the requesting app")}`;

/** Labels for ids that may belong to apps which are gone. */
export async function readLabel({ okta, once }: CheckContext, id: string): Promise<string> {
  return once(`label ${id}`, async () => {
    const app = await ifThere(getApplication(okta, id));
    return app ? named(app) : id;
  });
}
