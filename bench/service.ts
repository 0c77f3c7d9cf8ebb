import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import Fastify from "fastify";
import { Agent, request } from "undici";
import { readConfiguration } from "../src/verifier/configuration";
import { startVerifier } from "../src/verifier/service";
import { startIssuer } from "../test/verifier/service/idJags";
import { machine, type Section, table } from "./report";
import { median, withSpread } from "./statistics";

/** Requests that each route answers in one run. */
const REQUESTS = 400;
const RUNS = 11;
const KEY = "0123456789abcdef0123456789abcdef";

/**
 * `POST /api/idjag/verify` of the service, against a bare Fastify route that parses the same body and
 * answers with a little JSON. CPU time of this process, the requests' sender included, so that the
 * difference is what the service does.
 */
export async function benchService(say: (line: string) => void): Promise<Section> {
  const issuer = await startIssuer();
  const folder = await mkdtemp(join(tmpdir(), "bench-service-"));
  const bare = Fastify();
  bare.post("/api/idjag/verify", async (received) => ({
    ok: typeof (received.body as { idJag?: unknown }).idJag === "string",
  }));
  const bareUrl = await bare.listen({ host: "127.0.0.1", port: 0 });
  const service = await startVerifier(configurationFor(issuer.url, folder), {
    readRefreshToken: async () => ({ token: "", replace: async () => {} }),
    log: new Writable({ write: (_chunk, _encoding, done) => done() }),
    transport: issuer.transport,
  });
  const agent = new Agent({ connections: 1 });
  const send = (url: string) => async (idJag: string) => {
    const answer = await request(`${url}/api/idjag/verify`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${KEY}` },
      body: JSON.stringify({ idJag }),
      dispatcher: agent,
    });
    const body = (await answer.body.json()) as { ok?: boolean };
    if (answer.statusCode !== 200 || body.ok !== true) {
      throw new Error(`${url} answered ${answer.statusCode}: ${JSON.stringify(body)}`);
    }
  };
  const times = { bare: [] as number[], service: [] as number[] };
  try {
    const idJag = await issuer.mint();
    // One more than counted: in the first, code is compiled and keys are fetched.
    for (let run = 0; run <= RUNS; run += 1) {
      const plain = await cpuPerRequest(send(bareUrl), idJag);
      const full = await cpuPerRequest(send(service.url), idJag);
      if (run === 0) continue;
      times.bare.push(plain);
      times.service.push(full);
    }
  } finally {
    await Promise.all([agent.close(), bare.close(), service.close(), issuer.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
  const ratios = times.service.map((value, index) => value / (times.bare[index] ?? value));
  say(`service: ${withSpread(ratios)}`);
  return { title: "`POST /api/idjag/verify` of the service", body: describe(times, ratios) };
}

function configurationFor(issuer: string, folder: string) {
  const target = {
    orgUrl: "https://acme.okta.com",
    issuer,
    resourceApp: { label: "Context7" },
    requestingApps: {
      claude: { appId: "0oa1", clientId: "0oa1", clientIdAtResource: "mcpclient-at-context7" },
    },
  };
  const parsed = readConfiguration({
    VERIFIER_TARGET: JSON.stringify(target),
    VERIFIER_LISTEN_PORT: "0",
    VERIFIER_INTERVAL: "off",
    VERIFIER_DATA_DIR: folder,
    VERIFIER_BEARER_KEY: KEY,
    VERIFIER_REQUESTS_PER_MINUTE: "1000000",
  });
  if (!parsed.ok) throw new Error(parsed.mistakes.join("\n"));
  return parsed.configuration;
}

/** Microseconds. */
async function cpuPerRequest(send: (idJag: string) => Promise<void>, idJag: string) {
  const start = process.cpuUsage();
  for (let count = 0; count < REQUESTS; count += 1) await send(idJag);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / REQUESTS;
}

function describe(times: { bare: number[]; service: number[] }, ratios: number[]): string {
  const bare = median(times.bare);
  const service = median(times.service);
  const head = ["bare route, µs", "service, µs", "more, µs", "ratio"];
  const row = [
    bare.toFixed(0),
    service.toFixed(0),
    (service - bare).toFixed(0),
    withSpread(ratios),
  ];
  return `CPU time of one request over a kept-alive connection, the sender's part included in both; median of
${RUNS} runs of ${REQUESTS} requests, in turns. What the service does more: the verification itself (ES256, the
section on \`verify\`), the bearer key, the headers, the rate limit, the metrics and a line of log.

${table(head, [row])}

${machine()}`;
}
