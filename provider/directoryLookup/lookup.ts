import type { OktaClient } from "../okta/client";
import { ifThere } from "../okta/error";
import {
  findGroups,
  findUsers,
  type Group,
  getUser,
  suggestUsers,
  type User,
} from "../okta/objects";
import { shortList } from "../shortList";
import { shownText } from "../shownText";

/** The ID of a name (or the login of an ID), or why there is none. */
export type Answer = { found: string } | { reason: string };

/** Okta searches by the beginning of a name, in any case; here the whole name counts, as written. */
export async function lookUpGroup(okta: OktaClient, name: string): Promise<Answer> {
  const candidates = await findGroups(okta, name);
  const matches = candidates.filter((group) => group.profile.name === name);
  const [only] = matches;
  if (only && matches.length === 1) return { found: only.id };
  if (only) {
    const list = matches.map(({ id, type }) => `${id} (${type})`).join(", ");
    return {
      reason:
        `${okta.orgUrl} has ${matches.length} groups named “${name}”: ${list}. Say which by its ID: ` +
        "groupIds.",
    };
  }
  const near = candidates.length > 0 ? candidates : await findGroups(okta, name.slice(0, 3));
  return {
    reason: `${okta.orgUrl} has no group with the whole name “${name}”. ${nearGroups(near)}`,
  };
}

/** Logins compare without regard to case, as Okta's own uniqueness of logins does. */
export async function lookUpUser(okta: OktaClient, login: string): Promise<Answer> {
  const matches = (await findUsers(okta, login)).filter(
    ({ profile }) => profile.login.toLowerCase() === login.toLowerCase(),
  );
  const active = matches.filter(({ status }) => status !== "DEPROVISIONED");
  const [only] = active;
  if (only && active.length === 1) return { found: only.id };
  if (matches.length > 0) {
    const list = matches.map(({ id, status }) => `${id} (${status})`).join(", ");
    const what = active.length > 1 ? "several users with" : "only a deactivated user with";
    return { reason: `${okta.orgUrl} has ${what} the login “${login}”: ${list}.` };
  }
  const [name = login] = login.split("@");
  const near = await suggestUsers(okta, name.slice(0, 3));
  return {
    reason: `${okta.orgUrl} has no user with the whole login “${login}”. ${nearUsers(near)}`,
  };
}

/** The login of a user known by ID. Okta's path takes logins too, hence the comparison. */
export async function lookUpLogin(okta: OktaClient, id: string): Promise<Answer> {
  const user = await ifThere(getUser(okta, id));
  if (user?.id === id) return { found: user.profile.login };
  return {
    reason:
      `${okta.orgUrl} has no user with the ID “${id}”. It is in the address of the user's page: Admin ` +
      "Console → Directory → People. For a login use userLogins.",
  };
}

function nearGroups(groups: Group[]): string {
  return near(
    groups.map(({ id, type, profile }) => `“${shownText(profile.name)}” (${id}, ${type})`),
  );
}

function nearUsers(users: User[]): string {
  return near(users.map(({ id, profile }) => `“${shownText(profile.login)}” (${id})`));
}

function near(names: string[]): string {
  return names.length === 0 ? "None starts like it." : `Near ones: ${shortList(names)}.`;
}
