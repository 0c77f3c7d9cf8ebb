import assert from "node:assert/strict";
import { nextPage } from "../../../provider/okta/pages";

describe("nextPage", () => {
  const current = new URL("https://acme.okta.com/api/v1/apps?limit=1");
  const self = '<https://acme.okta.com/api/v1/apps?limit=1>; rel="self"';
  const next = '<https://acme.okta.com/api/v1/apps?after=0oa1&limit=1>; rel="next"';

  it("finds the next page in separate headers and in one", () => {
    const expected = "https://acme.okta.com/api/v1/apps?after=0oa1&limit=1";
    assert.equal(nextPage([self, next], current)?.href, expected);
    assert.equal(nextPage(`${self}, ${next}`, current)?.href, expected);
  });

  it("ends without one", () => {
    assert.equal(nextPage([self], current), undefined);
    assert.equal(nextPage(undefined, current), undefined);
  });

  for (const elsewhere of [
    "https://evil.example/api/v1/apps?after=1",
    "http://acme.okta.com/api/v1/apps?after=1",
    "//evil.example/api",
    "https://acme.okta.com:8443/api/v1/apps",
    current.href,
  ]) {
    it(`does not take the token to ${elsewhere}`, () => {
      assert.throws(() => nextPage(`<${elsewhere}>; rel="next"`, current), /not followed/);
    });
  }
});
