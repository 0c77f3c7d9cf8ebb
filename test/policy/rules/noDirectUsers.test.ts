import assert from "node:assert/strict";
import { directUserViolations } from "../../../policy/rules/noDirectUsers";
import { USER_ASSIGNMENT } from "../../../provider/typeTokens";
import { handMade, messages, UNKNOWN, unknowns } from "../stack";

describe("policy: noDirectUsers", () => {
  function withUser(name: string) {
    const stack = handMade(name);
    const client = stack.app("requesting", "Claude");
    stack.group(client, "00g1");
    stack.user(client, "dev@acme.example");
    return stack;
  }

  it("names the user and the app in production, and where to take them out", () => {
    for (const name of ["prod", "prod-eu", "production"]) {
      const found = messages(directUserViolations(withUser(name).resources, {}));
      assert.equal(found.length, 1);
      const [message = ""] = found;
      assert.match(message, /user “dev@acme\.example” is assigned to “Claude” one by one/);
      assert.ok(message.includes(`userLogins and userIds in Pulumi.${name}.yaml`), message);
    }
  });

  it("passes groups in production, and users elsewhere", () => {
    const stack = handMade();
    stack.group(stack.app("requesting", "Claude"), "00g1");
    assert.deepEqual(directUserViolations(stack.resources, {}), []);
    assert.deepEqual(directUserViolations(withUser("staging").resources, {}), []);
  });

  it("holds in the environments it is given, and in no other", () => {
    const environments = ["live-*", "staging"];
    assert.deepEqual(directUserViolations(withUser("prod").resources, { environments }), []);
    for (const name of ["staging", "live-eu"]) {
      assert.equal(directUserViolations(withUser(name).resources, { environments }).length, 1);
    }
  });

  it("leaves users of other apps alone, and an empty stack", () => {
    const stack = handMade();
    stack.app("requesting", "Claude");
    const payroll = stack.add("okta:app/saml:Saml", "payroll");
    stack.user(payroll, "dev@acme.example");
    stack.add(USER_ASSIGNMENT, "known", { appId: "0oaOther", userId: "00u1" });
    assert.deepEqual(directUserViolations(stack.resources, {}), []);
    assert.deepEqual(directUserViolations([], {}), []);
    const without = handMade();
    without.user(UNKNOWN, "dev@acme.example");
    assert.deepEqual(directUserViolations(without.resources, {}), [], "no app of this package");
  });

  it("says of a user on an unknown app that it could not judge", () => {
    const stack = withUser("prod");
    stack.user(UNKNOWN, "other@acme.example");
    const judgements = directUserViolations(stack.resources, {});
    assert.equal(messages(judgements).length, 1, "what is certain is said all the same");
    assert.equal(unknowns(judgements).length, 1);
  });
});
