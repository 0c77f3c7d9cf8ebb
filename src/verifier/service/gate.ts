import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Access, SESSION_SECONDS } from "./access";
import { loginPage } from "./page/login";
import { isFromElsewhere, isLoopbackHost } from "./sameOrigin";

const COOKIE = "context7_ema_session";
/** What probes ask for; they have no key and learn no more than "ready" or not. */
const OPEN = new Set(["/healthz", "/readyz"]);

/**
 * Lets in who may: with `access`, who has the key or a session; without, what comes from this machine
 * and not through another site's page. Runs before anything else is done for a request.
 */
export function addGate(server: FastifyInstance, access: Access | undefined): void {
  server.addHook("onRequest", async (request, reply) => {
    const path = request.routeOptions.url ?? "";
    if (OPEN.has(path)) return;
    if (!access && !isLoopbackHost(request.headers.host)) {
      return reply.code(421).send({
        error: "not_this_host",
        message: "Without a key the verifier answers under 127.0.0.1 and localhost only.",
      });
    }
    const isLogin = path === "/login";
    const isBearer = access?.isBearer(request.headers.authorization) ?? false;
    const isByCookie = access !== undefined && !isBearer && !isLogin;
    if (isByCookie && !access.isSession(request.cookies[COOKIE])) return demandKey(request, reply);
    const changes = request.method !== "GET" && request.method !== "HEAD";
    if (changes && !isBearer && isFromElsewhere(request.headers, isByCookie)) {
      return reply.code(403).send({
        error: "cross_site",
        message: "This request comes from a page of another site.",
      });
    }
  });
}

function demandKey(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.code(401).header("www-authenticate", 'Bearer realm="context7-ema verifier"');
  if (!request.headers.accept?.includes("text/html")) {
    return reply.send({
      error: "key_required",
      message: "Send the verifier's key: Authorization: Bearer … (VERIFIER_BEARER_KEY).",
    });
  }
  return reply.type("text/html; charset=utf-8").send(loginPage(reply.cspNonce.style));
}

/** Login and logout of browsers. */
export function addSessionRoutes(server: FastifyInstance, access: Access | undefined): void {
  if (!access) return;
  const limit = { config: { rateLimit: { max: 10, timeWindow: "1 minute" } } };
  server.post("/login", limit, async (request, reply) => {
    const { key } = (request.body ?? {}) as { key?: unknown };
    if (typeof key !== "string" || !access.isKey(key.trim())) {
      reply.code(401).type("text/html; charset=utf-8");
      return loginPage(reply.cspNonce.style, "This is not the key.");
    }
    reply.setCookie(COOKIE, access.newSession(), cookieOptions(request));
    return reply.redirect("/", 303);
  });
  server.post("/logout", async (request, reply) => {
    reply.clearCookie(COOKIE, cookieOptions(request));
    return reply.redirect("/", 303);
  });
}

function cookieOptions(request: FastifyRequest) {
  return {
    path: "/",
    httpOnly: true,
    sameSite: "strict" as const,
    maxAge: SESSION_SECONDS,
    // Whoever forges this header harms only their own cookie.
    secure: request.headers["x-forwarded-proto"] === "https",
  };
}
