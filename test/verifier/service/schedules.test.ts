import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { Redis } from "iovalkey";
import { describe, it } from "mocha";
import { pino } from "pino";
import type { Archive } from "../../../src/verifier/service/archive";
import { inMemory, inRedis, type SharedMemory } from "../../../src/verifier/service/replay";
import { createRuns, type RunKind, type Runs } from "../../../src/verifier/service/runs";
import { startSchedules } from "../../../src/verifier/service/schedules";
import { parseTarget } from "../../../src/verifier/target";
import { until } from "../../until";
import { targetInput } from "./arrangement";
import { startRedis } from "./redisServer";
import { healthyReport } from "./reports";

const DAY = 86_400_000;
const live = {
  client: "claude-code",
  refreshTokenFile: "/token",
  authMethodAtResource: "client_secret_basic" as const,
};

/** Lets a service's schedules begin, and gives the kinds of the runs that they started. */
async function begin(
  settings: { interval?: number; live?: typeof live & { interval?: number }; issuer?: string },
  {
    liveBegunAt,
    shared = inMemory(),
    meanwhile = () => {},
  }: { liveBegunAt?: number; shared?: SharedMemory; meanwhile?: (runs: Runs) => void } = {},
) {
  const { issuer = "https://acme.okta.com", ...intervals } = settings;
  const parsed = parseTarget({ ...targetInput, issuer });
  assert.ok(parsed.ok);
  const configuration = { target: parsed.target, ...intervals };
  const kinds: RunKind[] = [];
  let begunAt = liveBegunAt;
  const archive: Archive = {
    reports: () => [],
    latestLive: () => undefined,
    failures: () => [],
    counted: () => undefined,
    liveBegunAt: () => begunAt,
    add: async () => {},
    addFailure: async () => {},
    beginLive: async (at) => {
      begunAt = at;
    },
    problem: () => undefined,
  };
  const make = async ({ kind }: { kind: RunKind }) => {
    kinds.push(kind);
    return healthyReport();
  };
  const runs = createRuns(make, archive, { finished: () => {}, failed: () => {} });
  const schedules = startSchedules({
    configuration,
    archive,
    runs,
    startRun: runs.start,
    shared: {
      ...shared,
      async claim(name, ttlSeconds) {
        const claimed = await shared.claim(name, ttlSeconds);
        meanwhile(runs);
        return claimed;
      },
    },
    log: pino({ level: "silent" }),
    random: () => 0,
  });
  await setTimeout(60);
  schedules.stop();
  return { kinds, begunAt };
}

async function redisKeys(url: string): Promise<string[]> {
  const redis = new Redis(url);
  const keys = await redis.keys("*");
  redis.disconnect();
  return keys;
}

describe("what is done without being asked", () => {
  it("is the checks, soon after the start", async () => {
    assert.deepEqual((await begin({ interval: DAY })).kinds, ["checks"]);
    assert.deepEqual((await begin({})).kinds, []);
  });

  it("is no live flow unless there is an interval for it", async () => {
    assert.deepEqual((await begin({ live })).kinds, []);
    const { kinds, begunAt } = await begin({ live: { ...live, interval: DAY } });
    assert.deepEqual(kinds, ["live"]);
    assert.ok(begunAt !== undefined);
  });

  it("is no live flow after a restart within the interval", async () => {
    const options = { liveBegunAt: Date.now() - DAY / 2 };
    assert.deepEqual((await begin({ live: { ...live, interval: DAY } }, options)).kinds, []);
  });

  it("is one live flow for all replicas", async () => {
    const claims = new Set<string>();
    const claim = async (name: string) => !claims.has(name) && claims.add(name).has(name);
    const shared: SharedMemory = { ...inMemory(), claim };
    const configuration = { live: { ...live, interval: DAY } };
    const results = [
      await begin(configuration, { shared }),
      await begin(configuration, { shared }),
    ];
    assert.deepEqual(
      results.map(({ kinds }) => kinds.length),
      [1, 0],
    );
    assert.ok(results[1]?.begunAt !== undefined);
  });

  it("is one live flow for each verifier on a Redis, and for all replicas of each", async () => {
    const redis = await startRedis();
    const shared = inRedis(redis.url, () => {}, assert.fail);
    try {
      await until(() => shared.isUp());
      const configuration = { live: { ...live, interval: DAY } };
      const made = async (settings: object) =>
        (await begin({ ...configuration, ...settings }, { shared })).kinds.length;
      assert.equal(await made({}), 1);
      assert.equal(await made({}), 0);
      assert.equal(await made({ issuer: "https://globex.okta.com" }), 1);
      assert.equal(await made({ live: { ...configuration.live, client: "codex" } }), 1);
      const keys = await redisKeys(redis.url);
      assert.ok(keys.length === 3 && keys.every((key) => /:claim:live:[0-9a-f]{16}:/.test(key)));
    } finally {
      await shared.close();
      await redis.stop();
    }
  });

  it("is the live flow that was claimed, after the checks that somebody began meanwhile", async () => {
    const configuration = { live: { ...live, interval: DAY } };
    const meanwhile = (runs: Runs) => void runs.start({ kind: "checks" });
    assert.deepEqual((await begin(configuration, { meanwhile })).kinds, ["checks", "live"]);
  });

  it("is no live flow while it is not known what other replicas do", async () => {
    const claim = async () => {
      throw new Error("Redis is away");
    };
    const shared: SharedMemory = { ...inMemory(), claim };
    const { kinds } = await begin({ live: { ...live, interval: DAY } }, { shared });
    assert.deepEqual(kinds, []);
  });
});
