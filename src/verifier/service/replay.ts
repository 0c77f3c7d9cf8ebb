import { Redis } from "iovalkey";
import { createMemoryReplayCache, type ReplayCache } from "../../idjag";
import { digestOf } from "../../idjag/replay";

/** What the replicas of a verifier share; one of them alone shares with itself. */
export interface SharedMemory {
  readonly kind: "memory" | "redis";
  readonly replayCache: ReplayCache;
  /** Whether this caller is the first to claim `name` within `ttlSeconds`. Rejects when it cannot tell. */
  claim(name: string, ttlSeconds: number): Promise<boolean>;
  isUp(): Promise<boolean>;
  /** The eviction policy, where it may make the memory forget ID-JAGs that are still good. */
  evicts(): string | undefined;
  close(): Promise<void>;
}

const PREFIX = "context7-ema:";
/** Redis is near; a caller waits for its answer. Milliseconds. */
const TIMEOUT = 1000;

export function inMemory(now: () => number = Date.now): SharedMemory {
  const replayCache = createMemoryReplayCache({ now });
  return {
    kind: "memory",
    replayCache,
    claim: async () => true,
    isUp: async () => true,
    evicts: () => undefined,
    close: async () => {},
  };
}

/**
 * In Redis or Valkey. Everything here fails while it is away, so that no ID-JAG is accepted twice:
 * commands are neither queued nor repeated.
 *
 * @param url `redis://…`, or `rediss://…` with TLS.
 * @param say is told when it comes and goes.
 * @param warn is told of a policy by which Redis evicts keys: one evicted too early lets a replay pass.
 */
export function inRedis(
  url: string,
  say: (isUp: boolean, reason: string) => void,
  warn: (policy: string) => void,
): SharedMemory {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    commandTimeout: TIMEOUT,
    connectTimeout: 5000,
    retryStrategy: (times) => Math.min(times * 200, 5000),
  });
  let wasUp: boolean | undefined;
  const change = (isUp: boolean, reason: string) => {
    if (wasUp !== isUp) say(isUp, reason);
    wasUp = isUp;
  };
  let evicting: string | undefined;
  redis.on("ready", async () => {
    change(true, "connected");
    const policy = await evictionPolicy(redis);
    if (policy !== undefined && policy !== evicting) warn(policy);
    evicting = policy;
  });
  redis.on("error", (error: NodeJS.ErrnoException) => change(false, error.code ?? error.name));
  redis.on("close", () => change(false, "the connection is closed"));

  /** Redis does look and mark in one step (`SET … NX`), whoever else asks meanwhile. */
  const setIfAbsent = async (key: string, ttlSeconds: number) =>
    (await redis.set(PREFIX + key, "1", "EX", ttlSeconds, "NX")) === "OK";
  // Whoever can list the keys of Redis reads no `jti`.
  const keyOf = (name: string) => `jti:${digestOf(name)}`;

  return {
    kind: "redis",
    replayCache: {
      mark: async (name, ttlSeconds) =>
        (await setIfAbsent(keyOf(name), ttlSeconds)) ? "fresh" : "seen",
      peek: async (name) => ((await redis.exists(PREFIX + keyOf(name))) === 0 ? "fresh" : "seen"),
    },
    claim: (name, ttlSeconds) => setIfAbsent(`claim:${name}`, ttlSeconds),
    isUp: async () => {
      try {
        return (await redis.ping()) === "PONG";
      } catch {
        return false;
      }
    },
    evicts: () => evicting,
    close: async () => redis.disconnect(),
  };
}

/** Of a Redis that has a limit and evicts what is over it; nothing where CONFIG may not be asked. */
async function evictionPolicy(redis: Redis): Promise<string | undefined> {
  try {
    const answer = (await redis.config("GET", "maxmemory*")) as string[];
    const setting = (name: string) => answer[answer.indexOf(name) + 1];
    const policy = setting("maxmemory-policy");
    return setting("maxmemory") === "0" || policy === "noeviction" ? undefined : policy;
  } catch {
    return undefined;
  }
}
