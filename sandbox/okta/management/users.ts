import type { FastifyInstance } from "fastify";

import type { Org, User } from "../../world";
import { type Attributes, parseCriteria } from "./criteria";
import { findUser, groupJson, userJson } from "./directory";
import { permissionDenied } from "./errors";
import { sendPage } from "./pages";

const READ = { config: { access: { scope: "okta.users.read" } } };

/** What `search` and `filter` may ask about. */
const ATTRIBUTES: Attributes<User> = {
  id: (user) => user.id,
  status: (user) => user.status,
  "profile.login": (user) => user.login,
  "profile.email": (user) => user.email,
  "profile.firstName": (user) => user.firstName,
  "profile.lastName": (user) => user.lastName,
};

interface ListQuery {
  q?: string;
  search?: string;
  filter?: string;
}

export function userRoutes(api: FastifyInstance, org: Org): void {
  // Anybody may ask who they are; but a service app is nobody.
  api.get("/api/v1/users/me", { config: { access: { scope: "any" } } }, async ({ caller }) => {
    if (caller.login === undefined) throw permissionDenied();
    return userJson(org, findUser(org, caller.login));
  });

  api.get<{ Querystring: ListQuery }>("/api/v1/users", READ, async (request, reply) => {
    const { q, search, filter } = request.query;
    const expression = search ?? filter;
    const meets = expression ? parseCriteria(expression, ATTRIBUTES) : () => true;
    const users = [...org.users.values()].filter((user) => meets(user) && startsWith(user, q));
    // Without criteria of their own, lists leave out people who left.
    const listed = expression ? users : users.filter(({ status }) => status !== "DEPROVISIONED");
    const limits = { fallback: q ? 10 : 200, max: 200 };
    return sendPage(request, reply, org, limits, listed, (user) => userJson(org, user));
  });

  api.get<{ Params: { user: string } }>("/api/v1/users/:user", READ, async ({ params }) =>
    userJson(org, findUser(org, params.user)),
  );

  api.get<{ Params: { user: string } }>("/api/v1/users/:user/groups", READ, async ({ params }) => {
    const { id } = findUser(org, params.user);
    return [...org.groups.values()]
      .filter((group) => group.members.has(id))
      .map((group) => groupJson(org, group));
  });

  api.get<{ Params: { user: string } }>(
    "/api/v1/users/:user/roles",
    { config: { access: { scope: "okta.roles.read" } } },
    async ({ params }) => {
      findUser(org, params.user);
      return [];
    },
  );
}

/** `q`: the beginning of a first name, last name or e-mail address. */
function startsWith(user: User, q = ""): boolean {
  const wanted = q.toLowerCase();
  return [user.firstName, user.lastName, user.email].some((value) =>
    value.toLowerCase().startsWith(wanted),
  );
}
