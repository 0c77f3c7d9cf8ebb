import assert from "node:assert/strict";
import { everyoneViolations } from "../../../policy/rules/notEveryone";
import { DIRECTORY_LOOKUP } from "../../../provider/typeTokens";
import { handMade, messages, UNKNOWN, unknowns } from "../stack";

describe("policy: notEveryone", () => {
  function withGroups(...groups: string[]) {
    const stack = handMade("dev");
    const client = stack.app("requesting", "Claude");
    const groupIds = Object.fromEntries(groups.map((name) => [name, `00g-${name}`]));
    stack.add(DIRECTORY_LOOKUP, "lookup", { groupIds });
    for (const id of Object.values(groupIds)) stack.group(client, id);
    return stack;
  }

  it("passes other groups", () => {
    const stack = withGroups("Engineering", "Everyone at work");
    assert.deepEqual(everyoneViolations(stack.resources, {}), []);
  });

  it("names the group, the app, why, and where to name others", () => {
    const [message = ""] = messages(everyoneViolations(withGroups("Everyone").resources, {}));
    assert.match(message, /group “Everyone” is assigned to “Claude”.*may be billed/);
    assert.match(message, /context7-ema:assignments in Pulumi\.dev\.yaml/);
  });

  it("takes further names as patterns, and IDs", () => {
    const stack = withGroups("Everyone", "All staff", "Engineering");
    const groupNames = ["All *"];
    assert.match(
      messages(everyoneViolations(stack.resources, { groupNames })).join(),
      /“All staff”/,
    );
    const byId = everyoneViolations(stack.resources, { groupNames, groupIds: ["00g-Engineering"] });
    assert.equal(messages(byId).length, 2);
  });

  it("leaves Everyone on other apps alone", () => {
    const stack = withGroups("Engineering");
    stack.group(stack.add("okta:app/bookmark:Bookmark", "wiki"), "00g-Everyone");
    assert.deepEqual(everyoneViolations(stack.resources, { groupIds: ["00g-Everyone"] }), []);
  });

  it("says of an unknown group that it could not judge", () => {
    const stack = handMade();
    stack.group(stack.app("requesting", "Claude"), UNKNOWN);
    const judgements = everyoneViolations(stack.resources, {});
    assert.deepEqual(messages(judgements), []);
    assert.match(unknowns(judgements)[0] ?? "", /\.groupId can't be known/);
  });
});
