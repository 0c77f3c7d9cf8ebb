import { type AppUser, appUserPages, getAppUser } from "../../provider/okta/assignments";
import type { OktaClient } from "../../provider/okta/client";
import { ifThere } from "../../provider/okta/error";

/** The people assigned to an app one by one. */
export interface DirectUsers {
  /** By ID. */
  users: Map<string, { userName: string }>;
  /** Whether there can be no others. */
  isComplete: boolean;
}

/**
 * Finds the people assigned to an app one by one. Okta lists them only among all who have the app,
 * members of its groups too: a group of 10,000 people makes that 20 calls, for each app. So, unless
 * everybody is to be looked at, only the first page is read, and then the declared people who are
 * not on it, one call each.
 *
 * @throws OktaApiError
 */
export async function readDirectUsers(
  okta: OktaClient,
  appId: string,
  declared: ReadonlySet<string>,
  everyUser: boolean,
): Promise<DirectUsers> {
  const seen = new Map<string, AppUser>();
  let isComplete = false;
  for await (const { items, isLast } of appUserPages(okta, appId)) {
    for (const user of items) seen.set(user.id, user);
    isComplete = isLast;
    if (!everyUser) break;
  }
  if (!isComplete) {
    for (const id of declared) {
      const user = seen.get(id) ?? (await ifThere(getAppUser(okta, appId, id)));
      if (user) seen.set(id, user);
    }
  }
  const direct = [...seen.values()].filter(({ scope }) => scope === "USER");
  const users = direct.map(({ id, credentials }) => {
    return [id, { userName: credentials?.userName ?? "" }] as const;
  });
  return { users: new Map(users), isComplete };
}
