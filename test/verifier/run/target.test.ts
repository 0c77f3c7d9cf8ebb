import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseTarget, targetFromOutputs } from "../../../src/verifier/target";

const MINIMAL = {
  orgUrl: "https://acme.okta.com",
  issuer: "https://acme.okta.com",
  resourceApp: { label: "Context7" },
  requestingApps: { claude: { appId: "0oa1", clientId: "0oa1", clientIdAtResource: "claude" } },
};

/** What `pulumi stack output --json --show-secrets` prints for the stack of this repository. */
const OUTPUTS = {
  orgUrl: "https://acme.okta.com",
  issuer: "https://acme.okta.com",
  resourceAppId: "0oaR",
  mcpUrl: "https://mcp.context7.com/mcp/oauth",
  requestingApps: {
    claude: {
      appId: "0oa1",
      clientId: "0oa1",
      clientSecret: "do-not-keep-me",
      clientIdAtResource: "mcpclient-at-context7",
      connectionId: "",
    },
  },
  teamspace: {
    issuer: "https://acme.okta.com",
    scope: "",
    confirmationCode: "ABCD",
    confirmed: false,
    observable: false,
  },
  endpoints: {},
  clientConfiguration: {},
};

describe("a target", () => {
  it("needs little: Context7's addresses are known", () => {
    const parsed = parseTarget(MINIMAL);
    assert.ok(parsed.ok);
    assert.equal(parsed.target.resourceIssuer, "https://context7.com");
    assert.equal(parsed.target.mcpUrl, "https://mcp.context7.com/mcp/oauth");
    assert.deepEqual(parsed.target.declaredElsewhere, []);
  });

  it("tells all mistakes at once, each with its path", () => {
    const parsed = parseTarget({
      ...MINIMAL,
      orgUrl: "http://acme.okta.com",
      resourceApp: {},
      requestingApps: { claude: { appId: "0oa1", clientId: "0oa1" } },
    });
    const mistakes = parsed.ok ? [] : parsed.mistakes;
    assert.equal(mistakes.length, 3);
    assert.equal(mistakes[0], 'orgUrl: "http://acme.okta.com" is not an https address.');
    assert.equal(mistakes[1], "resourceApp: name the resource app by id or label.");
    assert.equal(mistakes[2], "requestingApps.claude.clientIdAtResource: is missing");
  });

  it("comes from a stack's outputs, without their secrets and empty texts", () => {
    const parsed = targetFromOutputs(OUTPUTS);
    assert.ok(parsed.ok);
    assert.ok(!JSON.stringify(parsed).includes("do-not-keep-me"));
    const { target } = parsed;
    assert.deepEqual(target.resourceApp.id, "0oaR");
    assert.equal(target.requestingApps.claude?.connectionId, undefined);
    assert.equal(target.teamspace?.management, "guided");
    assert.equal(target.teamspace?.scope, undefined);
    assert.equal(target.teamspace?.confirmed, false);
  });

  it("takes settings that can be observed for managed by the API", () => {
    const teamspace = { ...OUTPUTS.teamspace, observable: true, confirmed: true };
    const parsed = targetFromOutputs({ ...OUTPUTS, teamspace });
    assert.equal(parsed.ok && parsed.target.teamspace?.management, "api");
  });

  it("has no teamspace where another stack owns it", () => {
    const parsed = targetFromOutputs({ ...OUTPUTS, teamspace: undefined });
    assert.ok(parsed.ok);
    assert.equal(parsed.target.teamspace, undefined);
  });

  it("says what is missing in outputs of another kind of stack", () => {
    const parsed = targetFromOutputs({ url: "https://example.com" });
    assert.ok(!parsed.ok && parsed.mistakes.includes("orgUrl: is missing"));
  });
});
