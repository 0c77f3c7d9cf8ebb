import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { Report } from "../../report";
import { SCRIPT } from "../page/script";
import { statusPage } from "../page/status";
import { STYLE } from "../page/style";
import { endedRuns } from "../runs";
import type { ServiceParts } from "../server";

const HTML = "text/html; charset=utf-8";

/** The status page, and the two files it needs, under names that change with their content. */
export function addPageRoutes(server: FastifyInstance, parts: ServiceParts): void {
  const style = asset("style", "css", STYLE);
  const script = asset("script", "js", SCRIPT);
  const assets = { style: style.path, script: script.path };

  for (const { path, content, type } of [style, script]) {
    server.get(path, async (_request, reply) =>
      reply
        .type(type)
        .header("cache-control", "private, max-age=31536000, immutable")
        .send(content),
    );
  }

  const page = (report: Report | undefined) => {
    const reports = parts.archive.reports();
    return statusPage({
      report,
      isLatest: report === reports[0],
      live: report?.live ? report : parts.archive.latestLive(),
      running: parts.runs.running(),
      runs: endedRuns(parts.archive),
      orgUrl: parts.target.orgUrl,
      liveClient: parts.liveClient,
      nextAt: parts.nextAt(),
      now: Date.now(),
      hasSession: parts.access !== undefined,
      addressesCheckedBy: parts.transport.addressesCheckedBy,
      replayCache: parts.shared.kind,
      assets,
    });
  };

  server.get("/", async (_request, reply) =>
    reply.type(HTML).send(page(parts.archive.reports()[0])),
  );

  server.get<{ Params: { id: string } }>("/runs/:id", async ({ params }, reply) => {
    const report = parts.archive.reports().find(({ id }) => id === params.id);
    return report ? reply.type(HTML).send(page(report)) : reply.redirect("/", 302);
  });
}

function asset(name: string, ending: "css" | "js", content: string) {
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const type = ending === "css" ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
  return { path: `/assets/${name}-${digest}.${ending}`, content, type };
}
