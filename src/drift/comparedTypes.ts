import {
  APPLICATION_LOOKUP,
  CONNECTION,
  DIRECTORY_LOOKUP,
  FEATURE,
  GROUP_ASSIGNMENT,
  OAUTH_APP,
  TEAMSPACE,
  TEAMSPACE_POLICIES,
  USER_ASSIGNMENT,
} from "../../provider/typeTokens";

/** What is compared with an Okta org. */
export const IN_AN_ORG: ReadonlySet<string> = new Set([
  OAUTH_APP,
  GROUP_ASSIGNMENT,
  USER_ASSIGNMENT,
  APPLICATION_LOOKUP,
  CONNECTION,
  FEATURE,
  // Names to IDs only: nothing of it can drift.
  DIRECTORY_LOOKUP,
]);

/** What is compared with a teamspace at Context7, and is in no org. */
export const IN_A_TEAMSPACE: ReadonlySet<string> = new Set([TEAMSPACE, TEAMSPACE_POLICIES]);
