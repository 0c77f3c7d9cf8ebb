import type { FastifyInstance } from "fastify";
import { PROXY_NOTE } from "../../transport";
import type { ServiceParts } from "../server";

/** What `/readyz` says; open to whoever reaches the verifier, so no address and no name in it. */
interface Readiness {
  readonly ready: boolean;
  readonly replayCache: {
    readonly kind: "memory" | "redis";
    readonly up: boolean;
    readonly evicts?: string;
  };
  readonly reports: { readonly saved: boolean };
  readonly addresses: { readonly checkedBy: "verifier" | "proxy"; readonly note?: string };
}

/** For probes: `/healthz`, whether the process answers; `/readyz`, whether it can do its work. */
export function addHealthRoutes(server: FastifyInstance, parts: ServiceParts): void {
  const open = { config: { rateLimit: false as const } };

  server.get("/healthz", open, async () => ({ status: "ok" }));

  server.get("/readyz", open, async (_request, reply) => {
    const isUp = await parts.shared.isUp();
    parts.metrics.replayCache(isUp);
    const evicts = parts.shared.evicts();
    const { addressesCheckedBy } = parts.transport;
    const readiness: Readiness = {
      // Reports that cannot be saved are a nuisance; a replay cache that is away refuses every ID-JAG.
      ready: isUp,
      replayCache: { kind: parts.shared.kind, up: isUp, ...(evicts !== undefined && { evicts }) },
      reports: { saved: parts.archive.problem() === undefined },
      addresses: {
        checkedBy: addressesCheckedBy,
        ...(addressesCheckedBy === "proxy" && { note: PROXY_NOTE }),
      },
    };
    return reply.code(isUp ? 200 : 503).send(readiness);
  });
}
