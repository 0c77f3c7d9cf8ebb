import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { FLOW_PROBES } from "../../report";
import type { FailedRun } from "../failedRun";
import { endedRuns, type RunRequest } from "../runs";
import type { ServiceParts } from "../server";

const runRequest = z.strictObject({
  kind: z.enum(["checks", "live"]).default("checks"),
  probes: z.array(z.enum(FLOW_PROBES)).default([]),
});
const runForm = z.object({ kind: z.enum(["checks", "live"]), probes: z.string().optional() });

/** Live flows are counted by Okta; a mistake in a loop must not use up the month. */
const LIVE_RUNS_PER_HOUR = 20;

/** Reports and runs, as JSON; and the page's form that starts a run. */
export function addRunRoutes(server: FastifyInstance, parts: ServiceParts): void {
  const { archive, runs, startRun } = parts;
  const limit = { config: { rateLimit: { max: 30, timeWindow: "1 minute" } } };
  const liveLimit = server.createRateLimit({
    max: LIVE_RUNS_PER_HOUR,
    timeWindow: "1 hour",
    keyGenerator: () => "live",
  });

  server.get("/api/report", async (_request, reply) => {
    const [report] = archive.reports();
    if (report) return report;
    const [failure] = archive.failures();
    const why = failure
      ? `the last run failed. ${failure.reason}`
      : "the first run is not finished.";
    return noReport(reply, `There is no report yet: ${why}`);
  });

  server.get("/api/runs", async () => ({
    running: runs.running(),
    runs: endedRuns(archive),
  }));

  server.get<{ Params: { id: string } }>("/api/runs/:id", async ({ params }, reply) => {
    const running = runs.running();
    if (running?.id === params.id) return reply.code(202).send({ running });
    const report = archive.reports().find(({ id }) => id === params.id);
    const failure = archive.failures().find(({ id }) => id === params.id);
    if (failure) return runFailed(reply, failure);
    return report ?? noReport(reply, "No run of this id is kept.");
  });

  server.post("/api/runs", limit, async (request, reply) => {
    const parsed = runRequest.safeParse(request.body ?? {});
    if (!parsed.success) {
      return reply
        .code(400)
        .send({ error: "invalid_request", message: z.prettifyError(parsed.error) });
    }
    if (parsed.data.kind === "live") {
      const refused = await refuseLive(parsed.data, request);
      if (refused) return reply.code(refused.status).send(refused.body);
    }
    const started = startRun(parsed.data);
    if (!started.ok) {
      const message = "A run is under way; its report is for everybody.";
      return reply.code(409).send({ error: "run_under_way", message, running: started.running });
    }
    return reply.code(202).header("location", `/api/runs/${started.run.id}`).send(started.run);
  });

  server.post("/runs", limit, async (request, reply) => {
    const parsed = runForm.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ error: "invalid_request" });
    const run: RunRequest = {
      kind: parsed.data.kind,
      probes: parsed.data.probes ? FLOW_PROBES : [],
    };
    const refused = run.kind === "live" ? await refuseLive(run, request) : undefined;
    if (refused) return reply.code(refused.status).send(refused.body);
    // One that is under way already is as good.
    startRun(run);
    return reply.redirect("/", 303);
  });

  async function refuseLive(_run: RunRequest, request: Parameters<typeof liveLimit>[0]) {
    if (!parts.liveClient) {
      const message =
        "No live flow is configured: VERIFIER_LIVE_CLIENT and VERIFIER_LIVE_REFRESH_TOKEN_FILE are missing.";
      return { status: 422, body: { error: "live_not_configured", message } };
    }
    const use = await liveLimit(request);
    if (use.isAllowed || !use.isExceeded) return undefined;
    const message = `There were ${LIVE_RUNS_PER_HOUR} live flows within the hour; Okta allows 250 ID-JAGs a month.`;
    return { status: 429, body: { error: "too_many_live_flows", message } };
  }
}

function noReport(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(404).send({ error: "no_report", message });
}

/** The report depended on a run that failed, and will not come (RFC 4918 §11.4). */
function runFailed(reply: FastifyReply, run: FailedRun): FastifyReply {
  return reply.code(424).send({ error: "run_failed", message: run.reason, run });
}
