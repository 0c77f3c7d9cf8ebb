import assert from "node:assert/strict";
import { describeToken } from "../../demo/claims";

describe("a token's claims, for reading", () => {
  it("begins with who vouches for whom, with notes, and times from now", () => {
    const token = {
      header: { alg: "RS256", typ: "oauth-id-jag+jwt" },
      claims: {
        jti: "1",
        exp: 1_300,
        iat: 1_000,
        aud: "https://context7.com",
        iss: "https://acme.okta.com",
      },
    };
    assert.deepEqual(describeToken(token, { aud: "the resource app's issuer URL" }, 1_000), [
      "header  oauth-id-jag+jwt, RS256",
      "iss     https://acme.okta.com",
      "aud     https://context7.com  (the resource app's issuer URL)",
      "jti     1",
      "exp     in 5 min",
      "iat     now",
    ]);
  });

  it("names no type that the header does not name", () => {
    const [header] = describeToken({ header: { alg: "RS256" }, claims: {} }, {}, 0);
    assert.equal(header, "header  RS256");
  });
});
