import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { Redis } from "iovalkey";
import { freePort } from "../../../scripts/freePort";

/** A real Redis of a test's own, in memory, on a free port. */
export interface RedisServer {
  readonly url: string;
  /** Stops it; `start` brings it back on the same port, empty. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** @throws when redis-server is not installed (scripts/system-packages.sh installs it). */
export async function startRedis(password = "pass-of-redis"): Promise<RedisServer> {
  const port = await freePort();
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const args = [
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--save",
      "",
      "--appendonly",
      "no",
    ];
    const started = spawn("redis-server", [...args, "--requirepass", password], {
      stdio: "ignore",
    });
    child = started;
    const failed = once(started, "error").then(([error]) => {
      throw error;
    });
    await Promise.race([failed, answers()]);
    failed.catch(() => {});
  }

  async function answers(): Promise<void> {
    const redis = new Redis({
      port,
      password,
      retryStrategy: () => 50,
      maxRetriesPerRequest: null,
    });
    redis.on("error", () => {});
    await redis.ping();
    redis.disconnect();
  }

  async function stop(): Promise<void> {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null) return;
    running.kill("SIGKILL");
    await once(running, "exit");
    // Until the system has closed the connections, clients do not notice.
    await setTimeout(20);
  }

  await start();
  return { url: `redis://:${password}@127.0.0.1:${port}`, start, stop };
}
