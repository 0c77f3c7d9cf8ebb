import { type AppUser, appUserPages, listGroupAssignments } from "../../provider/okta/assignments";
import { type OktaClient, oktaPath } from "../../provider/okta/client";
import { ifThere } from "../../provider/okta/error";
import { findGroups, getUser, group } from "../../provider/okta/objects";
import type { Principal } from "./found";

/**
 * Who is assigned to apps one by one, in the order in which Okta lists them. Whoever has an app through
 * a group only is no assignment of its own.
 *
 * One call after the other: a rate limit is shared by everybody in the org. Each group and user is
 * asked for once, whatever the number of apps.
 */
export function assignmentReader(okta: OktaClient): (appId: string) => Promise<Principal[]> {
  const groups = new Map<string, Promise<Principal>>();
  const users = new Map<string, Promise<Principal>>();
  return async (appId) => {
    const found: Principal[] = [];
    for (const { id } of await listGroupAssignments(okta, appId)) {
      found.push(await once(groups, id, () => describeGroup(okta, id)));
    }
    for (const { id, credentials } of await listDirectUsers(okta, appId)) {
      const user = await once(users, id, () => describeUser(okta, id));
      found.push({ ...user, username: credentials?.userName ?? undefined });
    }
    return found;
  };
}

async function listDirectUsers(okta: OktaClient, appId: string): Promise<AppUser[]> {
  const users: AppUser[] = [];
  for await (const { items } of appUserPages(okta, appId)) users.push(...items);
  return users.filter(({ scope }) => scope === "USER");
}

function once<T>(known: Map<string, Promise<T>>, id: string, ask: () => Promise<T>): Promise<T> {
  const answer = known.get(id) ?? ask();
  known.set(id, answer);
  return answer;
}

async function describeGroup(okta: OktaClient, id: string): Promise<Principal> {
  const byId = { kind: "group", id, list: "groupIds", key: id, name: id } as const;
  const path = oktaPath`/api/v1/groups/${id}`;
  const found = await ifThere(okta.call(group, { method: "GET", path, scope: "okta.groups.read" }));
  if (!found) return byId;
  const { name } = found.profile;
  const sameName = (await findGroups(okta, name)).filter(({ profile }) => profile.name === name);
  if (sameName.length !== 1) return { ...byId, name };
  return { kind: "group", id, list: "groupNames", key: name, name };
}

async function describeUser(okta: OktaClient, id: string): Promise<Principal> {
  const byId = { kind: "user", id, list: "userIds", key: id, name: id } as const;
  const found = await ifThere(getUser(okta, id));
  if (!found) return byId;
  const { login } = found.profile;
  // The login of a deactivated user may be given to somebody else.
  if (found.status === "DEPROVISIONED") return { ...byId, name: login, login };
  return { kind: "user", id, list: "userLogins", key: login, name: login, login };
}
