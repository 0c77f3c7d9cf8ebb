import assert from "node:assert/strict";
import { unconfirmedTeamspaces } from "../../../policy/rules/teamspaceConfirmed";
import { handMade, messages, teamspace, UNKNOWN, unknowns } from "../stack";

describe("policy: teamspaceConfirmed", () => {
  const judged = (props: object) => {
    const stack = handMade("staging");
    teamspace(stack, props);
    return unconfirmedTeamspaces(stack.resources);
  };

  it("passes one that is confirmed, one managed by api, and a stack without any", () => {
    assert.deepEqual(judged({ confirmed: true }), []);
    assert.deepEqual(judged({ management: "api", confirmed: undefined }), []);
    assert.deepEqual(unconfirmedTeamspaces(handMade().resources), []);
  });

  it("says what to save where, with the code and the file", () => {
    const [message = ""] = messages(judged({ scope: "mcp:read" }));
    assert.match(message, /issuer https:\/\/acme\.okta\.com, scope mcp:read\) are not confirmed/);
    assert.match(
      message,
      /context7-ema:teamspaceConfirmation in Pulumi\.staging\.yaml to B4P8-19A4\./,
    );
    assert.match(messages(judged({}))[0] ?? "", /scope left blank/);
  });

  it("does not judge what a preview does not know", () => {
    const judgements = judged({ confirmed: UNKNOWN });
    assert.deepEqual(messages(judgements), []);
    assert.match(unknowns(judgements)[0] ?? "", /\.confirmed can't be known/);
  });
});
