import { randomBytes } from "node:crypto";
import type { RequestListener } from "node:http";

import fastify, { type FastifyInstance } from "fastify";

import { type Clock, realClock } from "../../clock";
import type { Org } from "../../world";
import { applicationRoutes } from "./applications";
import { assignmentRoutes } from "./assignments";
import { type Access, authenticate, authorize, type Caller } from "./authentication";
import { connectionRoutes } from "./connections";
import {
  bodyNotWellFormed,
  internalError,
  mediaTypeUnsupported,
  methodUnsupported,
  notFound,
  OktaError,
} from "./errors";
import { featureRoutes } from "./features";
import { groupRoutes } from "./groups";
import { logWrites } from "./logEvents";
import { logRoutes } from "./logs";
import { organizationRoutes } from "./organization";
import { policyRoutes } from "./policies";
import { createRateLimit } from "./rateLimit";
import { userRoutes } from "./users";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Absent: the route is public. */
    access?: Access;
  }
  interface FastifyRequest {
    caller: Caller;
  }
}

/**
 * One org's management API (`/api/v1/…` and `/.well-known/okta-organization`), as far as the Okta
 * plugin and this package use it. Shapes, status codes, headers and error bodies follow Okta's
 * reference and recorded traffic of real orgs.
 */
export async function createManagementApi(
  org: Org,
  clock: Clock = realClock,
): Promise<{ handler: RequestListener; close(): Promise<void> }> {
  const api = fastify({ exposeHeadRoutes: false, routerOptions: { ignoreTrailingSlash: false } });
  const paths = new Map<string, RegExp>();
  api.addHook("onRoute", ({ url }) => {
    paths.set(url, new RegExp(`^${url.replaceAll(".", "\\.").replace(/:\w+/g, "[^/]+")}$`));
  });
  const rateLimit = createRateLimit(org, clock);

  acceptBodies(api);
  api.decorateRequest("caller");
  api.addHook("onRequest", async (request, reply) => {
    reply.headers({
      "x-okta-request-id": randomBytes(16).toString("hex"),
      "cache-control": "no-cache, no-store",
      pragma: "no-cache",
      expires: "0",
      "x-content-type-options": "nosniff",
    });
    rateLimit(request.url.split("?", 1)[0] ?? "", reply);
    const { access } = request.routeOptions.config;
    if (!access) return;
    request.caller = await authenticate(request, org);
    authorize(request.caller, access);
  });
  logWrites(api, org);

  api.setErrorHandler((error, _request, reply) => {
    const refusal = asOktaError(error);
    return reply.status(refusal.status).send(refusal.body());
  });
  api.setNotFoundHandler((request) => {
    const [path = ""] = request.url.split("?", 1);
    const known = [...paths.values()].some((pattern) => pattern.test(path));
    throw known ? methodUnsupported() : notFound(path, "Endpoint");
  });

  for (const routes of [
    organizationRoutes,
    applicationRoutes,
    assignmentRoutes,
    connectionRoutes,
    featureRoutes,
    groupRoutes,
    logRoutes,
    policyRoutes,
    userRoutes,
  ]) {
    routes(api, org);
  }
  await api.ready();
  return {
    handler: (request, response) => api.routing(request, response),
    close: () => api.close(),
  };
}

/** JSON, where an empty body is no body: lifecycle calls come with a content type and nothing else. */
function acceptBodies(api: FastifyInstance): void {
  api.removeAllContentTypeParsers();
  api.addContentTypeParser(
    ["application/json", "application/merge-patch+json"],
    { parseAs: "string" },
    async (_request: unknown, body: string) => {
      if (body === "") return undefined;
      try {
        return JSON.parse(body);
      } catch {
        throw bodyNotWellFormed();
      }
    },
  );
}

function asOktaError(error: unknown): OktaError {
  if (error instanceof OktaError) return error;
  const code = (error as { code?: string }).code;
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return mediaTypeUnsupported();
  if (code?.startsWith("FST_ERR_CTP_")) return bodyNotWellFormed();
  // A mistake of the sandbox itself: say it where the sandbox runs, not to its callers.
  console.error(error);
  return internalError();
}
