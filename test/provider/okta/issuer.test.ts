import assert from "node:assert/strict";
import { issuerProblem, orgUrlOf } from "../../../provider/okta/issuer";

describe("orgUrlOf", () => {
  it("puts org name and base URL together, okta.com by default", () => {
    assert.equal(orgUrlOf("acme"), "https://acme.okta.com");
    assert.equal(orgUrlOf("acme", "oktapreview.com"), "https://acme.oktapreview.com");
    assert.equal(orgUrlOf("login", "acme.example"), "https://login.acme.example");
  });
});

describe("issuerProblem", () => {
  for (const good of [
    "https://acme.okta.com",
    "https://acme.oktapreview.com",
    "https://acme.okta-emea.com",
    "https://login.acme.example",
    "https://login-admin.acme.example",
  ]) {
    it(`has nothing against ${good}`, () => assert.equal(issuerProblem(good), undefined));
  }

  for (const [issuer, tag, right] of [
    ["acme", "not-a-url", "https://acme.okta.com"],
    ["https://<your-org>.okta.com", "not-a-url", "https://acme.okta.com"],
    ["http://acme.okta.com", "not-https", "https://acme.okta.com"],
    ["javascript:alert(1)", "not-https", ""],
    ["https://acme-admin.okta.com", "admin-address", "https://acme.okta.com"],
    ["https://acme-admin.oktapreview.com/", "admin-address", "https://acme.oktapreview.com"],
    [
      "https://acme.okta.com/oauth2/default",
      "custom-authorization-server",
      "https://acme.okta.com",
    ],
    ["https://acme.okta.com/oauth2/aus1", "custom-authorization-server", "https://acme.okta.com"],
    ["https://acme.okta.com/", "trailing-slash", "https://acme.okta.com"],
    ["https://acme.okta.com/login", "not-an-origin", "https://acme.okta.com"],
    ["https://acme.okta.com?x=1", "not-an-origin", "https://acme.okta.com"],
    ["https://acme.okta.com#x", "not-an-origin", "https://acme.okta.com"],
    ["https://acme.okta.com:443", "not-an-origin", "https://acme.okta.com"],
    ["https://acme.okta.com:8443", "not-an-origin", "https://acme.okta.com"],
    ["https://somebody@acme.okta.com", "not-an-origin", "https://acme.okta.com"],
    ["https://Acme.okta.com", "not-an-origin", "https://acme.okta.com"],
  ] as const) {
    it(`refuses ${issuer} as ${tag}, and says what is right`, () => {
      const problem = issuerProblem(issuer);
      assert.equal(problem?.tag, tag);
      assert.ok(problem?.message.includes(right), problem?.message);
      assert.ok(problem?.message.includes(`"${issuer}"`));
    });
  }

  it("calls the org authorization server by its name", () => {
    assert.match(
      issuerProblem("https://acme.okta.com/oauth2/default")?.message ?? "",
      /org authorization server/,
    );
  });
});
