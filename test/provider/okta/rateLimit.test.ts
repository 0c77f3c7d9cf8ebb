import assert from "node:assert/strict";
import fc from "fast-check";
import { standingFrom, waitFor } from "../../../provider/okta/rateLimit";

const NOW = Date.UTC(2026, 1, 3, 4, 5, 6);

/** Headers as Okta sends them, by a clock that is `ahead` of ours. */
const headers = (limit: number, remaining: number, secondsLeft: number, ahead = 0) => ({
  date: new Date(NOW + ahead).toUTCString(),
  "x-rate-limit-limit": `${limit}`,
  "x-rate-limit-remaining": `${remaining}`,
  "x-rate-limit-reset": `${(NOW + ahead) / 1000 + secondsLeft}`,
});

describe("what an answer tells of its rate-limit bucket", () => {
  for (const ahead of [0, 3_600_000, -7_200_000]) {
    it(`is the window's end by our clock, where Okta's is ${ahead / 1000} s ahead`, () => {
      const standing = standingFrom(headers(100, 98, 30, ahead), NOW);
      assert.equal(standing?.limit, 100);
      assert.equal(standing?.remaining, 98);
      assert.equal(standing?.until, NOW + 31_000);
    });
  }

  it("is measured by our clock where the answer has no date", () => {
    const { date: _, ...others } = headers(100, 98, 30);
    assert.equal(standingFrom(others, NOW)?.until, NOW + 31_000);
  });

  for (const [name, changed] of [
    ["no limit", { "x-rate-limit-limit": undefined }],
    ["no remaining calls", { "x-rate-limit-remaining": "" }],
    ["a reset that is no number", { "x-rate-limit-reset": "soon" }],
  ] as const) {
    it(`is nothing where there is ${name}`, () => {
      assert.equal(standingFrom({ ...headers(100, 98, 30), ...changed }, NOW), undefined);
    });
  }
});

describe("the wait for a call's turn", () => {
  const standing = (limit: number, remaining: number) => {
    const told = standingFrom(headers(limit, remaining, 29), NOW);
    assert.ok(told);
    return told;
  };

  it("is none while less than half is used, ours and others' together", () => {
    assert.equal(waitFor(standing(100, 99), 0, 0, NOW), 0);
    assert.equal(waitFor(standing(100, 52), 0, 0, NOW), 0);
  });

  it("is the rest of the window from then on", () => {
    assert.equal(waitFor(standing(100, 51), 0, 0, NOW), 30_000);
    assert.equal(waitFor(standing(100, 3), 0, 0, NOW + 10_000), 20_000);
  });

  it("lasts until an answer while unanswered calls may have used it up", () => {
    assert.equal(waitFor(standing(100, 60), 8, 0, NOW), 0);
    assert.equal(waitFor(standing(100, 60), 9, 0, NOW), Number.POSITIVE_INFINITY);
  });

  it("counts calls that were never answered", () => {
    assert.equal(waitFor(standing(100, 60), 0, 8, NOW), 0);
    assert.equal(waitFor(standing(100, 60), 0, 9, NOW), 30_000);
  });

  it("lets one call begin a new window, whatever the last one was like", () => {
    assert.equal(waitFor(standing(100, 0), 0, 0, NOW + 30_000), 0);
    assert.equal(waitFor(standing(100, 99), 1, 0, NOW + 30_000), Number.POSITIVE_INFINITY);
  });

  it("never lets a call use half, nor wait past the window's end", () => {
    const numbers = fc.nat({ max: 1000 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        numbers,
        numbers,
        numbers,
        numbers,
        (l, r, p, lost, ago) => {
          const told = { limit: l, remaining: Math.min(r, l), reset: 0, until: NOW };
          const wait = waitFor(told, p, lost, NOW - ago);
          const isOpen = ago > 0;
          if (wait === 0 && isOpen) assert.ok(l - told.remaining + p + lost + 1 < l / 2);
          if (wait === 0 && !isOpen) assert.equal(p, 0);
          if (wait === Number.POSITIVE_INFINITY) assert.ok(p > 0);
          else assert.ok(wait <= ago);
        },
      ),
    );
  });
});
