import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Fetch } from "../../../src/idjag";
import { FLOW_PROBES, type Report } from "../../../src/verifier/report";
import type { RunOptions } from "../../../src/verifier/run";
import { complaints, type LiveOptions, verifiedSandbox } from "../arrangement";

function legs({ live }: Report) {
  return live?.legs.map(({ leg, verdict, tag }) => [leg, verdict, ...(tag ? [tag] : [])]);
}

describe("the live flow", () => {
  const sandbox = verifiedSandbox();
  const runLive = async (overrides?: LiveOptions, options: Omit<RunOptions, "live"> = {}) =>
    sandbox.run({ groups: ["live"], ...options, live: await sandbox.live(overrides) });

  it("goes from a refresh token to the real MCP server's tools, and makes a member", async () => {
    const report = await runLive();
    assert.deepEqual(legs(report), [
      ["discovery", "pass"],
      ["exchange", "pass"],
      ["idJag", "pass"],
      ["redemption", "pass"],
      ["accessToken", "pass"],
      ["mcp", "pass"],
    ]);
    assert.deepEqual(complaints(report), []);
    const mcp = report.live?.legs.at(-1);
    assert.deepEqual(mcp?.facts.tools, ["resolve-library-id", "query-docs"]);
    const { teamspace, developer } = sandbox.setup;
    assert.deepEqual([...teamspace.members.keys()], [developer.email]);
    assert.equal(report.live?.idJagsIssued, 1);
    assert.ok(report.live?.notes.some((note) => note.includes("billed")));
    assert.ok(report.live?.notes.some((note) => note.includes("250")));
  });

  it("takes an ID token too", async () => {
    const report = await runLive({ subjectType: "id_token" });
    assert.equal(report.verdict, "pass");
    assert.equal(sandbox.setup.teamspace.members.size, 1);
  });

  it("shows claims without telling who and without a usable jti", async () => {
    const { live } = await runLive();
    const claims = live?.legs.find(({ leg }) => leg === "idJag")?.claims;
    assert.equal(claims?.email, "d…@acme.example");
    assert.match(String(claims?.jti), /^sha256:[0-9a-f]{16}$/);
    assert.equal(claims?.aud, "https://context7.com");
    assert.equal(claims?.client_id, "mcpclient-at-context7");
  });

  it("counts ID-JAGs by user and month, goes on from the last report, and warns", async () => {
    const first = await runLive({ probes: [...FLOW_PROBES] });
    const { developer } = sandbox.setup;
    // One for the flow, and one for each probe but the audience that Okta refuses.
    assert.deepEqual(first.idJagsThisMonth.users, { [developer.id]: 3 });
    const second = await runLive({}, { counted: first.idJagsThisMonth });
    assert.deepEqual(second.idJagsThisMonth.users, { [developer.id]: 4 });

    const counted = { ...first.idJagsThisMonth, users: { [developer.id]: 199 } };
    assert.deepEqual(complaints(await runLive({}, { counted })), [
      ["live.allowance", "warn", "exchange_allowance"],
    ]);
    const lastYear = { ...counted, month: "2025-01" };
    const anew = await runLive({}, { counted: lastYear });
    assert.deepEqual(anew.idJagsThisMonth.users, { [developer.id]: 1 });
  });

  it("says of every probe that Okta or Context7 refused it", async () => {
    const report = await runLive({ probes: [...FLOW_PROBES] });
    assert.deepEqual(
      report.live?.probes.map(({ probe, verdict, said }) => [probe, verdict, said?.error]),
      [
        ["secondUse", "pass", "invalid_grant"],
        ["wrongAudience", "pass", "invalid_target"],
        ["wrongResource", "pass", "invalid_grant"],
      ],
    );
  });

  it("is skipped with the reason when nobody asked for it", async () => {
    const { results, live, verdict } = await sandbox.run({ groups: ["live"] });
    assert.equal(live, undefined);
    assert.equal(verdict, "skip");
    assert.ok(results.every((result) => result.reason?.includes("billed")));
  });

  /** Plays an Okta that rotates refresh tokens, as the sandbox's does not. */
  function rotating(subjectToken: string): (string | null)[] {
    const { access } = sandbox.setup;
    const sent: (string | null)[] = [];
    const fetch: Fetch = async (url, init) => {
      const parameters = new URLSearchParams(init.body);
      if (!parameters.has("requested_token_type")) return access.fetch(url, init);
      sent.push(parameters.get("subject_token"));
      parameters.set("subject_token", subjectToken);
      const answer = (await access.fetch(url, { ...init, body: String(parameters) })) as Response;
      const body = { ...((await answer.json()) as object), refresh_token: `new-${sent.length}` };
      return Response.json(body) as unknown as ReturnType<Fetch>;
    };
    sandbox.setup.access = { ...access, fetch };
    return sent;
  }

  it("hands over a rotated refresh token, and goes on with it", async () => {
    const handed: string[] = [];
    const live = await sandbox.live({
      probes: ["secondUse"],
      onRefreshToken: async (token) => void handed.push(token),
    });
    const sent = rotating(live.subject.token);
    const report = await sandbox.run({ groups: ["live"], live });
    assert.equal(report.verdict, "pass");
    assert.deepEqual(handed, ["new-1", "new-2"]);
    assert.deepEqual(sent, [live.subject.token, "new-1"]);
  });

  it("goes on and warns when the rotated refresh token cannot be kept", async () => {
    const live = await sandbox.live({
      onRefreshToken: (token) => Promise.reject(new Error(`EACCES: cannot write ${token}`)),
    });
    rotating(live.subject.token);
    const report = await sandbox.run({ groups: ["live"], live });
    assert.deepEqual(complaints(report), [["live.exchange", "warn", "refresh_token_not_kept"]]);
    const exchange = report.live?.legs.find(({ leg }) => leg === "exchange");
    assert.match(exchange?.summary ?? "", /cannot write \[redacted\]/);
    assert.equal(report.live?.legs.at(-1)?.leg, "mcp");
  });

  it("warns when it is a probe whose refresh token cannot be kept, and not when only an older one was not", async () => {
    for (const [lost, expected] of [
      ["new-2", [["live.exchange", "warn", "refresh_token_not_kept"]]],
      ["new-1", []],
    ] as const) {
      const live = await sandbox.live({
        probes: ["secondUse"],
        onRefreshToken: (token) =>
          token === lost ? Promise.reject(new Error("EROFS: read-only")) : Promise.resolve(),
      });
      rotating(live.subject.token);
      const report = await sandbox.run({ groups: ["live"], live });
      assert.deepEqual(complaints(report), expected, lost);
      assert.equal(report.live?.verdict, expected.length > 0 ? "warn" : "pass", lost);
      assert.equal(report.live?.probes[0]?.verdict, "pass", lost);
    }
  });
});
