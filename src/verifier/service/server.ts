import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import fastify, { type FastifyError, type FastifyInstance, LogController } from "fastify";
import type { Logger } from "pino";
import type { VerifierTarget } from "../target";
import type { Transport } from "../transport";
import type { Access } from "./access";
import type { Archive } from "./archive";
import { addGate, addSessionRoutes, limitFailures } from "./gate";
import type { ExplainIdJag } from "./idJag";
import type { Metrics } from "./metrics";
import type { SharedMemory } from "./replay";
import { addHealthRoutes } from "./routes/health";
import { addIdJagRoute } from "./routes/idJag";
import { addMetricsRoute } from "./routes/metrics";
import { addPageRoutes } from "./routes/page";
import { addRunRoutes } from "./routes/runs";
import type { RunRequest, Runs, StartedRun } from "./runs";

/** What the routes work with. */
export interface ServiceParts {
  readonly target: VerifierTarget;
  /** That one address may make. */
  readonly requestsPerMinute: number;
  /** Whose word on their clients' addresses is taken. */
  readonly trustedProxies: readonly string[];
  readonly transport: Pick<Transport, "addressesCheckedBy">;
  /** Absent on a loopback address without a key: everybody on this machine may come in. */
  readonly access?: Access;
  readonly archive: Archive;
  readonly runs: Pick<Runs, "running">;
  startRun(request: RunRequest): StartedRun;
  /** Key of the client that a live flow can be asked for. */
  readonly liveClient?: string;
  readonly shared: SharedMemory;
  readonly explain?: ExplainIdJag;
  readonly metrics: Metrics;
  /** When the checks are made next, milliseconds since 1970. */
  nextAt(): number | undefined;
  readonly log: Logger;
}

/** An ID-JAG may have 16 KiB; nothing else that is sent here is larger. */
const BODY_LIMIT = 32 * 1024;

/**
 * The HTTP server, not listening yet. The order of the parts is the order of their hooks: headers and
 * cookies, then the gate, then everything else.
 */
export async function createServer(parts: ServiceParts): Promise<FastifyInstance> {
  const server = fastify({
    loggerInstance: parts.log,
    // Fastify's own lines hold addresses with their queries.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    // Only what limits count by depends on it; who may come in never does.
    trustProxy: parts.trustedProxies.length > 0 && [...parts.trustedProxies],
    return503OnClosing: true,
  }) as unknown as FastifyInstance;

  await server.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Not no-referrer: with it browsers send "Origin: null" with our own forms.
    referrerPolicy: { policy: "same-origin" },
    // Whether the host is to be reached by https only is the matter of who puts TLS before it.
    strictTransportSecurity: false,
  });
  await server.register(cookie);
  await server.register(formbody, { bodyLimit: BODY_LIMIT });
  // Forms and JSON are all that is taken here.
  server.removeContentTypeParser("text/plain");
  // Its hooks are the routes' own, which come after the gate's.
  await server.register(rateLimit, { max: parts.requestsPerMinute, timeWindow: "1 minute" });
  const refuseKey = limitFailures(server);
  addGate(server, parts.access, refuseKey);

  server.addHook("onSend", async (_request, reply) => {
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
  server.addHook("onResponse", async ({ method, routeOptions, id }, reply) => {
    // The pattern of the route, not the address.
    const route = routeOptions.url ?? "none";
    const line = { request: id, method, route, status: reply.statusCode };
    const level = route === "/healthz" || route === "/readyz" ? "debug" : "info";
    parts.log[level]({ ...line, ms: Math.round(reply.elapsedTime) }, "request");
  });
  server.setNotFoundHandler((_request, reply) => {
    reply.code(404).send({ error: "not_found", message: "There is nothing here." });
  });
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) {
      return reply
        .code(status)
        .send({ error: error.code ?? "bad_request", message: error.message });
    }
    parts.log.error({ err: error, request: request.id }, "a request failed");
    return reply
      .code(500)
      .send({ error: "internal", message: "Something unforeseen; see the log." });
  });

  addHealthRoutes(server, parts);
  addSessionRoutes(server, parts.access, refuseKey);
  addPageRoutes(server, parts);
  addRunRoutes(server, parts);
  addIdJagRoute(server, parts);
  addMetricsRoute(server, parts);
  return server;
}
