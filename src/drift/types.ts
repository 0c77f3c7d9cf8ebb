/** Type tokens of what this package puts into a stack and somebody can change in a console. */
export const OAUTH_APP = "okta:app/oAuth:OAuth";
export const GROUP_ASSIGNMENT = "okta:app/groupAssignment:GroupAssignment";
export const USER_ASSIGNMENT = "okta:app/user:User";

const DYNAMIC = "pulumi-nodejs:dynamic/context7-ema:";
export const APPLICATION_LOOKUP = `${DYNAMIC}ApplicationLookup`;
export const CONNECTION = `${DYNAMIC}CrossAppAccessConnection`;
export const FEATURE = `${DYNAMIC}CrossAppAccessFeature`;
export const TEAMSPACE = `${DYNAMIC}TeamspaceEma`;
export const TEAMSPACE_POLICIES = `${DYNAMIC}TeamspacePolicies`;
/** Names to IDs only: nothing of it can drift. */
export const DIRECTORY_LOOKUP = `${DYNAMIC}DirectoryLookup`;

/** Whether a type is one of this package's own dynamic resources. */
export function isOwnDynamic(type: string): boolean {
  return type.startsWith(DYNAMIC);
}

/** Components of this package: `context7-ema:index:RequestingApp`. */
export function isOwnComponent(type: string): boolean {
  return type.startsWith("context7-ema:index:");
}

/** What is compared with an Okta org. */
export const IN_AN_ORG: ReadonlySet<string> = new Set([
  OAUTH_APP,
  GROUP_ASSIGNMENT,
  USER_ASSIGNMENT,
  APPLICATION_LOOKUP,
  CONNECTION,
  FEATURE,
  DIRECTORY_LOOKUP,
]);

/** What is compared with a teamspace at Context7, and is in no org. */
export const IN_A_TEAMSPACE: ReadonlySet<string> = new Set([TEAMSPACE, TEAMSPACE_POLICIES]);
