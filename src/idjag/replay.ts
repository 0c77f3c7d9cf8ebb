import { hash } from "node:crypto";

/**
 * Remembers which ID-JAGs were used. Shared by all replicas that redeem for one audience, or
 * it does not protect them (MCP EMA §7.4.2).
 */
export interface ReplayCache {
  /**
   * Marks `key` as used for `ttlSeconds` and says whether it was before. The two must be one
   * atomic step (Redis: `SET key 1 NX EX ttl`), or two requests at once both pass.
   * @throws when it cannot tell, for instance because it is full or out of reach; the token
   *   is then refused.
   */
  mark(key: string, ttlSeconds: number): Promise<"fresh" | "seen">;
  /** Whether `key` is marked, without marking it. */
  peek?(key: string): Promise<"fresh" | "seen">;
}

/** In characters. A `jti` is as long as its issuer likes, and many are remembered at once. */
const LONGEST_NAME = 256;

/**
 * The name under which an ID-JAG is remembered: its issuer and its `jti`, which is unique for its issuer
 * only; a digest of both where they are longer than 256 characters. It redeems nothing. A cache outside
 * this process should keep a digest of it all the same, as the one in Redis does.
 */
export function replayKey(issuer: string, jti: string): string {
  const name = `${issuer}\n${jti}`;
  return name.length <= LONGEST_NAME ? name : digestOf(name);
}

/** SHA-256, hexadecimal: no name that {@link replayKey} leaves as it is, since those have a line break. */
export function digestOf(name: string): string {
  return hash("sha256", name, "hex");
}

/**
 * How long to remember, in whole seconds: until the token is refused as expired everywhere. The clock of a
 * replica that shares the cache may be behind this one's by the tolerance, and it takes the token that much
 * longer.
 */
export function replayTtl(exp: number, now: number, tolerance: number): number {
  return Math.max(1, Math.ceil(exp - now + 2 * tolerance));
}

/** The cache in memory has no room left, and forgetting a live entry would allow its replay. */
export class ReplayCacheFullError extends Error {
  override name = "ReplayCacheFullError";
}

/**
 * A cache for one process. Survives no restart, and other replicas do not see it.
 *
 * When full it throws instead of forgetting: a sender of many valid tokens must not be able
 * to push an entry out. Entries leave when their time is over.
 *
 * @param options.maxEntries default 100,000, about 15 MB.
 * @param options.now milliseconds since 1970, default `Date.now`.
 */
export function createMemoryReplayCache({
  maxEntries = 100_000,
  now = Date.now,
}: {
  readonly maxEntries?: number;
  readonly now?: () => number;
} = {}): ReplayCache {
  const expiries = new Map<string, number>();

  const isLive = (key: string, at: number) => (expiries.get(key) ?? Number.NEGATIVE_INFINITY) > at;

  /**
   * Drops the oldest entries as far as they are over. Lives are nearly equal, so the order of
   * arrival is nearly that of expiry: one that outlives its neighbours keeps them for a
   * while, which costs room and never lets a replay pass.
   */
  function dropExpired(at: number): void {
    for (const [key, expiry] of expiries) {
      if (expiry > at) return;
      expiries.delete(key);
    }
  }

  return {
    // Nothing is awaited between look and mark, so they are one step.
    async mark(key, ttlSeconds) {
      const at = now();
      if (isLive(key, at)) return "seen";
      expiries.delete(key);
      dropExpired(at);
      if (expiries.size >= maxEntries) {
        throw new ReplayCacheFullError(`the replay cache is full (${maxEntries} entries)`);
      }
      expiries.set(key, at + ttlSeconds * 1000);
      return "fresh";
    },
    async peek(key) {
      return isLive(key, now()) ? "seen" : "fresh";
    },
  };
}
