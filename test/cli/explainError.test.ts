import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { explainError } from "../../src/cli/explainError";
import type { CheckResult } from "../../src/verifier/report";

const TARGET = {
  issuer: "https://acme.okta.com",
  resourceIssuer: "https://context7.com",
  mcpUrl: "https://mcp.context7.com/mcp/oauth",
};
const PASTED = {
  kind: "error",
  error: "invalid_target",
  description: "The resource app is not completely configured or user is not assigned to the app.",
} as const;

function connectionOf(client: string, verdict: "pass" | "fail" | "skip"): CheckResult {
  return {
    id: "okta.connection",
    group: "okta",
    severity: "high",
    title: "The connection",
    client,
    verdict,
    durationMs: 1,
    summary: `${client} is ${verdict}`,
    evidence: {},
    ...(verdict === "fail" && {
      tag: "connection_inactive",
      remedy: "Switch it on.",
      source: "Okta",
    }),
    ...(verdict === "skip" && { reason: "not looked at" }),
  };
}

describe("an error of one of several clients, with their checks", () => {
  const explained = (...results: CheckResult[]) =>
    explainError(PASTED, { target: TARGET, results }).map(({ tag, summary }) => [tag, summary]);

  it("is the failure of whichever client failed, and says whose it is", () => {
    const broken = connectionOf("broken", "fail");
    const healthy = connectionOf("healthy", "pass");
    const expected = [["connection_inactive", "broken is fail (Of the client “broken”.)"]];
    assert.deepEqual(explained(broken, healthy), expected);
    assert.deepEqual(explained(healthy, broken), expected);
    assert.deepEqual(explained(broken), [["connection_inactive", "broken is fail"]]);
  });

  it("stays open where one client's check was skipped, whichever came last", () => {
    const [one, other] = [connectionOf("one", "pass"), connectionOf("other", "skip")];
    for (const results of [
      [one, other],
      [other, one],
    ]) {
      assert.deepEqual(explained(...results)[0]?.[0], "exchange_ambiguous");
    }
  });
});
