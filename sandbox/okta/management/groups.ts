import type { FastifyInstance } from "fastify";
import { z } from "zod";

import type { Group, Org } from "../../world";
import { newId } from "../identifiers";
import { parseBody } from "./body";
import { type Attributes, parseCriteria } from "./criteria";
import { findGroup, findUser, groupJson, userJson } from "./directory";
import { permissionDenied, validationFailed } from "./errors";
import { sendPage } from "./pages";

const READ = { config: { access: { scope: "okta.groups.read" } } };
const MANAGE = { config: { access: { scope: "okta.groups.manage" } } };

/** What `search` and `filter` may ask about. */
const ATTRIBUTES: Attributes<Group> = {
  id: (group) => group.id,
  type: (group) => group.type,
  "profile.name": (group) => group.name,
  "profile.description": (group) => group.description,
};

const BODY = z.object({
  profile: z.object({
    name: z.string().min(1).max(255),
    description: z.string().max(1024).nullish(),
  }),
});

interface GroupPath {
  Params: { group: string };
}
interface MemberPath {
  Params: { group: string; user: string };
}

export function groupRoutes(api: FastifyInstance, org: Org): void {
  api.get<{ Querystring: { q?: string; search?: string; filter?: string } }>(
    "/api/v1/groups",
    READ,
    async (request, reply) => {
      const { q = "", search, filter } = request.query;
      const conditions = [search, filter]
        .filter((expression) => expression !== undefined)
        .map((expression) => parseCriteria(expression, ATTRIBUTES));
      const groups = [...org.groups.values()].filter(
        (group) =>
          group.name.toLowerCase().startsWith(q.toLowerCase()) &&
          conditions.every((meets) => meets(group)),
      );
      const limits = { fallback: 10_000, max: 10_000 };
      return sendPage(request, reply, org, limits, groups, (group) => groupJson(org, group));
    },
  );

  api.post("/api/v1/groups", MANAGE, async ({ body }) => {
    const { profile } = parseBody(BODY, body, "profile");
    refuseTaken(org, profile.name);
    const group: Group = {
      id: newId("00g"),
      name: profile.name,
      description: profile.description ?? "",
      type: "OKTA_GROUP",
      members: new Set(),
    };
    org.groups.set(group.id, group);
    return groupJson(org, group);
  });

  api.get<GroupPath>("/api/v1/groups/:group", READ, async ({ params }) =>
    groupJson(org, findGroup(org, params.group)),
  );

  api.put<GroupPath>("/api/v1/groups/:group", MANAGE, async ({ params, body }) => {
    const group = findOwnGroup(org, params.group);
    const { profile } = parseBody(BODY, body, "profile");
    if (profile.name !== group.name) refuseTaken(org, profile.name);
    group.name = profile.name;
    group.description = profile.description ?? "";
    return groupJson(org, group);
  });

  api.delete<GroupPath>("/api/v1/groups/:group", MANAGE, async ({ params }, reply) => {
    const { id } = findOwnGroup(org, params.group);
    org.groups.delete(id);
    for (const app of org.apps.values()) app.groups.delete(id);
    return reply.status(204).send();
  });

  api.get<GroupPath>("/api/v1/groups/:group/users", READ, async (request, reply) => {
    const { members } = findGroup(org, request.params.group);
    const users = [...org.users.values()].filter((user) => members.has(user.id));
    const limits = { fallback: 1000, max: 1000 };
    return sendPage(request, reply, org, limits, users, (user) => userJson(org, user));
  });

  api.put<MemberPath>("/api/v1/groups/:group/users/:user", MANAGE, async ({ params }, reply) => {
    findOwnGroup(org, params.group).members.add(findUser(org, params.user).id);
    return reply.status(204).send();
  });

  api.delete<MemberPath>("/api/v1/groups/:group/users/:user", MANAGE, async ({ params }, reply) => {
    findOwnGroup(org, params.group).members.delete(findUser(org, params.user).id);
    return reply.status(204).send();
  });
}

/** A group that admins may change: not Everyone. */
function findOwnGroup(org: Org, id: string): Group {
  const group = findGroup(org, id);
  if (group.type !== "OKTA_GROUP") throw permissionDenied();
  return group;
}

function refuseTaken(org: Org, name: string): void {
  const taken = [...org.groups.values()].some((group) => group.name === name);
  if (taken) {
    throw validationFailed(
      "name",
      "name: An object with this field already exists in the current organization",
    );
  }
}
