import type { FastifyInstance } from "fastify";

import type { Org } from "../../world";

/** What kind of org this is; `pipeline: "idx"` means Identity Engine. Public. */
export function organizationRoutes(api: FastifyInstance, org: Org): void {
  api.get("/.well-known/okta-organization", async () => ({
    id: org.id,
    cell: "sandbox",
    _links: { organization: { href: org.url } },
    pipeline: "idx",
    settings: { analyticsCollectionEnabled: false, bugReportingEnabled: false, omEnabled: false },
  }));
}
