import { type ChildProcess, spawn } from "node:child_process";
import { open, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { ExplainedError } from "../explainedError";
import { type Folder, logLength, logSince, prepare, removeSecrets } from "./folder";
import { isAlive, type KnownProcess, startTimeOf, thisMachine } from "./machine";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * How long a verifier may take until it answers, and until it has stopped; and how long the port of one
 * that has just ended may still be held. Milliseconds.
 */
const PATIENCE = { start: 30_000, stop: 20_000, kill: 5000, port: 3000, between: 100 };

/**
 * What a verifier gets of the environment that it is started from: how to reach the network, and
 * nothing that says who deploys the stack.
 */
const INHERITED = [
  "HOME",
  "HTTPS_PROXY",
  "LANG",
  "NODE_EXTRA_CA_CERTS",
  "NO_PROXY",
  "PATH",
  "TMPDIR",
  "TZ",
  "https_proxy",
  "no_proxy",
];

const PROXY = ["HTTPS_PROXY", "NO_PROXY", "https_proxy", "no_proxy"];

const manifestPath = require.resolve("context7-ema/package.json");
const manifest = require(manifestPath) as { version: string; bin: Record<string, string> };

/** Version of the program that would be started. */
export const programVersion = manifest.version;

/** Compiled entry of the command line. */
function entry(): string {
  return join(dirname(manifestPath), manifest.bin["context7-ema"] ?? "");
}

/** Address of a verifier with these settings, for programs on its own host. */
export function urlOf(settings: Variables): string {
  const { VERIFIER_LISTEN_ADDRESS: address = "127.0.0.1", VERIFIER_LISTEN_PORT: port } = settings;
  const any: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
  const host = any[address] ?? address;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port ?? "8484"}`;
}

/**
 * Starts a verifier that outlives this process, and waits until it answers.
 *
 * @param environment of which {@link INHERITED} is handed on.
 * @throws ExplainedError when it cannot be started, with the last lines of its log.
 */
export async function start(
  folder: Folder,
  settings: Variables,
  secrets: Readonly<Record<string, string>>,
  environment: Variables,
): Promise<KnownProcess> {
  const machine = thisMachine();
  if (!machine) {
    throw new ExplainedError(
      "A verifier of kind process needs Linux: without /proc it cannot be told apart from another process " +
        "later. Run `pulumi up` on a Linux host, or choose kind kubernetes or environment.",
    );
  }
  await requireFreePort(new URL(urlOf(settings)));
  const files = await prepare(folder, secrets);
  // The stack's own proxy is the only one: the host's would win in lower case, or have exceptions from it.
  const names = settings.HTTPS_PROXY
    ? INHERITED.filter((name) => !PROXY.includes(name))
    : INHERITED;
  const inherited = names.map((name) => [name, environment[name]]);
  const env = {
    ...Object.fromEntries(inherited.filter(([, value]) => value !== undefined)),
    VERIFIER_DATA_DIR: folder.reports,
    ...settings,
    ...files,
  };
  const from = await logLength(folder);
  const log = await open(folder.log, "a", 0o600);
  try {
    const options = { cwd: folder.path, env, detached: true } as const;
    const child = spawn(process.execPath, [entry(), "verifier"], {
      ...options,
      stdio: ["ignore", log.fd, log.fd],
    });
    child.unref();
    const pid = await spawned(child);
    const startTime = startTimeOf(pid);
    const known = { ...machine, pid, startTime: startTime ?? "" };
    const isUp = startTime !== undefined && (await answers(known, urlOf(settings)));
    if (isUp) {
      await writeFile(folder.pid, `${pid}\n`, { mode: 0o600 });
      return known;
    }
    await stop(known);
    throw new ExplainedError(
      `The verifier does not answer on ${urlOf(settings)}. Its log, ${folder.log}, ends with:\n` +
        (await logSince(folder, from)),
    );
  } catch (error) {
    await removeSecrets(folder);
    throw error;
  } finally {
    await log.close();
  }
}

/**
 * Ends a verifier: asks, waits, and insists. Nothing is signalled but that very process.
 *
 * @throws ExplainedError when it will not end, or is not this user's.
 */
export async function stop(known: KnownProcess): Promise<void> {
  for (const [signal, patience] of [
    ["SIGTERM", PATIENCE.stop],
    ["SIGKILL", PATIENCE.kill],
  ] as const) {
    if (!isAlive(known)) return;
    send(known, signal);
    if (await becomes(() => !isAlive(known), patience)) return;
  }
  throw new ExplainedError(`The verifier, process ${known.pid} on ${known.host}, does not end.`);
}

function send({ pid, host }: KnownProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ESRCH") return;
    throw new ExplainedError(
      `The verifier, process ${pid} on ${host}, cannot be stopped (${code}): it belongs to another user. ` +
        "Run Pulumi as the user that started it.",
    );
  }
}

function spawned(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => resolve(child.pid as number));
  });
}

/** Another program on the port would answer in the verifier's place. */
async function requireFreePort({ hostname, port }: URL): Promise<void> {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  let code: string | undefined;
  await becomes(async () => {
    code = await listenOnce(host, Number(port));
    return code !== "EADDRINUSE";
  }, PATIENCE.port);
  if (code === undefined) return;
  const why = code === "EADDRINUSE" ? "is taken by another program" : `cannot be used (${code})`;
  throw new ExplainedError(
    `Port ${port} of ${host} ${why}. Set verifier.process.port to another one.`,
  );
}

/** @returns the error's code, or `undefined` when the port is free. */
function listenOnce(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code ?? "unknown"));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** Directly, whatever proxy the environment names. */
async function answers(known: KnownProcess, url: string): Promise<boolean> {
  const dispatcher = new Agent();
  const isHealthy = async () => {
    const answer = await request(`${url}/healthz`, { dispatcher, headersTimeout: 2000 });
    await answer.body.dump();
    return answer.statusCode === 200;
  };
  let healthy = false;
  try {
    await becomes(async () => {
      healthy = await isHealthy().catch(() => false);
      return healthy || !isAlive(known);
    }, PATIENCE.start);
    return healthy && isAlive(known);
  } finally {
    await dispatcher.close();
  }
}

async function becomes(
  condition: () => boolean | Promise<boolean>,
  patience: number,
): Promise<boolean> {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    if (await condition()) return true;
    await sleep(PATIENCE.between);
  }
  return condition();
}
