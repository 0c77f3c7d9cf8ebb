import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { Context7Cloud, Teamspace } from "../world";
import { type KeyHolder, keyHolder } from "./apiKeys";
import { accessibleLibraryCount, patchPolicies } from "./policies";

const PATH = "/api/v2/policies";
/** Far above what a program makes, so that only planned faults refuse. */
const LIMIT = 6000;
const WINDOW_SECONDS = 60;

/**
 * Context7's documented Policies API (https://context7.com/docs/api-guide): the API key selects the
 * teamspace. Everybody in it may read; owners and admins may change.
 */
export function addPoliciesApi(app: FastifyInstance, cloud: Context7Cloud): void {
  const rateLimit = createRateLimit();

  /** The handler of a route, run with whose key it is. */
  const forMember =
    (handle: (holder: KeyHolder, request: FastifyRequest, reply: FastifyReply) => unknown) =>
    (request: FastifyRequest, reply: FastifyReply) => {
      const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
      const holder = key === undefined ? undefined : keyHolder(cloud, key);
      if (!holder) {
        return refuse(reply, 401, "invalid_api_key", "Invalid API key. Please check your API key.");
      }
      if (!rateLimit(holder.teamspace, reply)) {
        const message = "Rate limit exceeded. Please try again later.";
        return refuse(reply, 429, "rate_limit_exceeded", message);
      }
      return handle(holder, request, reply);
    };

  app.get(
    PATH,
    forMember(({ teamspace }, _, reply) => reply.send(described(teamspace))),
  );

  app.patch(
    PATH,
    forMember(({ teamspace, role }, request, reply) => {
      if (role !== "owner") {
        return refuse(reply, 403, "forbidden", "Only team owners and admins can update policies");
      }
      const patched = patchPolicies(teamspace.policies, request.body);
      if (!patched.ok) return refuse(reply, 400, "validation_error", patched.message);
      teamspace.policies = patched.policies;
      return reply.send(described(teamspace));
    }),
  );
}

function described({ policies }: Teamspace) {
  return { ...policies, accessibleLibraryCount: accessibleLibraryCount(policies) };
}

/** Counts a teamspace's requests a minute, and tells by the headers that Context7 documents. */
function createRateLimit() {
  const windows = new Map<string, { reset: number; used: number }>();
  return ({ id }: Teamspace, reply: FastifyReply): boolean => {
    const now = Math.floor(Date.now() / 1000);
    const current = windows.get(id);
    const window =
      current && now < current.reset ? current : { reset: now + WINDOW_SECONDS, used: 0 };
    window.used += 1;
    windows.set(id, window);
    reply.header("ratelimit-limit", String(LIMIT));
    reply.header("ratelimit-remaining", String(Math.max(0, LIMIT - window.used)));
    reply.header("ratelimit-reset", String(window.reset));
    if (window.used <= LIMIT) return true;
    reply.header("retry-after", String(window.reset - now));
    return false;
  };
}

function refuse(reply: FastifyReply, status: number, error: string, message: string) {
  return reply.code(status).send({ error, message });
}
