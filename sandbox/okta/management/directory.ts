import type { Group, Org, User } from "../../world";
import { timestamp } from "../identifiers";
import { notFound } from "./errors";

/** People and groups have no dates in the world: they are as old as the sandbox. */
const CREATED = timestamp();

/**
 * @param key identifier, login, or the part of a login before the `@`
 * @throws OktaError 404 E0000007
 */
export function findUser(org: Org, key: string): User {
  const wanted = key.toLowerCase();
  const users = [...org.users.values()];
  const user =
    org.users.get(key) ??
    users.find(({ login }) => login.toLowerCase() === wanted) ??
    users.find(({ login }) => login.toLowerCase().split("@", 1)[0] === wanted);
  if (!user) throw notFound(key, "User");
  return user;
}

export function userJson(org: Org, user: User) {
  const { id, login, email, firstName, lastName, status } = user;
  return {
    id,
    status,
    created: CREATED,
    activated: CREATED,
    statusChanged: CREATED,
    lastLogin: null,
    lastUpdated: CREATED,
    passwordChanged: CREATED,
    type: { id: `oty${org.id.slice(3)}` },
    profile: { firstName, lastName, mobilePhone: null, secondEmail: null, login, email },
    credentials: { provider: { type: "OKTA", name: "OKTA" } },
    _links: { self: { href: `${org.url}/api/v1/users/${id}` } },
  };
}

/** @throws OktaError 404 E0000007 */
export function findGroup(org: Org, id: string): Group {
  const group = org.groups.get(id);
  if (!group) throw notFound(id, "UserGroup");
  return group;
}

export function groupJson(org: Org, { id, name, description, type }: Group) {
  const self = `${org.url}/api/v1/groups/${id}`;
  return {
    id,
    created: CREATED,
    lastUpdated: CREATED,
    lastMembershipUpdated: CREATED,
    objectClass: ["okta:user_group"],
    type,
    profile: { name, description },
    _links: { users: { href: `${self}/users` }, apps: { href: `${self}/apps` } },
  };
}
