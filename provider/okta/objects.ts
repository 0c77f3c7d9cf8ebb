import { z } from "zod";
import { shownText } from "../shownText";
import { type OktaClient, oktaPath } from "./client";
import { anyOf } from "./filter";

// Only the fields that are used: Okta's objects have many more, and grow.

export const application = z.object({
  id: z.string(),
  name: z.string(),
  label: z.string(),
  status: z.string(),
  credentials: z
    .object({
      oauthClient: z
        .object({ client_id: z.string(), token_endpoint_auth_method: z.string() })
        .partial()
        .nullish(),
    })
    .nullish(),
  settings: z.object({ app: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});
export type Application = z.infer<typeof application>;

/** An app as messages name it: `“Claude Code” (0oa…)`. Who may name an app may not break a message. */
export function named({ label, id }: Pick<Application, "label" | "id">): string {
  return `“${shownText(label)}” (${shownText(id)})`;
}

export const group = z.object({
  id: z.string(),
  type: z.string(),
  profile: z.object({ name: z.string() }),
});
export type Group = z.infer<typeof group>;

export const user = z.object({
  id: z.string(),
  status: z.string(),
  profile: z.object({ login: z.string() }),
});
export type User = z.infer<typeof user>;

export const feature = z.object({ id: z.string(), name: z.string(), status: z.string() });
export type Feature = z.infer<typeof feature>;

/** `OrgCrossAppAccessConnection`; Okta's specification marks no field as required. */
export const connection = z.object({
  id: z.string(),
  requestingAppInstanceId: z.string(),
  resourceAppInstanceId: z.string(),
  status: z.enum(["ACTIVE", "INACTIVE"]),
});
export type Connection = z.infer<typeof connection>;

const pageSize = "200";

export function getApplication(okta: OktaClient, id: string): Promise<Application> {
  const path = oktaPath`/api/v1/apps/${id}`;
  return okta.call(application, { method: "GET", path, scope: "okta.apps.read" });
}

/**
 * Apps, inactive ones too; all of them, or those that `q` or `filter` selects.
 *
 * Okta's specification of `includeNonDeleted`: "whether to include non-active, but not deleted apps in
 * the results", `false` unless given. It does not say whether that holds with `q` and `filter` as well;
 * so it is always asked for, which is right either way.
 *
 * @param shape what is wanted of each: {@link application}, or the whole of it.
 */
export function listApplications<T>(
  okta: OktaClient,
  shape: z.ZodType<T>,
  selection: { q?: string; filter?: string } = {},
): Promise<T[]> {
  const query = { ...selection, includeNonDeleted: "true", limit: pageSize };
  return okta.list(shape, { path: "/api/v1/apps", query, scope: "okta.apps.read" });
}

/** Apps whose label or name starts with `prefix`, in any case. */
export function findApplications(okta: OktaClient, prefix: string): Promise<Application[]> {
  return listApplications(okta, application, { q: prefix });
}

/** Apps made from one integration of the catalog; `key` is the app's `name`. */
export function listCatalogApplications(okta: OktaClient, key: string): Promise<Application[]> {
  return listApplications(okta, application, { filter: catalogFilter(key) });
}

/** Groups whose name starts with `prefix`, in any case. */
export function findGroups(okta: OktaClient, prefix: string): Promise<Group[]> {
  const query = { q: prefix, limit: pageSize };
  return okta.list(group, { path: "/api/v1/groups", query, scope: "okta.groups.read" });
}

/**
 * People by login. `filter` sees a change at once; `search` may lag behind, and the path
 * `/users/{login}` takes short names too.
 */
export function findUsers(okta: OktaClient, login: string): Promise<User[]> {
  const query = { filter: anyOf("profile.login", [login]), limit: pageSize };
  return okta.list(user, { path: "/api/v1/users", query, scope: "okta.users.read" });
}

/** One user by ID; Okta takes a login there as well. */
export function getUser(okta: OktaClient, id: string): Promise<User> {
  const path = oktaPath`/api/v1/users/${id}`;
  return okta.call(user, { method: "GET", path, scope: "okta.users.read" });
}

/** People whose first name, last name or e-mail address starts with `prefix`; for suggestions. */
export function suggestUsers(okta: OktaClient, prefix: string): Promise<User[]> {
  const path = "/api/v1/users";
  return okta.list(user, { path, query: { q: prefix, limit: "10" }, scope: "okta.users.read" });
}

/** Groups by their IDs, those of them that are there. */
export function listGroups(okta: OktaClient, ids: readonly string[]): Promise<Group[]> {
  const query = { filter: anyOf("id", ids), limit: pageSize };
  return okta.list(group, { path: "/api/v1/groups", query, scope: "okta.groups.read" });
}

/** Users by their IDs, those of them that are there; deactivated ones too. */
export function listUsers(okta: OktaClient, ids: readonly string[]): Promise<User[]> {
  const query = { filter: anyOf("id", ids), limit: pageSize };
  return okta.list(user, { path: "/api/v1/users", query, scope: "okta.users.read" });
}

/** Self-service features: those under Settings → Features that the org itself may switch. */
export function listFeatures(okta: OktaClient): Promise<Feature[]> {
  return okta.list(feature, { path: "/api/v1/features", scope: "okta.features.read" });
}

export function enableFeature(okta: OktaClient, id: string): Promise<Feature> {
  const path = oktaPath`/api/v1/features/${id}/ENABLE`;
  const call = { method: "POST", path, scope: "okta.features.manage", repeatable: true } as const;
  return okta.call(feature, call);
}

/** The `filter` for apps made from one integration of the catalog. */
export function catalogFilter(key: string): string {
  return anyOf("name", [key]);
}
