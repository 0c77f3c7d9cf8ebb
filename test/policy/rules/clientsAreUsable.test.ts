import assert from "node:assert/strict";
import { clientViolations } from "../../../policy/rules/clientsAreUsable";
import { OAUTH_APP } from "../../../provider/typeTokens";
import { handMade, messages, UNKNOWN, unknowns } from "../stack";

describe("policy: clientsAreUsable", () => {
  it("passes a client with a connection and a group, in a first preview too", () => {
    const stack = handMade();
    const client = stack.app("requesting", "Claude");
    stack.connect(client, stack.app("resource", "Context7"));
    stack.group(client, "00g1");
    assert.deepEqual(clientViolations(stack.resources, {}), []);
  });

  it("names a client without a group, users or not, and where to set it", () => {
    const stack = handMade();
    const client = stack.app("requesting", "Claude", { path: "requestingApps.claude" });
    const resource = stack.app("resource", "Context7");
    stack.connect(client, resource);
    stack.user(client, "dev@acme.example");
    stack.group(resource, "00g1");
    const [message = "", ...more] = messages(clientViolations(stack.resources, {}));
    assert.match(
      message,
      /“Claude” has no group.*requestingApps\.claude\.assignments in Pulumi\.prod\.yaml/,
    );
    assert.deepEqual(more, []);
  });

  it("names a client without a connection, whatever others have", () => {
    const stack = handMade();
    const resource = stack.app("resource", "Context7");
    stack.connect(stack.app("requesting", "VS Code", { id: "0oaV" }), resource);
    stack.group("0oaV", "00g1");
    const client = stack.app("requesting", "Claude");
    stack.group(client, "00g1");
    const found = messages(clientViolations(stack.resources, {}));
    assert.equal(found.length, 1);
    assert.match(found[0] ?? "", /“Claude” has no connection to Context7/);
  });

  it("judges an adopted client that the stack declares with its connection", () => {
    const stack = handMade();
    stack.connect(stack.app("requesting", "Claude", { id: "0oaC" }), "0oaOfTheOwnerStack");
    assert.match(messages(clientViolations(stack.resources, {})).join(), /“Claude” has no group/);
    stack.group("0oaC", "00g1");
    assert.deepEqual(clientViolations(stack.resources, {}), []);
  });

  it("leaves alone what another stack may own of an adopted client, unless told otherwise", () => {
    const stack = handMade();
    stack.app("requesting", "Claude", { id: "0oaC" });
    stack.connect("0oaByIdAlone", stack.app("resource", "Context7"));
    assert.deepEqual(clientViolations(stack.resources, {}), []);
    const found = messages(clientViolations(stack.resources, { adoptedApps: true }));
    assert.equal(found.length, 3);
    assert.match(found.join(), /“Claude” has no connection/);
    assert.match(found.join(), /“Claude” has no group/);
    assert.match(found.join(), /“0oaByIdAlone” has no group/);
  });

  it("knows an app that a program made by itself by its connection", () => {
    const stack = handMade();
    const client = stack.add(OAUTH_APP, "own", { id: UNKNOWN, label: "Own" });
    stack.connect(client, "0oaContext7");
    assert.match(messages(clientViolations(stack.resources, {})).join(), /“Own” has no group/);
    stack.group(client, "00g1");
    assert.deepEqual(clientViolations(stack.resources, {}), []);
  });

  it("does not judge while whose an assignment is, is unknown", () => {
    const stack = handMade();
    const client = stack.app("requesting", "Claude");
    stack.connect(client, stack.app("resource", "Context7"));
    stack.group(UNKNOWN, "00g1");
    const judgements = clientViolations(stack.resources, {});
    assert.deepEqual(messages(judgements), []);
    assert.match(unknowns(judgements)[0] ?? "", /\.appId can't be known/);
  });

  it("has nothing to say about other apps of a stack, known or not", () => {
    const stack = handMade();
    stack.group(stack.add("okta:app/saml:Saml", "payroll"), "00g1");
    stack.group(UNKNOWN, "00g1");
    assert.deepEqual(clientViolations(stack.resources, { adoptedApps: true }), []);
  });
});
