import { z } from "zod";
import { type OktaClient, oktaPath, type Page } from "./client";

const groupAssignment = z.object({ id: z.string(), priority: z.number().default(0) });
export type GroupAssignment = z.infer<typeof groupAssignment>;

/** `scope` says how somebody has the app: `USER`, one by one, or `GROUP`. */
const appUser = z.object({
  id: z.string(),
  scope: z.string(),
  credentials: z.object({ userName: z.string().nullish() }).nullish(),
});
export type AppUser = z.infer<typeof appUser>;

const scope = "okta.apps.read";

/** The groups on an app. */
export function listGroupAssignments(okta: OktaClient, appId: string): Promise<GroupAssignment[]> {
  const path = oktaPath`/api/v1/apps/${appId}/groups`;
  return okta.list(groupAssignment, { path, query: { limit: "200" }, scope });
}

/** The most that Okta lists of an app's people in one answer. */
export const PEOPLE_PER_PAGE = 500;

/**
 * Everybody who has an app, page by page: members of its groups too, and Okta documents no way to
 * leave them out.
 */
export function appUserPages(okta: OktaClient, appId: string): AsyncIterable<Page<AppUser>> {
  const path = oktaPath`/api/v1/apps/${appId}/users`;
  return okta.pages(appUser, { path, query: { limit: String(PEOPLE_PER_PAGE) }, scope });
}

/** How one user has an app. @throws OktaApiError; 404 for who has it not at all. */
export function getAppUser(okta: OktaClient, appId: string, userId: string): Promise<AppUser> {
  const path = oktaPath`/api/v1/apps/${appId}/users/${userId}`;
  return okta.call(appUser, { method: "GET", path, scope });
}
