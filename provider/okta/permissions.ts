/** OAuth scopes of Okta's management API that this package uses. */
export type OktaScope =
  | "okta.apps.read"
  | "okta.apps.manage"
  | "okta.features.read"
  | "okta.features.manage"
  | "okta.groups.read"
  | "okta.logs.read"
  | "okta.users.read";

/**
 * The smallest standard administrator role for each scope's calls; a Super Administrator may make
 * them all. Okta checks both: the scope of the token and the role of whoever holds it.
 *
 * Sources: scopes, Okta Management API reference; roles, "Standard administrator roles and
 * permissions" and "Organization administrators" (which may not enable Early Access features).
 */
export const rolesByScope: Record<OktaScope, string> = {
  "okta.apps.read": "Read-Only Administrator",
  "okta.apps.manage": "Application Administrator",
  "okta.features.read": "Super Administrator",
  "okta.features.manage": "Super Administrator",
  "okta.groups.read": "Read-Only Administrator",
  "okta.logs.read": "Read-Only Administrator",
  "okta.users.read": "Read-Only Administrator",
};

/** What to do where Okta refuses a call for want of its scope or of the role. */
export function permissionRemedy(scope: OktaScope): string {
  return (
    `It needs the scope ${scope} and the role ${rolesByScope[scope]} or higher: Admin Console → ` +
    "Applications → the API service app → Okta API Scopes and Admin roles."
  );
}

/** What each dynamic resource needs; docs/permissions.md is the same table for people. */
export const scopesByResource: Record<string, OktaScope[]> = {
  ApplicationLookup: ["okta.apps.read"],
  CrossAppAccessConnection: ["okta.apps.manage"],
  CrossAppAccessFeature: ["okta.features.manage"],
  DirectoryLookup: ["okta.groups.read", "okta.users.read"],
  TeamspaceEma: [],
  TeamspacePolicies: [],
};
