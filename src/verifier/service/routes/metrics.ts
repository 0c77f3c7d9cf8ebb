import type { FastifyInstance } from "fastify";
import type { ServiceParts } from "../server";

/** For Prometheus, with the key where one is needed. */
export function addMetricsRoute(server: FastifyInstance, { metrics, shared }: ServiceParts): void {
  server.get("/metrics", async (_request, reply) => {
    metrics.replayCache(await shared.isUp());
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });

  server.addHook("onResponse", async ({ method, routeOptions }, reply) => {
    const route = routeOptions.url ?? "none";
    metrics.request(method, route, reply.statusCode, reply.elapsedTime / 1000);
  });
}
