import assert from "node:assert/strict";
import { issuerViolations } from "../../../policy/rules/issuerIsOrgServer";
import { COMPONENT_TYPES } from "../../../provider/typeTokens";
import { handMade, messages, teamspace, UNKNOWN, unknowns } from "../stack";

describe("policy: issuerIsOrgServer", () => {
  const judged = (issuer: unknown, issuers?: string[]) => {
    const stack = handMade("dev");
    stack.add(COMPONENT_TYPES.whole, "context7", { issuer });
    return issuerViolations(stack.resources, { issuers });
  };

  it("passes an org's address, a custom domain too", () => {
    for (const issuer of ["https://acme.okta.com", "https://login.acme.example"]) {
      assert.deepEqual(judged(issuer), []);
    }
  });

  it("names what is wrong with another, and what to set in which file", () => {
    const [message = ""] = messages(judged("https://acme.okta.com/oauth2/default"));
    assert.match(
      message,
      /^context7: .*custom authorization server.*Use https:\/\/acme\.okta\.com\. /,
    );
    assert.match(message, /Set context7-ema:issuer in Pulumi\.dev\.yaml/);
    assert.match(messages(judged("https://acme.okta.com/"))[0] ?? "", /ends with a slash/);
    assert.match(messages(judged("http://acme.okta.com"))[0] ?? "", /not an https address/);
  });

  it("keeps to the issuers it is given", () => {
    const issuers = ["https://acme.okta.com"];
    assert.deepEqual(judged("https://acme.okta.com", issuers), []);
    const [message = ""] = messages(judged("https://globex.okta.com", issuers));
    assert.match(message, /globex.* is none of those that the policy allows \(https:\/\/acme/);
  });

  it("looks at a teamspace that is declared alone", () => {
    const stack = handMade();
    teamspace(stack, { issuer: "https://acme-admin.okta.com" });
    assert.match(messages(issuerViolations(stack.resources, {}))[0] ?? "", /Admin Console/);
  });

  it("does not judge what a preview does not know", () => {
    const judgements = judged(UNKNOWN);
    assert.deepEqual(messages(judgements), []);
    assert.match(unknowns(judgements)[0] ?? "", /\.issuer can't be known/);
  });

  it("has nothing to say about other resources", () => {
    const stack = handMade();
    stack.add("okta:auth/server:Server", "server", { issuer: "https://acme.okta.com/oauth2/x" });
    assert.deepEqual(issuerViolations(stack.resources, {}), []);
  });
});
