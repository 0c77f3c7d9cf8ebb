import type { FastifyInstance } from "fastify";

import type { Feature, Org } from "../../world";
import { notFound, permissionDenied, validationFailed } from "./errors";

const READ = { config: { access: { scope: "okta.features.read" } } };
const MANAGE = { config: { access: { scope: "okta.features.manage" } } };

/** Settings > Features: only self-service features are listed, and only they can be switched. */
export function featureRoutes(api: FastifyInstance, org: Org): void {
  api.get("/api/v1/features", READ, async () =>
    [...org.features.values()].map((feature) => featureJson(org, feature)),
  );

  api.get<{ Params: { id: string } }>("/api/v1/features/:id", READ, async ({ params }) =>
    featureJson(org, find(org, params.id)),
  );

  for (const relation of ["dependencies", "dependents"]) {
    api.get<{ Params: { id: string } }>(
      `/api/v1/features/:id/${relation}`,
      READ,
      async ({ params }) => {
        find(org, params.id);
        return [];
      },
    );
  }

  api.post<{ Params: { id: string; lifecycle: string } }>(
    "/api/v1/features/:id/:lifecycle",
    MANAGE,
    async ({ params }) => {
      const feature = find(org, params.id);
      // The reference writes it in capitals, the links of the answers in small letters.
      const lifecycle = params.lifecycle.toUpperCase();
      if (lifecycle !== "ENABLE" && lifecycle !== "DISABLE") {
        throw validationFailed("lifecycle", "lifecycle: must be ENABLE or DISABLE");
      }
      if (!feature.switchable) throw permissionDenied();
      feature.status = lifecycle === "ENABLE" ? "ENABLED" : "DISABLED";
      return featureJson(org, feature);
    },
  );
}

function find(org: Org, id: string): Feature {
  const feature = org.features.get(id);
  if (!feature) throw notFound(id, "Feature");
  return feature;
}

function featureJson(org: Org, { id, name, status }: Feature) {
  const self = `${org.url}/api/v1/features/${id}`;
  const lifecycle = status === "ENABLED" ? "disable" : "enable";
  return {
    id,
    type: "self-service",
    name,
    description: `${name} (sandbox)`,
    status,
    stage: { value: "EA" },
    _links: {
      self: { href: self, hints: { allow: ["GET"] } },
      [lifecycle]: { href: `${self}/${lifecycle}`, hints: { allow: ["POST"] } },
      dependents: { href: `${self}/dependents`, hints: { allow: ["GET"] } },
      dependencies: { href: `${self}/dependencies`, hints: { allow: ["GET"] } },
    },
  };
}
