import assert from "node:assert/strict";
import { askedWait, type FailedAttempt, waitBeforeRetry } from "../../provider/retry";

describe("waitBeforeRetry", () => {
  const limits = { retries: 3, longestWait: 60_000, totalWait: 90_000 };
  const now = Date.parse("2026-11-22T20:00:00Z");
  const wait = (attempt: Partial<FailedAttempt>) =>
    waitBeforeRetry({ repeatable: true, retries: 0, waited: 0, ...attempt }, limits, now);

  it("repeats what was refused for the rate, even what must not be sent twice", () => {
    assert.equal(wait({ status: 429, repeatable: false }), 1000);
  });

  it("repeats after a failure only what may be sent twice", () => {
    assert.equal(wait({ status: 503 }), 1000);
    assert.equal(wait({ status: 503, repeatable: false }), undefined);
    assert.equal(wait({ code: "ECONNRESET" }), 1000);
    assert.equal(wait({ code: "ECONNRESET", repeatable: false }), undefined);
  });

  it("repeats what never reached the server", () => {
    assert.equal(wait({ code: "ECONNREFUSED", repeatable: false }), 1000);
  });

  for (const attempt of [
    { status: 400 },
    { status: 401 },
    { status: 404 },
    { status: 302 },
    { code: "CERT_HAS_EXPIRED" },
    { code: "ENOTFOUND" },
    {},
  ]) {
    it(`does not repeat ${JSON.stringify(attempt)}`, () => assert.equal(wait(attempt), undefined));
  }

  it("waits twice as long each time when the server does not say", () => {
    assert.equal(wait({ status: 500, retries: 1 }), 2000);
    assert.equal(wait({ status: 500, retries: 2 }), 4000);
  });

  it("ends: in number, by one wait, by all waits", () => {
    assert.equal(wait({ status: 429, retries: 3 }), undefined);
    assert.equal(wait({ status: 429, headers: { "retry-after": "61" } }), undefined);
    const third = { status: 429, headers: { "retry-after": "30" } };
    assert.equal(wait({ ...third, waited: 60_000 }), 30_000);
    assert.equal(wait({ ...third, waited: 60_001 }), undefined);
  });
});

describe("askedWait", () => {
  const now = Date.parse("2026-11-22T20:00:00Z");
  const seconds = now / 1000;

  it("reads Okta's reset against the server's own clock, plus a second", () => {
    const headers = {
      "x-rate-limit-reset": String(seconds + 100),
      date: new Date(now + 90_000).toUTCString(),
    };
    assert.equal(askedWait(headers, now), 11_000);
  });

  it("uses this clock when the server sends no Date", () => {
    assert.equal(askedWait({ "x-rate-limit-reset": String(seconds + 2) }, now), 3000);
  });

  it("takes a reset in the past for now", () => {
    assert.equal(askedWait({ "x-rate-limit-reset": String(seconds - 50) }, now), 1000);
  });

  it("reads Context7's headers, Retry-After first", () => {
    assert.equal(askedWait({ "ratelimit-reset": String(seconds + 5) }, now), 6000);
    const both = { "retry-after": "3", "ratelimit-reset": String(seconds + 5) };
    assert.equal(askedWait(both, now), 3000);
    assert.equal(askedWait({ "retry-after": new Date(now + 4000).toUTCString() }, now), 4000);
  });

  it("makes nothing of nonsense", () => {
    assert.equal(askedWait({ "retry-after": "soon", "x-rate-limit-reset": "-1" }, now), undefined);
    assert.equal(askedWait({}, now), undefined);
  });
});
