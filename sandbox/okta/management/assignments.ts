import type { FastifyInstance } from "fastify";
import { z } from "zod";

import type { Application, Org, User } from "../../world";
import { timestamp } from "../identifiers";
import { findApplication } from "./applicationJson";
import { parseBody } from "./body";
import { findGroup, findUser } from "./directory";
import { notFound } from "./errors";
import { sendPage } from "./pages";

const READ = { config: { access: { scope: "okta.apps.read" } } };
const MANAGE = { config: { access: { scope: "okta.apps.manage" } } };

const GROUP_BODY = z.object({ priority: z.number().int().min(0).max(100).optional() });
const USER_BODY = z.object({
  id: z.string().min(1),
  credentials: z.object({ userName: z.string().min(1).optional() }).optional(),
});

interface AppPath {
  Params: { app: string };
}
interface GroupPath {
  Params: { app: string; group: string };
}
interface UserPath {
  Params: { app: string; user: string };
}

/** The Assignments tab of an app: groups, and people. */
export function assignmentRoutes(api: FastifyInstance, org: Org): void {
  groupAssignments(api, org);
  userAssignments(api, org);
}

function groupAssignments(api: FastifyInstance, org: Org): void {
  const base = "/api/v1/apps/:app/groups";

  api.get<AppPath>(base, READ, async (request, reply) => {
    const app = findApplication(org, request.params.app);
    const limits = { fallback: 20, max: 200 };
    return sendPage(request, reply, org, limits, [...app.groups.keys()], (groupId) =>
      groupAssignmentJson(org, app, groupId),
    );
  });

  api.put<GroupPath>(`${base}/:group`, MANAGE, async ({ params, body }) => {
    const app = findApplication(org, params.app);
    const { id } = findGroup(org, params.group);
    const { priority } = parseBody(GROUP_BODY, body ?? {}, "applicationGroupAssignment");
    const next = app.groups.get(id)?.priority ?? app.groups.size;
    app.groups.set(id, { priority: priority ?? next, lastUpdated: timestamp() });
    return groupAssignmentJson(org, app, id);
  });

  api.get<GroupPath>(`${base}/:group`, READ, async ({ params }) =>
    groupAssignmentJson(org, findApplication(org, params.app), params.group),
  );

  api.delete<GroupPath>(`${base}/:group`, MANAGE, async ({ params }, reply) => {
    const app = findApplication(org, params.app);
    if (!app.groups.delete(params.group))
      throw notFound(params.group, "ApplicationGroupAssignment");
    return reply.status(204).send();
  });
}

function userAssignments(api: FastifyInstance, org: Org): void {
  const base = "/api/v1/apps/:app/users";

  api.get<AppPath>(base, READ, async (request, reply) => {
    const app = findApplication(org, request.params.app);
    const assigned = [...org.users.values()].filter((user) => scopeOf(org, app, user));
    const limits = { fallback: 50, max: 500 };
    return sendPage(request, reply, org, limits, assigned, (user) => appUserJson(org, app, user));
  });

  api.post<AppPath>(base, MANAGE, async ({ params, body }) => {
    const app = findApplication(org, params.app);
    const { id, credentials } = parseBody(USER_BODY, body, "appUser");
    const user = findUser(org, id);
    const userName = credentials?.userName ?? user.login;
    app.users.set(user.id, { userName, created: timestamp() });
    return appUserJson(org, app, user);
  });

  api.get<UserPath>(`${base}/:user`, READ, async ({ params }) =>
    appUserJson(org, findApplication(org, params.app), findUser(org, params.user)),
  );

  api.post<UserPath>(`${base}/:user`, MANAGE, async ({ params, body }) => {
    const app = findApplication(org, params.app);
    const user = findUser(org, params.user);
    const assignment = app.users.get(user.id);
    if (!assignment) throw notFound(user.id, "AppUser");
    const { credentials } = parseBody(USER_BODY.partial(), body, "appUser");
    assignment.userName = credentials?.userName ?? assignment.userName;
    return appUserJson(org, app, user);
  });

  api.delete<UserPath>(`${base}/:user`, MANAGE, async ({ params }, reply) => {
    const app = findApplication(org, params.app);
    const { id } = findUser(org, params.user);
    // Somebody who has the app through a group keeps it that way.
    if (!app.users.delete(id)) throw notFound(id, "AppUser");
    return reply.status(204).send();
  });
}

function groupAssignmentJson(org: Org, app: Application, groupId: string) {
  const assignment = app.groups.get(groupId);
  if (!assignment) throw notFound(groupId, "ApplicationGroupAssignment");
  const appUrl = `${org.url}/api/v1/apps/${app.id}`;
  return {
    id: groupId,
    ...assignment,
    profile: {},
    _links: {
      app: { href: appUrl },
      self: { href: `${appUrl}/groups/${groupId}` },
      group: { href: `${org.url}/api/v1/groups/${groupId}` },
    },
  };
}

/** How a user has an app: one by one, through a group, or not at all. */
function scopeOf(org: Org, app: Application, user: User): "USER" | "GROUP" | undefined {
  if (app.users.has(user.id)) return "USER";
  const throughGroup = [...app.groups.keys()].some((id) =>
    org.groups.get(id)?.members.has(user.id),
  );
  return throughGroup ? "GROUP" : undefined;
}

function appUserJson(org: Org, app: Application, user: User) {
  const scope = scopeOf(org, app, user);
  if (!scope) throw notFound(user.id, "AppUser");
  const { userName = user.login, created = app.created } = app.users.get(user.id) ?? {};
  return {
    id: user.id,
    externalId: null,
    created,
    lastUpdated: created,
    scope,
    status: "ACTIVE",
    statusChanged: created,
    passwordChanged: null,
    syncState: "DISABLED",
    credentials: { userName },
    profile: {
      name: `${user.firstName} ${user.lastName}`,
      given_name: user.firstName,
      family_name: user.lastName,
      email: user.email,
      middle_name: null,
      zoneinfo: null,
    },
    _links: {
      app: { href: `${org.url}/api/v1/apps/${app.id}` },
      user: { href: `${org.url}/api/v1/users/${user.id}` },
    },
  };
}
