/** The verifier as a service: checks again and again, a page, an API, metrics. */
import { setTimeout } from "node:timers/promises";
import type { DestinationStream } from "pino";
import { secretsOf, type VerifierConfiguration } from "../configuration";
import { runChecks } from "../run";
import type { TransportOptions } from "../transport";
import { accessBy } from "./access";
import { archivePath, openArchive } from "./archive";
import { idJagExplainer } from "./idJag";
import { createLog } from "./log";
import { createMetrics } from "./metrics";
import { inMemory, inRedis } from "./replay";
import { accessFor, liveRequest, type StoredRefreshToken, transportFor } from "./rims";
import { createRuns, type MakeReport, type RunObserver, type RunRequest, summaryOf } from "./runs";
import { startSchedules } from "./schedules";
import { createServer } from "./server";

/** What the service gets from outside; all but the refresh token's file have defaults. */
export interface ServiceRims {
  /** Reads the file of a refresh token, and can replace the token in it. */
  readonly readRefreshToken: (path: string) => Promise<StoredRefreshToken>;
  readonly transport?: Partial<TransportOptions>;
  /** Default: standard output. */
  readonly log?: DestinationStream;
  /** Default: {@link runChecks}. */
  readonly runChecks?: typeof runChecks;
}

export interface VerifierService {
  /** `http://127.0.0.1:8484`. */
  readonly url: string;
  /** Stops listening and planning, and waits a little for a run that is under way. */
  close(): Promise<void>;
}

const EVICTION =
  "Redis evicts keys when its memory is full, and may forget ID-JAGs that were used: set maxmemory-policy noeviction";

/**
 * How long a run that is under way may hold up the end, in milliseconds: a live flow keeps the refresh token
 * that Okta has just rotated. Who ends the verifier (a pod's grace period, `verifierProcess`) waits 20 s.
 */
const PATIENCE = 12_000;

/**
 * Starts the service and, unless that is switched off, the first run.
 *
 * @throws when the folder for reports cannot be written to, or the port is taken.
 */
export async function startVerifier(
  configuration: VerifierConfiguration,
  rims: ServiceRims,
): Promise<VerifierService> {
  const { target, live, bearerKey, redisUrl } = configuration;
  const log = createLog(configuration.logLevel, secretsOf(configuration), rims.log);
  for (const warning of configuration.warnings) log.warn(warning);

  const archive = await openArchive(archivePath(configuration.dataDirectory, target), (line) =>
    log.warn(line),
  );
  const transport = transportFor(configuration, rims.transport);
  const shared = redisUrl
    ? inRedis(
        redisUrl,
        (isUp, reason) =>
          isUp
            ? log.info("Redis answers")
            : log.error({ reason }, "Redis is away: no ID-JAG is accepted until it is back"),
        (policy) => log.warn({ policy }, EVICTION),
      )
    : inMemory();
  const metrics = createMetrics();
  for (const report of [archive.latestLive(), archive.reports()[0]]) {
    if (report) metrics.show(summaryOf(report).kind, report);
  }
  const access = accessFor(configuration, transport);
  const make: MakeReport = async ({ kind, probes }, onResult) =>
    (rims.runChecks ?? runChecks)(target, access, {
      counted: archive.counted(),
      onResult,
      ...(kind === "live" &&
        live && {
          live: await liveRequest(live, target, { kind, probes }, rims.readRefreshToken),
        }),
    });
  const observer: RunObserver = {
    finished(kind, report, seconds) {
      const { id, verdict, counts } = report;
      metrics.report(kind, report, seconds);
      log.info({ run: id, kind, verdict, counts, seconds }, "run finished");
    },
    failed(kind, error) {
      metrics.runFailed(kind);
      log.error({ err: error, kind }, "the run brought no report");
    },
  };
  const runs = createRuns(make, archive, observer, secretsOf(configuration));
  const startRun = (request: RunRequest) => {
    const started = runs.start(request);
    if (started.ok) log.info({ run: started.run.id, kind: request.kind }, "run started");
    return started;
  };
  const schedules = startSchedules({ configuration, archive, runs, startRun, shared, log });
  const server = await createServer({
    target,
    requestsPerMinute: configuration.requestsPerMinute,
    trustedProxies: configuration.trustedProxies,
    transport,
    access: bearerKey === undefined ? undefined : accessBy(bearerKey),
    archive,
    runs,
    startRun,
    liveClient: live?.client,
    shared,
    explain: idJagExplainer(target, transport.fetch, shared.replayCache),
    metrics,
    nextAt: schedules.nextChecks,
    log,
  });

  async function close(): Promise<void> {
    schedules.stop();
    await server.close();
    const patience = new AbortController();
    const waited = setTimeout(PATIENCE, undefined, { signal: patience.signal }).catch(() => {});
    await Promise.race([runs.settled(), waited]);
    patience.abort();
    await transport.close();
    await shared.close();
  }

  try {
    const { address: host, port } = configuration.listen;
    const url = await server.listen({ host, port });
    log.info(
      { url, addresses: transport.addressesCheckedBy, replayCache: shared.kind },
      "listening",
    );
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}
