import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { Fetch } from "../fetch";
import type { Context7Cloud, Teamspace } from "../world";
import { keyHolder } from "./apiKeys";
import { checkSettings, etagOf, storeSettings } from "./settings";

/** The sandbox's own choice: Context7 publishes no settings API, so there is no real address. */
export const SETTINGS_PATH = "/sandbox/ema-settings";

/**
 * One settings document for each teamspace, which the API key selects, as written down in
 * docs/teamspace-settings.openapi.yaml.
 */
export function addSettingsApi(
  app: FastifyInstance,
  cloud: Context7Cloud,
  fetch: () => Fetch,
): void {
  /** The handler of a route, run with the caller's teamspace if its key and plan allow. */
  const forOwner =
    (handle: (owner: Teamspace, request: FastifyRequest, reply: FastifyReply) => unknown) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
      const holder = key === undefined ? undefined : keyHolder(cloud, key);
      if (holder?.role !== "owner") {
        return refuse(reply, 401, "invalid_api_key", "Invalid API key.");
      }
      const owner = holder.teamspace;
      if (owner.plan !== "enterprise") {
        return refuse(reply, 403, "forbidden", "Enterprise plan required.");
      }
      return handle(owner, request, reply);
    };

  app.get(
    SETTINGS_PATH,
    forOwner((owner, _, reply) => (owner.settings ? send(reply, owner) : notFound(reply))),
  );

  app.put(
    SETTINGS_PATH,
    forOwner(async (owner, request, reply) => {
      if (!preconditionsHold(owner, request)) return preconditionFailed(reply);
      const checked = await checkSettings(cloud, fetch(), owner, request.body);
      if (!checked.ok) return refuse(reply, 422, "validation_error", checked.message);
      // Somebody may have been quicker while the issuer was asked.
      if (!preconditionsHold(owner, request)) return preconditionFailed(reply);
      const existed = owner.settings !== undefined;
      storeSettings(owner, checked.settings);
      return send(reply.code(existed ? 200 : 201), owner);
    }),
  );

  app.delete(
    SETTINGS_PATH,
    forOwner((owner, request, reply) => {
      if (!owner.settings) return notFound(reply);
      if (!preconditionsHold(owner, request)) return preconditionFailed(reply);
      storeSettings(owner, undefined);
      return reply.code(204).send();
    }),
  );
}

/** RFC 9110 §13.1.1 and §13.1.2. */
function preconditionsHold(owner: Teamspace, { headers }: FastifyRequest): boolean {
  const current = owner.settings ? etagOf(owner) : undefined;
  const ifMatch = headers["if-match"];
  if (ifMatch !== undefined && !current) return false;
  if (ifMatch !== undefined && ifMatch !== "*" && ifMatch !== current) return false;
  const ifNoneMatch = headers["if-none-match"];
  if (ifNoneMatch === "*") return current === undefined;
  return ifNoneMatch === undefined || ifNoneMatch !== current;
}

function send(reply: FastifyReply, owner: Teamspace) {
  return reply.header("etag", etagOf(owner)).send(owner.settings);
}

function notFound(reply: FastifyReply) {
  return refuse(reply, 404, "settings_not_found", "No Okta settings are saved for this teamspace.");
}

function preconditionFailed(reply: FastifyReply) {
  return refuse(reply, 412, "precondition_failed", "The settings were changed by somebody else.");
}

function refuse(reply: FastifyReply, status: number, error: string, message: string) {
  return reply.code(status).send({ error, message });
}
