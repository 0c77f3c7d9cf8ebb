import type { FastifyInstance } from "fastify";

import type { Org } from "../../world";
import { timestamp } from "../identifiers";
import { validationFailed } from "./errors";

/** App sign-in policies: one of them is the org's default (`system`). */
export function policyRoutes(api: FastifyInstance, org: Org): void {
  const READ = { config: { access: { scope: "okta.policies.read" } } };
  const created = timestamp();

  api.get<{ Querystring: { type?: string } }>("/api/v1/policies", READ, async ({ query }) => {
    if (!query.type) throw validationFailed("type", "type: The field cannot be left blank");
    if (query.type !== "ACCESS_POLICY") return [];
    return [...org.policies.values()].map(({ id, name, system }, index) => ({
      id,
      status: "ACTIVE",
      name,
      description: name,
      priority: index + 1,
      system,
      conditions: null,
      created,
      lastUpdated: created,
      type: "ACCESS_POLICY",
      _links: { self: { href: `${org.url}/api/v1/policies/${id}` } },
    }));
  });
}
