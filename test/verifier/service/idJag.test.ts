import assert from "node:assert/strict";
import { Redis } from "iovalkey";
import { after, before, describe, it } from "mocha";
import { Agent, request } from "undici";
import { until } from "../../until";
import { type Started, services, targetInput } from "./arrangement";
import { type Issuer, startIssuer } from "./idJags";
import { type RedisServer, startRedis } from "./redisServer";

describe("/api/idjag/verify", () => {
  const start = services();
  const agent = new Agent({ connections: 20 });
  let issuer: Issuer;

  before(async () => {
    issuer = await startIssuer();
  });
  after(async () => {
    await agent.close();
    await issuer.stop();
  });

  const launch = (settings: Record<string, string> = {}) =>
    start(
      {
        VERIFIER_TARGET: JSON.stringify({ ...targetInput, issuer: issuer.url }),
        ...settings,
      },
      { transport: issuer.transport },
    );

  async function verify({ url }: Started, idJag: string, consume?: boolean) {
    const { statusCode, body } = await request(`${url}/api/idjag/verify`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ idJag, consume }),
      dispatcher: agent,
    });
    const text = await body.text();
    return { status: statusCode, text, json: JSON.parse(text) };
  }

  it("explains a good ID-JAG, and spends it only if asked to", async () => {
    const service = await launch();
    const idJag = await issuer.mint();
    for (const consume of [undefined, false, undefined]) {
      const { status, json } = await verify(service, idJag, consume);
      assert.equal(status, 200);
      assert.equal(json.ok, true, JSON.stringify(json));
      assert.equal(json.consumed, false);
      assert.equal(json.decoded.claims.email, "dev.one@example.com");
    }
    assert.equal((await verify(service, idJag, true)).json.consumed, true);
    for (const consume of [false, true]) {
      assert.equal((await verify(service, idJag, consume)).json.reason, "replayed");
    }
  });

  it("takes each of the MCP server's identifiers as resource", async () => {
    const service = await launch();
    for (const path of ["", "/mcp", "/mcp/oauth"]) {
      const resource = `https://mcp.context7.com${path}`;
      const { json } = await verify(service, await issuer.mint({ resource }));
      assert.equal(json.ok, true, JSON.stringify(json));
    }
  });

  it("explains an unsigned one that is nested thousands of levels deep", async () => {
    const service = await launch();
    for (const name of ["typ", "x"]) {
      const header = `{"${name}":${"[".repeat(5_000)}${"]".repeat(5_000)}}`;
      const idJag = `${Buffer.from(header).toString("base64url")}.e30.AAAA`;
      const { status, json } = await verify(service, idJag);
      assert.deepEqual([status, json.reason], [200, "nesting_too_deep"]);
    }
  });

  it("explains a bad one, with the remedy and what it says", async () => {
    const service = await launch();
    const { status, json } = await verify(service, await issuer.mint({ client_id: "0oa1" }));
    assert.equal(status, 200);
    assert.equal(json.ok, false);
    assert.ok(json.reason && json.message && json.remedy && json.specification);
    assert.equal(json.decoded.claims.client_id, "0oa1");
    const nonsense = await verify(service, "nonsense");
    assert.equal(nonsense.json.reason, "not_compact_jws");
    assert.equal(nonsense.json.decoded, undefined);
  });

  it("never repeats a token, not even one inside a claim", async () => {
    const service = await launch();
    const inner = await issuer.mint();
    const idJag = await issuer.mint({ note: inner, list: [{ deep: inner }] });
    const { text } = await verify(service, idJag);
    for (const token of [inner, idJag]) {
      for (const part of token.split(".").slice(1)) assert.ok(!text.includes(part));
    }
    const log = await until(() => {
      const written = service.log.join("");
      return written.includes("/api/idjag/verify") && written;
    });
    for (const part of [...inner.split("."), ...idJag.split(".")]) assert.ok(!log.includes(part));
  });

  describe("with Redis", () => {
    let redis: RedisServer;
    before(async () => {
      redis = await startRedis();
    });
    after(() => redis.stop());

    for (const [policy, limit, evicts] of [
      ["allkeys-lru", "64mb", "allkeys-lru"],
      ["volatile-ttl", "64mb", "volatile-ttl"],
      ["allkeys-lru", "0", undefined],
      ["noeviction", "64mb", undefined],
    ] as const) {
      it(`says whether Redis may forget, with ${policy} and a limit of ${limit}`, async () => {
        const admin = new Redis(redis.url);
        await admin.config("SET", "maxmemory-policy", policy);
        await admin.config("SET", "maxmemory", limit);
        const service = await launch({ VERIFIER_REDIS_URL: redis.url });
        let replayCache: { up?: boolean; evicts?: string } = {};
        // The policy is asked for as soon as the connection is there.
        for (let round = 0; round < 20 && !(replayCache.up && replayCache.evicts); round++) {
          const { body } = await request(`${service.url}/readyz`, { dispatcher: agent });
          replayCache = ((await body.json()) as { replayCache: typeof replayCache }).replayCache;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        assert.equal(replayCache.evicts, evicts);
        assert.equal(service.log.join("").includes("noeviction"), evicts !== undefined);
        await admin.config("SET", "maxmemory", "0");
        admin.disconnect();
      });
    }

    it("lets one of two instances accept an ID-JAG that both get at once, 1,000 times", async () => {
      const settings = { VERIFIER_REDIS_URL: redis.url, VERIFIER_REQUESTS_PER_MINUTE: "100000" };
      const [one, other] = await Promise.all([launch(settings), launch(settings)]);
      const accepted: number[] = [];
      for (let round = 0; round < 50; round++) {
        const idJags = await Promise.all(Array.from({ length: 20 }, () => issuer.mint()));
        const results = await Promise.all(
          idJags.map((idJag) =>
            Promise.all([verify(one, idJag, true), verify(other, idJag, true)]),
          ),
        );
        for (const pair of results) {
          accepted.push(pair.filter(({ json }) => json.ok).length);
          const refused = pair.filter(({ json }) => json.reason === "replayed").length;
          assert.equal(refused, 1, pair.map(({ text }) => text).join("\n"));
        }
      }
      assert.equal(accepted.length, 1000);
      assert.deepEqual(new Set(accepted), new Set([1]));
    });

    it("accepts nothing while Redis is away, says so, and recovers", async () => {
      const service = await launch({ VERIFIER_REDIS_URL: redis.url });
      const ready = async () => (await request(`${service.url}/readyz`)).statusCode;
      await until(async () => (await ready()) === 200);
      const idJag = await issuer.mint();
      await redis.stop();
      for (const consume of [true, false]) {
        const { status, json } = await verify(service, idJag, consume);
        assert.equal(status, 503);
        assert.equal(json.reason, "replay_cache_unavailable");
      }
      const answer = await request(`${service.url}/readyz`);
      assert.equal(answer.statusCode, 503);
      const readiness = (await answer.body.json()) as Record<string, unknown>;
      assert.deepEqual(readiness.replayCache, { kind: "redis", up: false });
      assert.equal((await request(`${service.url}/healthz`)).statusCode, 200);
      const metrics = await (await request(`${service.url}/metrics`)).body.text();
      assert.match(metrics, /context7_ema_replay_cache_up 0/);
      await redis.start();
      await until(async () => (await ready()) === 200);
      assert.equal((await verify(service, idJag, true)).json.ok, true);
      assert.ok(!service.log.join("").includes("pass-of-redis"));
    });

    it("is not ready when it starts without Redis", async () => {
      const service = await launch({ VERIFIER_REDIS_URL: "redis://:pass-of-redis@127.0.0.1:9" });
      assert.equal((await request(`${service.url}/readyz`)).statusCode, 503);
      assert.equal((await verify(service, await issuer.mint(), true)).status, 503);
      assert.ok(!service.log.join("").includes("pass-of-redis"));
    });
  });
});
