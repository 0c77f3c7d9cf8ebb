import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { ServiceParts } from "../server";

const body = z.strictObject({
  /** In the body, never in the address: addresses are logged everywhere (MCP EMA §7.3). */
  idJag: z.string(),
  consume: z.boolean().default(false),
});

/**
 * Explains an ID-JAG. A refused one is an answer like any other (200, `ok: false`); without the replay
 * cache there is no answer (503).
 */
export function addIdJagRoute(server: FastifyInstance, { explain, metrics }: ServiceParts): void {
  server.post("/api/idjag/verify", async (request, reply) => {
    const parsed = body.safeParse(request.body);
    if (!parsed.success) {
      const message = 'Expected is {"idJag": "eyJ…"}, and "consume": true to spend its one use.';
      return reply.code(400).send({ error: "invalid_request", message });
    }
    if (!explain) {
      const message = "The target has no requesting app, so no client ID can be right.";
      return reply.code(422).send({ error: "no_clients", message });
    }
    const explained = await explain(parsed.data.idJag, parsed.data.consume);
    metrics.idJag(explained.ok ? "ok" : explained.reason);
    const isAway = !explained.ok && explained.reason === "replay_cache_unavailable";
    return reply.code(isAway ? 503 : 200).send(explained);
  });
}
