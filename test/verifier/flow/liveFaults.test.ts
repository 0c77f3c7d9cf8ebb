import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { CHECKS } from "../../../src/verifier/registry";
import type { Verdict } from "../../../src/verifier/report";
import type { RunOptions } from "../../../src/verifier/run";
import { complaints, type LiveOptions, type Setup, verifiedSandbox } from "../arrangement";

describe("faults × live checks", () => {
  const sandbox = verifiedSandbox();

  /** Each row breaks one thing that only the flow can see; exactly one check complains. */
  const FAULTS: {
    fault: string;
    check: string;
    tag: string;
    verdict?: "warn" | "fail";
    request?: LiveOptions;
    /** ID-JAGs that the developer got this month. Default 0. */
    used?: number;
    /** Default: the check's. */
    flowVerdict?: Verdict;
    inject?(setup: Setup): void;
  }[] = [
    {
      fault: "the MCP server's metadata do not answer",
      check: "live.discovery",
      tag: "discovery.bad_status",
      inject: () =>
        sandbox.plan({
          host: "mcp.context7.com",
          path: /oauth-protected-resource/,
          respond: { status: 500 },
        }),
    },
    {
      fault: "a wrong client secret at Okta",
      check: "live.exchange",
      tag: "exchange_client",
      request: { secretAtOkta: "wrong" },
    },
    {
      fault: "a refresh token that Okta never issued",
      check: "live.exchange",
      tag: "exchange_wrong_subject",
      request: { subject: { type: "refresh_token", token: "gone" } },
    },
    {
      fault: "a sign-in that is over",
      check: "live.exchange",
      tag: "exchange_sign_in_over",
      inject: (setup) => refuseExchange(setup, "https://context7.com", SIGN_IN_OVER),
    },
    {
      fault: "a sign-in without the email scope",
      check: "live.idJag",
      tag: "idJag.email_missing",
      request: { scopes: ["openid", "offline_access"] },
    },
    {
      fault: "a teamspace at its member limit",
      check: "live.redemption",
      tag: "redemption_member_refused",
      inject: ({ teamspace }) => {
        for (let n = 0; n < teamspace.memberLimit; n += 1) {
          const email = `member${n}@acme.example`;
          teamspace.members.set(email, { email, role: "developer", since: "" });
        }
      },
    },
    {
      fault: "a wrong client secret at Context7",
      check: "live.redemption",
      tag: "redemption_client",
      request: { secretAtResource: "wrong" },
    },
    {
      fault: "access tokens signed with an unpublished key",
      check: "live.accessToken",
      tag: "access_token_unusable",
      inject: () =>
        sandbox.plan({
          host: "context7.com",
          path: /ema-jwks$/,
          respond: { status: 200, body: { keys: [STRANGERS_KEY] } },
        }),
    },
    {
      fault: "the MCP server refuses a good token",
      check: "live.mcpCall",
      tag: "mcp_refused_token",
      inject: () =>
        sandbox.plan({
          host: "mcp.context7.com",
          path: /^\/mcp\/oauth$/,
          respond: { status: 401, body: { error: { code: -32001, message: "Invalid token" } } },
        }),
    },
    {
      fault: "the MCP server offers no tool",
      check: "live.mcpCall",
      tag: "mcp_no_tools",
      verdict: "warn",
      inject: (setup) => {
        const { fetch } = setup.access;
        const none = { jsonrpc: "2.0", id: 2, result: { tools: [] } };
        setup.access = {
          ...setup.access,
          fetch: (url, init) =>
            init.body?.includes('"tools/list"')
              ? Promise.resolve(Response.json(none))
              : fetch(url, init),
        };
      },
    },
    {
      fault: "clients are given the address that asks nobody for a token",
      check: "live.mcpCall",
      tag: "mcp_open",
      verdict: "warn",
      inject: ({ target }) => {
        target.mcpUrl = "https://mcp.context7.com/mcp";
      },
    },
    {
      fault: "the allowance is nearly used",
      check: "live.allowance",
      tag: "exchange_allowance",
      verdict: "warn",
      used: 249,
      flowVerdict: "pass",
    },
    {
      fault: "Context7 redeems an ID-JAG twice",
      check: "live.secondUse",
      tag: "probe_second_use",
      request: { probes: ["secondUse"] },
      inject: ({ world }) => {
        world.context7.usedJtis = forgetful();
      },
    },
    {
      fault: "Okta mints for any audience, and says Context7",
      check: "live.wrongAudience",
      tag: "probe_wrong_audience",
      request: { probes: ["wrongAudience"] },
      inject: (setup) => rewriteExchange(setup, "audience", "https://context7.com"),
    },
    {
      fault: "Context7 takes any resource",
      check: "live.wrongResource",
      tag: "probe_wrong_resource",
      request: { probes: ["wrongResource"] },
      inject: (setup) => rewriteExchange(setup, "resource", "https://mcp.context7.com"),
    },
    {
      fault: "the sign-in ends before the probe of another audience",
      check: "live.wrongAudience",
      tag: "probe_inconclusive",
      verdict: "warn",
      request: { probes: ["wrongAudience"] },
      inject: (setup) => refuseExchange(setup, "https://authorization.invalid", SIGN_IN_OVER),
    },
    {
      fault: "Okta does not know the client at the probe of another audience",
      check: "live.wrongAudience",
      tag: "probe_inconclusive",
      verdict: "warn",
      request: { probes: ["wrongAudience"] },
      inject: (setup) =>
        refuseExchange(setup, "https://authorization.invalid", { error: "invalid_client" }),
    },
  ];

  for (const row of FAULTS) {
    const { fault, check, tag, verdict = "fail", flowVerdict = verdict, request = {} } = row;
    it(`${fault}: ${check} says ${tag}, and no other check complains`, async () => {
      const live = await sandbox.live(request);
      row.inject?.(sandbox.setup);
      const report = await sandbox.run({ groups: ["live"], live, counted: counted(row.used) });
      assert.deepEqual(complaints(report), [[check, verdict, tag]]);
      assert.equal(report.live?.verdict, flowVerdict);
    });
  }

  it("the allowance is used up, so that Okta issues none: live.allowance says so too", async () => {
    const live = await sandbox.live();
    refuseExchange(sandbox.setup, "https://context7.com", { error: "access_denied" });
    const report = await sandbox.run({ groups: ["live"], live, counted: counted(249) });
    const said = complaints(report).find(([id]) => id === "live.allowance");
    assert.deepEqual(said, ["live.allowance", "warn", "exchange_allowance"]);
  });

  /** What the reports before this one counted for the developer. */
  function counted(used = 0): RunOptions["counted"] {
    const month = new Date().toISOString().slice(0, 7);
    return { month, limit: 250, users: { [sandbox.setup.developer.id]: used } };
  }

  it("has a fault for every live check", () => {
    const covered = new Set(FAULTS.map(({ check }) => check));
    const missing = CHECKS.filter(({ group, id }) => group === "live" && !covered.has(id));
    assert.deepEqual(missing, []);
  });
});

/** An RSA key that signs nothing here. */
const STRANGERS_KEY = {
  kty: "RSA",
  kid: "stranger",
  use: "sig",
  alg: "RS256",
  e: "AQAB",
  n: Buffer.alloc(256, 0xc5).toString("base64url"),
};

/** Plays a Context7 that takes no note of what was redeemed. */
function forgetful(): Map<string, number> {
  return Object.assign(new Map<string, number>(), { has: () => false });
}

const SIGN_IN_OVER = {
  error: "invalid_grant",
  error_description:
    "The 'subject_token' either expired or the session associated with it was terminated.",
};

/** Plays an Okta that refuses the exchange for one audience, for a reason of its own. */
function refuseExchange(setup: Setup, audience: string, body: object): void {
  const { fetch } = setup.access;
  setup.access = {
    ...setup.access,
    fetch: (url, init) => {
      const asked = new URLSearchParams(init.body).get("audience");
      if (asked !== audience) return fetch(url, init);
      return Promise.resolve(Response.json(body, { status: 400 }));
    },
  };
}

/** Plays an Okta that puts something else into the ID-JAG than was asked for. */
function rewriteExchange(setup: Setup, parameter: string, value: string): void {
  const { fetch } = setup.access;
  setup.access = {
    ...setup.access,
    fetch: (url, init) => {
      const parameters = new URLSearchParams(init.body);
      if (!parameters.has("requested_token_type")) return fetch(url, init);
      parameters.set(parameter, value);
      return fetch(url, { ...init, body: String(parameters) });
    },
  };
}
