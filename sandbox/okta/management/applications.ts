import type { FastifyInstance } from "fastify";

import type { Application, Org } from "../../world";
import { newId, timestamp } from "../identifiers";
import { applicationJson, findApplication, writtenApplicationJson } from "./applicationJson";
import { configureApplication, readApplicationBody } from "./applicationSettings";
import { type Attributes, parseCriteria } from "./criteria";
import { deletionForbidden, notFound } from "./errors";
import { sendPage } from "./pages";

const READ = { config: { access: { scope: "okta.apps.read" } } };
const MANAGE = { config: { access: { scope: "okta.apps.manage" } } };

/** What `filter` may ask about. */
const ATTRIBUTES: Attributes<Application> = {
  id: (app) => app.id,
  name: (app) => app.name,
  status: (app) => app.status,
};

interface AppPath {
  Params: { app: string };
}

export function applicationRoutes(api: FastifyInstance, org: Org): void {
  api.get<{ Querystring: { q?: string; filter?: string; includeNonDeleted?: string } }>(
    "/api/v1/apps",
    READ,
    async (request, reply) => {
      // By Okta's specification, inactive apps are there only where they are asked for.
      const { q = "", filter, includeNonDeleted } = request.query;
      const meets = filter ? parseCriteria(filter, ATTRIBUTES) : () => true;
      const wanted = q.toLowerCase();
      const apps = [...org.apps.values()].filter(
        (app) =>
          meets(app) &&
          (includeNonDeleted === "true" || app.status === "ACTIVE") &&
          [app.name, app.label].some((value) => value.toLowerCase().startsWith(wanted)),
      );
      const limits = { fallback: 200, max: 200 };
      return sendPage(request, reply, org, limits, apps, (app) => applicationJson(org, app));
    },
  );

  api.post<{ Querystring: { activate?: string } }>("/api/v1/apps", MANAGE, async (request) => {
    const body = readApplicationBody(org, request.body);
    const id = newId("0oa");
    const now = timestamp();
    const app: Application = {
      id,
      created: now,
      lastUpdated: now,
      status: request.query.activate === "false" ? "INACTIVE" : "ACTIVE",
      groups: new Map(),
      users: new Map(),
      accessPolicyId: [...org.policies.values()].find(({ system }) => system)?.id,
      ...configureApplication(org, body, { id }),
    };
    org.apps.set(id, app);
    return writtenApplicationJson(org, app);
  });

  api.get<AppPath>("/api/v1/apps/:app", READ, async ({ params }) =>
    applicationJson(org, findApplication(org, params.app)),
  );

  api.put<AppPath>("/api/v1/apps/:app", MANAGE, async ({ params, body }) => {
    const app = findApplication(org, params.app);
    Object.assign(app, configureApplication(org, readApplicationBody(org, body), app), {
      lastUpdated: timestamp(),
    });
    return writtenApplicationJson(org, app);
  });

  api.delete<AppPath>("/api/v1/apps/:app", MANAGE, async ({ params }, reply) => {
    const { id, status } = findApplication(org, params.app);
    if (status === "ACTIVE") throw deletionForbidden();
    org.apps.delete(id);
    for (const { id: connection, ...sides } of org.connections.values()) {
      if (sides.requestingAppInstanceId === id || sides.resourceAppInstanceId === id) {
        org.connections.delete(connection);
      }
    }
    return reply.status(204).send();
  });

  for (const [verb, status] of [
    ["activate", "ACTIVE"],
    ["deactivate", "INACTIVE"],
  ] as const) {
    api.post<AppPath>(`/api/v1/apps/:app/lifecycle/${verb}`, MANAGE, async ({ params }) => {
      const app = findApplication(org, params.app);
      app.status = status;
      app.lastUpdated = timestamp();
      return {};
    });
  }

  api.put<{ Params: { app: string; policy: string } }>(
    "/api/v1/apps/:app/policies/:policy",
    MANAGE,
    async ({ params }, reply) => {
      const app = findApplication(org, params.app);
      if (!org.policies.has(params.policy)) throw notFound(params.policy, "Policy");
      app.accessPolicyId = params.policy;
      return reply.status(204).send();
    },
  );

  internalRoutes(api, org);
}

/** The admin console's own endpoint for an app's ID token, which the Okta plugin calls too. */
function internalRoutes(api: FastifyInstance, org: Org): void {
  const url = "/api/v1/internal/apps/:app/settings/oauth/idToken";
  const access = { apiTokenOnly: true };
  const idToken = (app: Application, issued: boolean) => ({
    issuer: issued ? org.url : null,
    orgUrl: issued ? org.url : null,
    customUrl: null,
    audience: issued ? app.credentials.oauthClient.client_id : null,
    issuerMode: "ORG_URL",
  });

  api.get<AppPath>(
    url,
    { config: { access: { ...access, scope: "okta.apps.read" } } },
    async ({ params }) => idToken(findApplication(org, params.app), true),
  );
  api.post<AppPath>(
    url,
    { config: { access: { ...access, scope: "okta.apps.manage" } } },
    async ({ params }) => idToken(findApplication(org, params.app), false),
  );
}
