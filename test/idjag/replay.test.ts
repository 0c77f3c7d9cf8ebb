import assert from "node:assert/strict";
import { createMemoryReplayCache, ReplayCacheFullError, replayKey } from "../../src/idjag";

describe("idjag: replay cache in memory", () => {
  it("one of many marks at once is fresh", async () => {
    const cache = createMemoryReplayCache();
    const states = await Promise.all(Array.from({ length: 100 }, () => cache.mark("k", 10)));
    assert.equal(states.filter((state) => state === "fresh").length, 1);
  });

  it("forgets when the time is over, not before", async () => {
    let at = 0;
    const cache = createMemoryReplayCache({ now: () => at });
    await cache.mark("k", 10);
    at = 9_999;
    assert.equal(await cache.peek?.("k"), "seen");
    assert.equal(await cache.mark("k", 10), "seen");
    at = 10_000;
    assert.equal(await cache.peek?.("k"), "fresh");
    assert.equal(await cache.mark("k", 10), "fresh");
  });

  it("looking does not mark", async () => {
    const cache = createMemoryReplayCache();
    assert.equal(await cache.peek?.("k"), "fresh");
    assert.equal(await cache.mark("k", 10), "fresh");
  });

  it("when full it fails and forgets nothing: no sender can push an entry out", async () => {
    let at = 0;
    const cache = createMemoryReplayCache({ maxEntries: 2, now: () => at });
    await cache.mark("a", 10);
    await cache.mark("b", 10);
    await assert.rejects(cache.mark("c", 10), ReplayCacheFullError);
    assert.equal(await cache.mark("a", 10), "seen");
    assert.equal(await cache.mark("b", 10), "seen");
    at = 10_000;
    assert.equal(await cache.mark("c", 10), "fresh");
  });

  it("never holds more than it may, however many pass through", async () => {
    let at = 0;
    const cache = createMemoryReplayCache({ maxEntries: 100, now: () => at });
    for (let i = 0; i < 5_000; i++) {
      at += 1_000;
      assert.equal(await cache.mark(`k${i}`, 1 + (i % 50)), "fresh");
    }
  });

  it("keys tell issuers and tokens apart, at any length, and are short", () => {
    const long = "j".repeat(16_000);
    const pairs: [string, string][] = [
      ["https://a", "jti"],
      ["https://b", "jti"],
      ["https://a", "b"],
      ["https://a", "b\nc"],
      ["https://a", long],
      ["https://a", `${long}.`],
      ["https://b", long],
    ];
    const keys = pairs.map(([issuer, jti]) => replayKey(issuer, jti));
    assert.equal(new Set(keys).size, pairs.length);
    assert.ok(keys.every((key) => key.length <= 256));
  });

  it("no jti can be chosen whose key is another one's digest", () => {
    const digest = replayKey("https://a", "j".repeat(16_000));
    assert.match(digest, /^[0-9a-f]{64}$/);
    assert.notEqual(replayKey("https://a", digest), digest);
  });
});
