// Type tokens as they stand in state and in URNs: a change of one makes every stack's resources other ones.

/** The module part of the tokens of dynamic resources. */
export const tokenModule = "context7-ema";

export const OAUTH_APP = "okta:app/oAuth:OAuth";
export const GROUP = "okta:group/group:Group";
export const GROUP_ASSIGNMENT = "okta:app/groupAssignment:GroupAssignment";
export const GROUP_ASSIGNMENTS = "okta:app/groupAssignments:GroupAssignments";
export const USER_ASSIGNMENT = "okta:app/user:User";

/** Whether a type is an app of the Okta provider, of any kind, or something of one: an assignment. */
export function isOfOktaApp(type: string): boolean {
  return type.startsWith("okta:app/");
}

const DYNAMIC = `pulumi-nodejs:dynamic/${tokenModule}:`;
export const APPLICATION_LOOKUP = `${DYNAMIC}ApplicationLookup`;
export const DIRECTORY_LOOKUP = `${DYNAMIC}DirectoryLookup`;
export const CONNECTION = `${DYNAMIC}CrossAppAccessConnection`;
export const FEATURE = `${DYNAMIC}CrossAppAccessFeature`;
export const TEAMSPACE = `${DYNAMIC}TeamspaceEma`;
export const TEAMSPACE_POLICIES = `${DYNAMIC}TeamspacePolicies`;

/**
 * What a team would miss if a run deleted it: the apps, since a new one has another client ID and
 * another secret; the connections; the teamspace's settings. Assignments come and go.
 */
export const LASTING_TYPES: readonly string[] = [OAUTH_APP, CONNECTION, TEAMSPACE];

/** Whether a type is one of this package's own dynamic resources. */
export function isOwnDynamic(type: string): boolean {
  return type.startsWith(DYNAMIC);
}

const COMPONENT = "context7-ema:index:";
export const COMPONENT_TYPES = {
  whole: `${COMPONENT}EnterpriseManagedAuth`,
  resourceApp: `${COMPONENT}ResourceApp`,
  requestingApp: `${COMPONENT}RequestingApp`,
  assignments: `${COMPONENT}Assignments`,
  verifier: `${COMPONENT}Verifier`,
} as const;

/** Whether a type is one of this package's components. */
export function isOwnComponent(type: string): boolean {
  return type.startsWith(COMPONENT);
}
