import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { countIdJags } from "../../../src/verifier/flow/allowance";
import { maskedEmail, shownClaims } from "../../../src/verifier/flow/shownClaims";

describe("the count of ID-JAGs", () => {
  const november = Date.UTC(2026, 10, 30, 23, 59);
  const december = Date.UTC(2026, 11, 1);

  it("adds by user, and changes nothing that was handed in", () => {
    const first = countIdJags(undefined, november, { user: "00u1", count: 2 });
    assert.deepEqual(first, { month: "2026-11", limit: 250, users: { "00u1": 2 } });
    const second = countIdJags(first, november, { user: "00u2", count: 1 });
    assert.deepEqual(second.users, { "00u1": 2, "00u2": 1 });
    assert.deepEqual(first.users, { "00u1": 2 });
  });

  it("starts anew with the month, and is kept where none was issued", () => {
    const first = countIdJags(undefined, november, { user: "00u1", count: 2 });
    assert.deepEqual(countIdJags(first, december, undefined).users, {});
    assert.deepEqual(countIdJags(first, november, undefined), first);
    assert.deepEqual(countIdJags(undefined, november, { user: "00u1", count: 0 }).users, {});
  });
});

describe("claims as a report shows them", () => {
  it("keeps known claims only, a digest of jti and the domain of the address", () => {
    const shown = shownClaims({
      iss: "https://acme.okta.com",
      aud: ["https://context7.com"],
      email: "dev.one@acme.example",
      jti: "IDAAG.one",
      exp: 1,
      custom: "private",
    });
    assert.deepEqual(Object.keys(shown), ["iss", "aud", "email", "exp", "jti"]);
    assert.equal(shown.email, "d…@acme.example");
    assert.doesNotMatch(String(shown.jti), /IDAAG/);
  });

  it("makes sense of addresses that are none", () => {
    assert.equal(maskedEmail("no address"), "n…@");
    assert.equal(maskedEmail(["a@b"]), "…@");
  });

  it("passes no token on, in whatever claim it stands", () => {
    const token = `eyJ${"a".repeat(30)}.${"b".repeat(30)}.${"c".repeat(30)}`;
    const shown = JSON.stringify(shownClaims({ sub: token, act: { sub: token }, scope: token }));
    assert.ok(!shown.includes("bbbb"), shown);
  });
});
