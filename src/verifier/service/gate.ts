import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Access, SESSION_SECONDS } from "./access";
import { loginPage } from "./page/login";
import { isFromElsewhere, isLoopbackHost } from "./sameOrigin";

const COOKIE = "context7_ema_session";
/** Wrong keys of one client in a minute that are told so; after them it is told to wait. */
const FAILURES_PER_MINUTE = 10;
/** What probes ask for; they have no key and learn no more than "ready" or not. */
const OPEN = new Set(["/healthz", "/readyz"]);

/** Answers who sent a wrong key: as `answer` does, or with 429 where there were too many of them. */
export type RefuseKey = (
  request: FastifyRequest,
  reply: FastifyReply,
  answer: () => FastifyReply,
) => Promise<FastifyReply>;

/**
 * Slows down who tries keys. Only wrong ones count, and the right one is never refused: an ingress makes all
 * its clients one address, unless it is a trusted proxy, and nobody among them may lock out the others. A
 * key of 32 characters is not found by trying; what is spared is work, and lines in the log.
 */
export function limitFailures(server: FastifyInstance): RefuseKey {
  const failures = server.createRateLimit({ max: FAILURES_PER_MINUTE, timeWindow: "1 minute" });
  return async (request, reply, answer) => {
    const use = await failures(request);
    if (use.isAllowed || !use.isExceeded) return answer();
    return reply
      .code(429)
      .header("retry-after", use.ttlInSeconds)
      .send({
        error: "too_many_wrong_keys",
        message: `Too many wrong keys came from this address; wait ${use.ttlInSeconds} seconds.`,
      });
  };
}

/**
 * Lets in who may: with `access`, who has the key or a session; without, what comes from this machine
 * and not through another site's page. Runs before anything else is done for a request.
 */
export function addGate(
  server: FastifyInstance,
  access: Access | undefined,
  refuseKey: RefuseKey,
): void {
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
    if (isByCookie && !access.isSession(request.cookies[cookieName(request)])) {
      if (request.headers.authorization === undefined) return demandKey(request, reply);
      return refuseKey(request, reply, () => demandKey(request, reply));
    }
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
export function addSessionRoutes(
  server: FastifyInstance,
  access: Access | undefined,
  refuseKey: RefuseKey,
): void {
  if (!access) return;
  // The general limit counts by address, too: strangers who try keys must not use it up for everybody.
  const own = { config: { rateLimit: false as const } };
  server.post("/login", own, async (request, reply) => {
    const { key } = (request.body ?? {}) as { key?: unknown };
    if (typeof key !== "string" || !access.isKey(key.trim())) {
      return refuseKey(request, reply, () =>
        reply
          .code(401)
          .type("text/html; charset=utf-8")
          .send(loginPage(reply.cspNonce.style, "This is not the key.")),
      );
    }
    reply.setCookie(cookieName(request), access.newSession(), cookieOptions(request));
    return reply.redirect("/", 303);
  });
  server.post("/logout", async (request, reply) => {
    reply.clearCookie(cookieName(request), cookieOptions(request));
    return reply.redirect("/", 303);
  });
}

/**
 * Whether the browser speaks TLS, by the first entry of what proxies say, which is the outermost one's
 * word. Whoever forges this header harms only their own cookie.
 */
function isSecure({ headers }: FastifyRequest): boolean {
  const [outermost = ""] = String(headers["x-forwarded-proto"] ?? "").split(",", 1);
  return outermost.trim().toLowerCase() === "https";
}

/** With TLS, a name that no other host and no plain HTTP can set (RFC 6265bis §4.1.3.2). */
function cookieName(request: FastifyRequest): string {
  return isSecure(request) ? `__Host-${COOKIE}` : COOKIE;
}

function cookieOptions(request: FastifyRequest) {
  return {
    path: "/",
    httpOnly: true,
    sameSite: "strict" as const,
    maxAge: SESSION_SECONDS,
    secure: isSecure(request),
  };
}
