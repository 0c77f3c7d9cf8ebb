import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import Fastify from "fastify";
import { Agent, request } from "undici";
import { readConfiguration } from "../src/verifier/configuration";
import { startVerifier } from "../src/verifier/service";
import { startIssuer } from "../test/verifier/service/idJags";
import { GARBAGE, type Part, REST, sharesOf } from "./profile";
import { machine, type Section, table } from "./report";
import { median, withSpread } from "./statistics";

/** Requests that each route answers in one run. */
const REQUESTS = 400;
const RUNS = 11;

/** Whose time it is, by the file that runs. */
const PARTS: Part[] = [
  ["the verification", /\/src\/idjag\/|\/node_modules\/jose\//],
  [
    "the answer: what the token says, scrubbed",
    /\/service\/(idJag|scrubbed|routes\/idJag)|\/zod\//,
  ],
  ["the bearer key and whose page asks", /\/service\/(access|gate|sameOrigin)/],
  ["the headers, cookies and forms", /\/(helmet|cookie|formbody)\//],
  ["the rate limit", /\/(rate-limit|toad-cache)\//],
  ["the metrics", /\/(prom-client|tdigest|bintrees)\/|\/service\/metrics|\/routes\/metrics/],
  ["the line of log", /\/(pino|pino-std-serializers|sonic-boom|quick-format-unescaped)\//],
  [
    "Fastify, and the service's own hooks",
    /\/(fastify|find-my-way|fast-json-stringify|secure-json-parse|reusify|fastq|avvio)\/|\/service\/server/,
  ],
  ["sending the request", /\/undici\/|\/bench\//],
];

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
  const times = { bare: [] as Usage[], service: [] as Usage[] };
  const shares = { bare: new Map<string, number>(), service: new Map<string, number>() };
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
    shares.bare = await sharesOf(PARTS, () => sendAll(send(bareUrl), idJag));
    shares.service = await sharesOf(PARTS, () => sendAll(send(service.url), idJag));
  } finally {
    await Promise.all([agent.close(), bare.close(), service.close(), issuer.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
  const ratios = times.service.map(({ all }, index) => all / (times.bare[index]?.all ?? all));
  say(`service: ${withSpread(ratios)}`);
  const body = describe(times, ratios, shares);
  return { title: "`POST /api/idjag/verify` of the service", body };
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

/** CPU time of one request in microseconds: of all threads, and of the one that runs JavaScript. */
interface Usage {
  all: number;
  main: number;
}

async function cpuPerRequest(send: (idJag: string) => Promise<void>, idJag: string) {
  const all = process.cpuUsage();
  const main = process.threadCpuUsage();
  await sendAll(send, idJag);
  const perRequest = ({ user, system }: NodeJS.CpuUsage) => (user + system) / REQUESTS;
  return { all: perRequest(process.cpuUsage(all)), main: perRequest(process.threadCpuUsage(main)) };
}

async function sendAll(send: (idJag: string) => Promise<void>, idJag: string): Promise<void> {
  for (let count = 0; count < REQUESTS; count += 1) await send(idJag);
}

type Both<Value> = Record<"bare" | "service", Value>;

function describe(times: Both<Usage[]>, ratios: number[], shares: Both<Map<string, number>>) {
  const of = (side: "bare" | "service", thread: keyof Usage) =>
    median(times[side].map((usage) => usage[thread]));
  const row = (part: string, cost: (side: "bare" | "service") => number) => {
    const [bare, service] = [cost("bare"), cost("service")];
    return [part, bare.toFixed(0), service.toFixed(0), (service - bare).toFixed(0)];
  };
  const share = (part: string) => (side: "bare" | "service") =>
    (shares[side].get(part) ?? 0) * of(side, "main");
  const rows = [
    ...[...PARTS.map(([part]) => part), GARBAGE, REST].map((part) => row(part, share(part))),
    row(
      "other threads: the signature, and Node.js's own",
      (side) => of(side, "all") - of(side, "main"),
    ),
    row("**together**", (side) => of(side, "all")),
  ];
  return `CPU time of one request over a kept-alive connection, the sender's part included in both; median of
${RUNS} runs of ${REQUESTS} requests, in turns: ${withSpread(ratios)} of a bare route that parses the same body. The
token is signed with ES256; the section on \`verify\` has what that costs alone. The parts are shares of a
profile of ${REQUESTS} more requests, by the file that runs or has Node.js work for it.

${table(["part", "bare route, µs", "service, µs", "more, µs"], rows)}

${machine()}`;
}
