import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { LegFailure } from "../../../src/idjag";
import { CAUSES, type CauseTag, explainCause } from "../../../src/verifier/causes";
import { explainExchange, explainRedemption } from "../../../src/verifier/flow/explain";
import type { Finding } from "../../../src/verifier/registry";

const ASKED = { audience: "https://context7.com", resource: "https://mcp.context7.com" };

function refusal(leg: 1 | 2, error: string, errorDescription?: string): LegFailure {
  return { ok: false, leg, kind: "refused", error, errorDescription, status: 400 };
}

function tagOf(finding: Finding): CauseTag | undefined {
  return finding.verdict === "fail" ? finding.tag : undefined;
}

const passed: Finding = { verdict: "pass", summary: "" };
const failed = (tag: CauseTag): Finding => ({ verdict: "fail", tag });

const INCOMPLETE =
  "The resource app is not completely configured or user is not assigned to the app.";

describe("what a refused leg means", () => {
  const EXCHANGE: [error: string, description: string, tag: CauseTag][] = [
    ["invalid_target", INCOMPLETE, "exchange_ambiguous"],
    ["invalid_target", "The token request contains an invalid target.", "exchange_ambiguous"],
    ["invalid_target", "'resource' is invalid or not supported.", "exchange_resource"],
    [
      "invalid_target",
      "Token Exchange requests must include a valid audience of the authorization server.",
      "exchange_audience",
    ],
    [
      "invalid_request",
      "'requested_token_type' is invalid or not supported.",
      "exchange_requested_type",
    ],
    [
      "unsupported_grant_type",
      "'urn:ietf:params:oauth:grant-type:token-exchange' grant type is not supported.",
      "exchange_requested_type",
    ],
    ["invalid_request", "'subject_token' is invalid.", "exchange_wrong_subject"],
    [
      "invalid_request",
      "'subject_token' is invalid: no delegation policy authorizes this token.",
      "exchange_delegation",
    ],
    [
      "invalid_request",
      "'subject_token' is invalid: the client application is not registered for delegation to this agent.",
      "exchange_delegation",
    ],
    ["invalid_request", "'resource' app assurance is not met.", "exchange_assurance"],
    [
      "access_denied",
      "User not allowed: all the requested scopes were rejected.",
      "exchange_scope",
    ],
    ["access_denied", "Some of the requested scopes are denied.", "exchange_scope"],
    [
      "access_denied",
      "Policy evaluation failed for this request, please check the policy configurations.",
      "exchange_policy",
    ],
    ["E0000047", "API call exceeded rate limit due to too many requests.", "leg_rate_limited"],
    [
      "invalid_request",
      "'subject_token' is invalid: the user is not assigned to the client application.",
      "exchange_user_not_assigned",
    ],
    [
      "access_denied",
      "User is not assigned to the client application.",
      "exchange_user_not_assigned",
    ],
    [
      "invalid_request",
      "'subject_token' is invalid: the user account is not active.",
      "exchange_user_inactive",
    ],
    [
      "invalid_grant",
      "The 'subject_token' either expired or the session associated with it was terminated.",
      "exchange_sign_in_over",
    ],
    [
      "unauthorized_client",
      "This client cannot use a custom authorization server.",
      "exchange_custom_server",
    ],
    [
      "unauthorized_client",
      "The client is not authorized to use the provided grant type. Configured grant types: [].",
      "exchange_grant_not_allowed",
    ],
    [
      "invalid_scope",
      "The following scopes are not allowed for this request: [a].",
      "exchange_scope",
    ],
    [
      "invalid_request",
      "'subject_token' is invalid: client application referenced in the token is not active.",
      "exchange_client_inactive",
    ],
    [
      "invalid_request",
      "'subject_token' is invalid: session associated with it is no longer active.",
      "exchange_sign_in_over",
    ],
    [
      "invalid_grant",
      "The Token Exchange SKU is not enabled. Contact your Account Executive.",
      "exchange_not_licensed",
    ],
    ["unauthorized_client", "A scope is not allowed.", "exchange_scope"],
    ["unauthorized_client", "", "exchange_grant_or_scope"],
    ["invalid_client", "Client authentication failed.", "exchange_client"],
    ["server_error", "Failed to create the id assertion authorization grant.", "exchange_failed"],
  ];

  for (const [error, description, tag] of EXCHANGE) {
    it(`at Okta, ${error} “${description}”: ${tag}`, () => {
      const finding = explainExchange(refusal(1, error, description), ASKED, new Map());
      assert.equal(tagOf(finding), tag);
      if (finding.verdict === "fail") assert.ok(finding.seen?.includes(error));
    });
  }

  const REDEMPTION: [error: string, description: string, tag: CauseTag][] = [
    ["invalid_client", "client authentication failed", "redemption_client"],
    ["unauthorized_client", "", "redemption_grant_not_allowed"],
    ["unsupported_grant_type", "", "redemption_grant_not_allowed"],
    ["access_denied", "", "redemption_member_refused"],
    ["invalid_grant", "The teamspace is at its limit.", "redemption_member_refused"],
    ["invalid_grant", "No teamspace trusts the issuer.", "redemption_untrusted"],
    ["invalid_scope", "", "redemption_scope"],
    ["temporarily_unavailable", "", "redemption_failed"],
  ];

  for (const [error, description, tag] of REDEMPTION) {
    it(`at Context7, ${error} “${description}”: ${tag}`, () => {
      const asked = { issuer: "https://acme.okta.com" };
      const finding = explainRedemption(refusal(2, error, description), asked, new Map());
      assert.equal(tagOf(finding), tag);
    });
  }

  it("is no refusal when there was no answer, or none in OAuth's form", () => {
    const unreachable: LegFailure = {
      ok: false,
      leg: 1,
      kind: "unreachable",
      error: "unreachable",
      errorDescription: "https://acme.okta.com: no answer (ECONNREFUSED)",
    };
    assert.equal(tagOf(explainExchange(unreachable, ASKED, new Map())), "leg_unreachable");
    const page: LegFailure = {
      ...unreachable,
      kind: "unexpected_answer",
      error: "unexpected_answer",
    };
    assert.equal(tagOf(explainExchange(page, ASKED, new Map())), "leg_unexpected");
  });

  it("is a scope where the grants were seen to be in order", () => {
    const known = new Map([["okta.requestingAppGrants", passed]]);
    const finding = explainExchange(refusal(1, "unauthorized_client"), ASKED, known);
    assert.equal(tagOf(finding), "exchange_scope");
  });

  it("is the rate limit, in whatever form it is said", () => {
    for (const kind of ["refused", "unexpected_answer"] as const) {
      const limited: LegFailure = { ...refusal(1, "E0000047"), kind, status: 429 };
      assert.equal(tagOf(explainExchange(limited, ASKED, new Map())), "leg_rate_limited");
    }
  });

  it("is what a check found, the one that concerns most people first", () => {
    const known = new Map([
      ["okta.people", failed("people_missing_on_resource_app")],
      ["okta.connection", failed("connection_inactive")],
    ]);
    const finding = explainExchange(refusal(1, "invalid_target", INCOMPLETE), ASKED, known);
    assert.equal(tagOf(finding), "connection_inactive");
  });

  it("is only perhaps the user's own assignment where some others lack theirs", () => {
    const missing = (number: number): Finding => ({
      verdict: "fail",
      tag: "people_missing_on_resource_app",
      evidence: { onClient: 2, missing: number, who: "bob@acme.example" },
    });
    const failure = refusal(1, "invalid_target", INCOMPLETE);
    const explained = (finding: Finding) =>
      explainExchange(failure, ASKED, new Map([["okta.people", finding]]));
    const perhaps = explained(missing(1));
    assert.equal(tagOf(perhaps), "exchange_user_perhaps_missing");
    assert.equal("tag" in perhaps && perhaps.expected, "bob@acme.example");
    assert.equal(tagOf(explained(missing(2))), "people_missing_on_resource_app");
  });

  it("is no missing redirect URI where Okta refuses the client's credentials", () => {
    const refused = refusal(1, "invalid_client", "Client authentication failed.");
    const explained = (tag: CauseTag) =>
      tagOf(explainExchange(refused, ASKED, new Map([["okta.requestingAppSignIn", failed(tag)]])));
    assert.equal(explained("requesting_app_redirect_missing"), "exchange_client");
    assert.equal(explained("requesting_app_sign_in"), "requesting_app_sign_in");
  });

  it("is no warning of a check, and no failure of one that has nothing to do with it", () => {
    const known = new Map<string, Finding>([
      ["okta.connection", { verdict: "warn", tag: "connection_replaced" }],
      ["context7.emaKeys", failed("ema_keys_unreachable")],
    ]);
    const finding = explainExchange(refusal(1, "invalid_target", INCOMPLETE), ASKED, known);
    assert.equal(tagOf(finding), "exchange_ambiguous");
  });

  it("is the user's own assignment when all else was seen to be in order", () => {
    const setUp = ["okta.resourceApp", "okta.resourceAppIssuer", "okta.connection"];
    const known = new Map<string, Finding>(setUp.map((id) => [id, passed]));
    const failure = refusal(1, "invalid_target", INCOMPLETE);
    known.set("okta.feature", { verdict: "skip", reason: "not listed" });
    const unsure = explainExchange(failure, ASKED, known);
    assert.equal(tagOf(unsure), "exchange_user_or_unseen");
    assert.match((unsure.verdict === "fail" && unsure.expected) || "", /okta\.feature/);
    for (const id of ["okta.feature", "okta.requestingAppIssuer", "okta.clientIdAtResource"]) {
      known.set(id, passed);
    }
    const tag = "exchange_user_not_on_resource_app";
    assert.equal(tagOf(explainExchange(failure, ASKED, known)), tag);
    known.set("okta.people", passed);
    assert.equal(tagOf(explainExchange(failure, ASKED, known)), "exchange_failed");
  });
});

describe("the table of causes", () => {
  it("has a sentence, a remedy and a source for every tag, and fills what it was given", () => {
    const evidence = { seen: "SEEN", expected: "EXPECTED" };
    for (const tag of Object.keys(CAUSES) as CauseTag[]) {
      const { summary, remedy, source } = explainCause(tag, evidence);
      for (const text of [summary, remedy, source]) {
        assert.ok(text.length > 3, tag);
        assert.doesNotMatch(text, /\{(seen|expected)\}/, tag);
      }
      assert.match(remedy, /[.)]$/, tag);
    }
  });

  it("fills texts as they are: what looks like a placeholder or a pattern stays", () => {
    const { summary } = explainCause("connection_inactive", { seen: "$& {expected}" });
    assert.ok(summary.includes("$& {expected}"));
  });
});
