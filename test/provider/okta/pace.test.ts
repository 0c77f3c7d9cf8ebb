import assert from "node:assert/strict";
import fc from "fast-check";
import { createPace } from "../../../provider/okta/pace";
import { type SimulatedBucket, simulatedClock, simulatedOkta, type Window } from "./simulation";

interface Call {
  endpoint: string;
  /** When somebody wants to make it, and how long it takes to get there and back, in milliseconds. */
  at: number;
  there: number;
  back: number;
  isLost?: boolean;
}

/** Makes the calls at the pace. @returns every window, and how long it took in seconds. */
async function play(buckets: SimulatedBucket[], calls: Call[]) {
  const clock = simulatedClock();
  const pace = createPace({ clock });
  const okta = simulatedOkta(buckets, clock);
  const start = clock.now();
  const make = async ({ endpoint, at, there, back, isLost = false }: Call) => {
    await clock.sleep(at);
    const answered = await pace.turn(endpoint);
    await clock.sleep(there);
    const headers = okta.answer(endpoint);
    await clock.sleep(back);
    answered(isLost ? undefined : headers);
  };
  await clock.run(Promise.all(calls.map(make)));
  return { windows: okta.windows, seconds: (clock.now() - start) / 1000 };
}

/** That many calls of an endpoint that everybody wants to make at once. */
const many = (count: number, endpoint: string): Call[] =>
  Array.from({ length: count }, () => ({ endpoint, at: 0, there: 40, back: 40 }));

const used = ({ windows }: { windows: Window[] }) => windows.map(({ ours }) => ours);

describe("the pace of calls to Okta", () => {
  it("uses all it may and no more: 49 of 100 in every window", async () => {
    const bucket = { limit: 100, endpoints: ["GET /a"], others: 0 };
    const played = await play([bucket], many(150, "GET /a"));
    assert.deepEqual(used(played), [49, 49, 49, 3]);
    assert.ok(played.seconds < 3 * 63, `${played.seconds}`);
  });

  it("says once how long everybody waits for the next window", async () => {
    const waits: number[] = [];
    const clock = simulatedClock();
    const pace = createPace({ clock, onWait: (milliseconds) => waits.push(milliseconds) });
    const okta = simulatedOkta([{ limit: 20, endpoints: ["GET /a"], others: 0 }], clock);
    const call = async () => (await pace.turn("GET /a"))(okta.answer("GET /a"));
    await clock.run(Promise.all(Array.from({ length: 25 }, call)));
    assert.deepEqual(waits, [61_000, 61_000]);
  });

  it("learns that endpoints share a bucket, from the first answers", async () => {
    const bucket = { limit: 100, endpoints: ["GET /a", "GET /b", "GET /c"], others: 0 };
    const calls = ["GET /a", "GET /b", "GET /c"].flatMap((endpoint) => many(30, endpoint));
    const { windows } = await play([bucket], calls);
    assert.deepEqual(used({ windows }), [49, 41]);
  });

  it("does not wait in one bucket for another", async () => {
    const buckets = [
      { limit: 100, endpoints: ["GET /a"], others: 0 },
      { limit: 600, endpoints: ["GET /b"], others: 0 },
    ];
    const { windows, seconds } = await play(buckets, [
      ...many(40, "GET /a"),
      ...many(250, "GET /b"),
    ]);
    assert.deepEqual(used({ windows }), [40, 250]);
    assert.ok(seconds < 10, `${seconds}`);
  });

  it("leaves a bucket to others when they use half of it: one call a window looks", async () => {
    const bucket = { limit: 100, endpoints: ["GET /a"], others: 60 };
    assert.deepEqual(used(await play([bucket], many(4, "GET /a"))), [1, 1, 1, 1]);
  });

  it("takes only what others leave of the half", async () => {
    const bucket = { limit: 100, endpoints: ["GET /a"], others: 30 };
    assert.deepEqual(used(await play([bucket], many(30, "GET /a"))), [19, 11]);
  });

  it("goes one by one where answers tell nothing", async () => {
    const played = await play([], many(10, "GET /a"));
    assert.ok(played.seconds >= 0.8, `${played.seconds}`);
  });

  it("is not misled by answers that overtake each other", async () => {
    const bucket = { limit: 100, endpoints: ["GET /a"], others: 0 };
    const calls = many(100, "GET /a").map((call, index) => ({ ...call, back: 900 - 7 * index }));
    const { windows } = await play([bucket], calls);
    assert.ok(
      windows.every(({ ours }) => ours < 50),
      JSON.stringify(windows),
    );
  });

  it("counts a call whose answer was lost", async () => {
    const bucket = { limit: 100, endpoints: ["GET /a"], others: 0 };
    const lost = many(80, "GET /a").map((call, index) => ({ ...call, isLost: index % 3 === 1 }));
    const { windows } = await play([bucket], lost);
    assert.ok(
      windows.every(({ ours }) => ours < 50),
      JSON.stringify(windows),
    );
  });

  it("counts an answer once, though it ends in an error later", async () => {
    const clock = simulatedClock();
    const pace = createPace({ clock });
    const okta = simulatedOkta([{ limit: 100, endpoints: ["GET /a"], others: 0 }], clock);
    for (let call = 0; call < 49; call += 1) {
      const answered = await clock.run(pace.turn("GET /a"));
      answered(okta.answer("GET /a"));
      answered();
    }
    assert.deepEqual(used(okta), [49]);
  });

  it("never sends more than half of a window's limit, whoever calls what and when", async () => {
    const endpoints = ["GET /a", "GET /b", "GET /c", "GET /d", "GET /e"];
    const bucket = fc.record({
      limit: fc.constantFrom(10, 20, 50, 51, 100),
      others: fc.constantFrom(0, 0, 3, 30),
    });
    const call = fc.record({
      endpoint: fc.constantFrom(...endpoints),
      at: fc.nat({ max: 70_000 }),
      there: fc.nat({ max: 3000 }),
      back: fc.nat({ max: 3000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(bucket, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat({ max: 3 }), { minLength: 5, maxLength: 5 }),
        fc.array(call, { minLength: 30, maxLength: 120 }),
        async (kinds, homes, calls) => {
          const buckets = kinds.map((kind, index) => ({
            ...kind,
            endpoints: endpoints.filter((_, one) => (homes[one] ?? 0) % kinds.length === index),
          }));
          const { windows } = await play(buckets, calls);
          for (const { ours, others, limit } of windows) {
            // Where others have used half, one call of each endpoint may have asked how it stands.
            const most = others * 2 < limit ? limit / 2 : endpoints.length;
            assert.ok(ours <= Math.max(1, most), JSON.stringify({ ours, others, limit }));
            if (others === 0) assert.ok(ours < limit / 2, JSON.stringify({ ours, limit }));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
