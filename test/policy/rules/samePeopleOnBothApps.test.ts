import assert from "node:assert/strict";
import { samePeopleViolations } from "../../../policy/rules/samePeopleOnBothApps";
import { DIRECTORY_LOOKUP, GROUP, GROUP_ASSIGNMENTS } from "../../../provider/typeTokens";
import { handMade, messages, UNKNOWN, unknowns } from "../stack";

describe("policy: samePeopleOnBothApps", () => {
  function connected(stack = handMade()) {
    const client = stack.app("requesting", "Claude");
    const resource = stack.app("resource", "Context7");
    stack.connect(client, resource);
    stack.group(resource, "00gEngineering");
    return { stack, client, resource };
  }

  it("passes when everybody on a client is on the resource app, and everybody there on a client", () => {
    const { stack, client, resource } = connected();
    stack.group(client, "00gEngineering");
    const second = stack.app("requesting", "VS Code");
    stack.connect(second, resource);
    stack.group(second, "00gDesign");
    stack.group(resource, "00gDesign");
    assert.deepEqual(samePeopleViolations(stack.resources, {}), []);
  });

  it("names who is on the resource app and on none of its clients", () => {
    const { stack, client, resource } = connected();
    stack.add(DIRECTORY_LOOKUP, "lookup", { groupIds: { Design: "00gDesign" } });
    stack.group(client, "00gEngineering");
    stack.group(resource, "00gDesign");
    stack.user(resource, "dev@acme.example");
    stack.connect(stack.app("requesting", "VS Code"), resource);
    const found = messages(samePeopleViolations(stack.resources, {}));
    assert.equal(found.length, 2);
    assert.match(
      found[0] ?? "",
      /group “Design” is assigned to the resource app “Context7” and to none of its requesting apps \(“Claude”, “VS Code”\).*groupNames.*requestingApps\.\*\.assignments/,
    );
    assert.match(found[1] ?? "", /user “dev@acme\.example”.*userLogins/);
    assert.deepEqual(samePeopleViolations(stack.resources, { clientsElsewhere: true }), []);
  });

  it("an owner stack has people on the resource app, and no clients", () => {
    const stack = handMade();
    stack.group(stack.app("resource", "Context7"), "00gEngineering");
    assert.deepEqual(samePeopleViolations(stack.resources, { adoptedApps: true }), []);
  });

  it("leaves alone who may be on an adopted client by another stack, unless told otherwise", () => {
    const stack = handMade();
    const resource = stack.app("resource", "Context7");
    stack.group(resource, "00gEngineering");
    stack.connect("0oaOfAnotherStack", resource);
    assert.deepEqual(samePeopleViolations(stack.resources, {}), []);
    const found = messages(samePeopleViolations(stack.resources, { adoptedApps: true }));
    assert.match(found.join(), /none of its requesting apps \(“0oaOfAnotherStack”\)/);
    stack.group("0oaOfAnotherStack", "00gEngineering");
    assert.deepEqual(samePeopleViolations(stack.resources, {}), []);
    stack.group(resource, "00gDesign");
    assert.match(messages(samePeopleViolations(stack.resources, {})).join(), /“00gDesign”/);
  });

  it("names the group or user that is missing there, by name where it is known", () => {
    const { stack, client } = connected();
    stack.group(client, "00gEngineering");
    stack.add(DIRECTORY_LOOKUP, "lookup", { groupIds: { Design: "00gDesign" } });
    stack.group(client, "00gDesign");
    stack.group(client, "00gOther");
    stack.user(client, "dev@acme.example");
    const found = messages(samePeopleViolations(stack.resources, {}));
    assert.equal(found.length, 3);
    assert.match(found.join(), /group “Design” is assigned to the requesting app “Claude” and not/);
    assert.match(found.join(), /group “00gOther”/);
    assert.match(found.join(), /user “dev@acme\.example”.*userLogins \(or userIds\)/);
  });

  it("holds each client of two components against its own resource app", () => {
    const { stack, client } = connected();
    const other = handMade();
    const second = other.app("resource", "Elsewhere");
    other.group(second, "00gDesign");
    stack.group(client, "00gEngineering");
    stack.group(client, "00gDesign");
    const both = [...stack.resources, ...other.resources];
    assert.match(messages(samePeopleViolations(both, {})).join(), /resource app “Context7”/);
  });

  it("takes an app that two components adopt for one", () => {
    const stack = handMade();
    const client = stack.app("requesting", "Claude");
    stack.connect(client, stack.app("resource", "Context7", { id: "0oaR" }));
    stack.group(client, "00gEngineering");
    stack.group(stack.app("resource", "Context7 again", { id: "0oaR" }), "00gEngineering");
    assert.deepEqual(samePeopleViolations(stack.resources, { adoptedApps: true }), []);
  });

  it("leaves alone an adopted resource app that another stack assigns, unless told otherwise", () => {
    const stack = handMade();
    const client = stack.app("requesting", "Claude");
    stack.connect(client, "0oaOfTheOwnerStack");
    stack.group(client, "00gEngineering");
    assert.deepEqual(samePeopleViolations(stack.resources, {}), []);
    const found = messages(samePeopleViolations(stack.resources, { adoptedApps: true }));
    assert.match(found.join(), /not to the resource app “0oaOfTheOwnerStack”/);
  });

  it("knows a group that the same preview makes, and a list of groups", () => {
    const { stack, client, resource } = connected();
    stack.group(client, "00gEngineering");
    const group = stack.add(GROUP, "developers", { id: UNKNOWN, name: "Developers" });
    stack.group(client, group);
    assert.match(messages(samePeopleViolations(stack.resources, {})).join(), /group “Developers”/);
    stack.group(resource, group);
    assert.deepEqual(samePeopleViolations(stack.resources, {}), []);
    const groups = [{ id: "00gEngineering" }, { id: "00gList" }];
    const sources = { propertyDependencies: { appId: [client] } } as object;
    stack.add(GROUP_ASSIGNMENTS, "list", { appId: UNKNOWN, groups }, sources);
    assert.match(messages(samePeopleViolations(stack.resources, {})).join(), /“00gList”/);
  });

  it("does not judge while who is on an app is unknown", () => {
    const { stack, client, resource } = connected();
    stack.group(client, "00gDesign");
    stack.group(resource, UNKNOWN);
    stack.group(client, UNKNOWN);
    const judgements = samePeopleViolations(stack.resources, {});
    assert.deepEqual(messages(judgements), []);
    assert.match(unknowns(judgements)[0] ?? "", /\.groupId can't be known/);
  });
});
