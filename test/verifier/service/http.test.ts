import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { reportSchema } from "../../../src/verifier/report";
import { until } from "../../until";
import { call, JSON_TYPE, services, temporaryDirectory } from "./arrangement";
import { brokenReport, goodFlow, healthyReport } from "./reports";

describe("the verifier's HTTP API", () => {
  const start = services();
  const directory = temporaryDirectory();
  const runs = { runChecks: async () => healthyReport() };

  async function runOnce(url: string, headers: Record<string, string> = {}) {
    const started = await call(`${url}/api/runs`, {
      method: "POST",
      headers: { ...JSON_TYPE, ...headers },
      body: "{}",
    });
    assert.equal(started.status, 202, started.text);
    const { json } = await until(async () => {
      const answer = await call(`${url}${started.headers.location}`, { headers });
      return answer.status === 200 && answer;
    });
    return json;
  }

  it("has no report at first, and then the last run's, in the documented form", async () => {
    const { url } = await start({}, runs);
    assert.equal((await call(`${url}/api/report`)).status, 404);
    const report = await runOnce(url);
    const answer = await call(`${url}/api/report`);
    assert.deepEqual(answer.json, report);
    assert.deepEqual(reportSchema.parse(answer.json), report);
    assert.equal(answer.headers["cache-control"], "no-store");
    const list = await call(`${url}/api/runs`);
    assert.equal(list.json.runs[0].id, report.id);
    assert.equal(list.json.running, undefined);
  });

  it("makes one run at a time", async () => {
    let finish = () => {};
    const slow = () =>
      new Promise<void>((resolve) => (finish = resolve)).then(() => healthyReport());
    const { url } = await start({}, { runChecks: slow });
    const options = { method: "POST", headers: JSON_TYPE, body: "{}" } as const;
    const first = await call(`${url}/api/runs`, options);
    const second = await call(`${url}/api/runs`, options);
    assert.equal(second.status, 409);
    assert.equal(second.json.running.id, first.json.id);
    finish();
  });

  it("says why there is no live flow", async () => {
    const { url } = await start({}, runs);
    const body = JSON.stringify({ kind: "live" });
    const answer = await call(`${url}/api/runs`, { method: "POST", headers: JSON_TYPE, body });
    assert.equal(answer.status, 422);
    assert.match(answer.json.message, /VERIFIER_LIVE_CLIENT/);
  });

  it("hands the live flow its client and its probes, and counts its ID-JAGs on", async () => {
    const seen: unknown[] = [];
    const { url } = await start(
      {
        VERIFIER_LIVE_CLIENT: "claude-code",
        VERIFIER_LIVE_REFRESH_TOKEN_FILE: "/token",
        VERIFIER_LIVE_CLIENT_SECRET: "client-secret",
      },
      {
        runChecks: async (_target, _access, { live, counted } = {}) => {
          seen.push({ live: live && { ...live, onRefreshToken: undefined }, counted });
          return healthyReport();
        },
      },
    );
    for (const probes of [["secondUse"], []]) {
      const body = JSON.stringify({ kind: "live", probes });
      const { headers } = await call(`${url}/api/runs`, {
        method: "POST",
        headers: JSON_TYPE,
        body,
      });
      while ((await call(`${url}${headers.location}`)).status !== 200);
    }
    const live = {
      client: "claude-code",
      atOkta: {
        clientId: "0oa1claudecode",
        method: "client_secret_basic",
        clientSecret: "client-secret",
      },
      atResource: { clientId: "mcpclient-at-context7", method: "none" },
      subject: { type: "refresh_token", token: "refresh-token" },
      scope: undefined,
      onRefreshToken: undefined,
    };
    const counted = { month: "2026-11", limit: 250, users: { "00u1": 7 } };
    assert.deepEqual(seen, [
      { live: { ...live, probes: ["secondUse"] }, counted: undefined },
      { live: { ...live, probes: [] }, counted },
    ]);
  });

  it("keeps answering when a run breaks", async () => {
    const { url, log } = await start(
      {},
      {
        runChecks: async () => {
          throw new Error("broken on purpose");
        },
      },
    );
    await call(`${url}/api/runs`, { method: "POST", headers: JSON_TYPE, body: "{}" });
    while ((await call(`${url}/api/runs`)).json.running);
    assert.equal((await call(`${url}/healthz`)).status, 200);
    assert.ok(log.some((line) => line.includes("broken on purpose")));
    assert.match(
      (await call(`${url}/metrics`)).text,
      /runs_total\{kind="checks",verdict="error"\} 1/,
    );
  });

  it("shows metrics of the last report", async () => {
    const { url } = await start({}, { runChecks: async () => brokenReport() });
    await runOnce(url);
    const { text } = await call(`${url}/metrics`);
    for (const line of [
      'context7_ema_check{check="okta.connection",group="okta",client="claude-code",verdict="fail"} 1',
      'context7_ema_check{check="okta.connection",group="okta",client="claude-code",verdict="pass"} 0',
      'context7_ema_chain_link{link="connection",verdict="fail"} 1',
      'context7_ema_runs_total{kind="checks",verdict="fail"} 1',
      "context7_ema_idjags_this_month 7",
      "context7_ema_replay_cache_up 1",
    ]) {
      assert.ok(text.includes(line), `${line}\n${text}`);
    }
    assert.match(
      text,
      /http_request_duration_seconds_count\{method="POST",route="\/api\/runs",status="202"\} 1/,
    );
  });

  it("keeps the verdicts of the live flow in the metrics, and those of a restart", async () => {
    const settings = { VERIFIER_DATA_DIR: directory };
    const live = healthyReport({ live: goodFlow(), groups: ["okta", "context7", "live"] });
    const [first] = live.results;
    assert.ok(first);
    live.results.push({ ...first, id: "live.mcp", group: "live" });
    const gone = { ...first, id: "okta.gone" };
    const reports = [live, healthyReport({ results: [gone] }), healthyReport()];
    const { url } = await start(settings, {
      runChecks: async () => reports.shift() ?? healthyReport(),
    });
    for (let index = 0; index < 3; index++) await runOnce(url);
    const { text } = await call(`${url}/metrics`);
    assert.match(text, /check="live\.mcp".*verdict="pass"\} 1/);
    assert.match(text, /check="okta\.metadata".*verdict="pass"\} 1/);
    assert.doesNotMatch(text, /okta\.gone/);
    const again = await start(settings, runs);
    const restored = await call(`${again.url}/metrics`);
    assert.match(restored.text, /check="live\.mcp".*verdict="pass"\} 1/);
    assert.match(restored.text, /last_run_timestamp_seconds\{kind="checks"\}/);
  });

  it("refuses what it does not know, as JSON", async () => {
    const { url } = await start({}, runs);
    const post = (path: string, body: string, headers: Record<string, string> = JSON_TYPE) =>
      call(url + path, { method: "POST", headers, body });
    for (const [path, body] of [
      ["/api/runs", '{"kind":"everything"}'],
      ["/api/runs", '{"kind":"live","probes":["all"]}'],
      ["/api/runs", '{"extra":1}'],
      ["/api/runs", "{"],
      ["/api/idjag/verify", '{"token":"x"}'],
      ["/api/idjag/verify", '{"idJag":1}'],
    ] as const) {
      const { status, json } = await post(path, body);
      assert.equal(status, 400, body);
      assert.equal(typeof json.message, "string");
    }
    assert.equal(
      (await post("/api/runs", "kind=checks", { "content-type": "text/plain" })).status,
      415,
    );
    assert.equal(
      (await post("/api/idjag/verify", `{"idJag":"${"x".repeat(40_000)}"}`)).status,
      413,
    );
    assert.equal((await call(`${url}/nowhere`)).status, 404);
  });

  it("sets a policy that allows no inline script, no frame, no other origin", async () => {
    const { url } = await start({}, runs);
    const { headers } = await call(url);
    const policy = String(headers["content-security-policy"]);
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self' 'nonce-[0-9a-f]{32}'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.ok(!policy.includes("unsafe"));
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["referrer-policy"], "same-origin");
  });

  it("limits how often runs are asked for", async () => {
    const { url } = await start({}, runs);
    const options = { method: "POST", headers: JSON_TYPE, body: "{}" } as const;
    const statuses = new Set<number>();
    for (let index = 0; index < 40; index++) {
      statuses.add((await call(`${url}/api/runs`, options)).status);
    }
    assert.ok(statuses.has(429));
  });

  describe("on a loopback address", () => {
    it("asks for no key", async () => {
      const { url } = await start({}, runs);
      for (const path of ["/", "/api/runs", "/metrics", "/healthz", "/readyz"]) {
        assert.equal((await call(url + path)).status, 200, path);
      }
    });

    it("answers under this machine's names only, so that no foreign name can be pointed at it", async () => {
      const { url } = await start({}, runs);
      const { port } = new URL(url);
      for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1.evil.example", ""]) {
        const { status } = await call(`${url}/api/runs`, { headers: { host } });
        assert.ok(status === 421 || status === 400, `${host}: ${status}`);
      }
      for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, "[::1]"]) {
        assert.equal((await call(`${url}/api/runs`, { headers: { host } })).status, 200, host);
      }
    });

    it("starts nothing for another site's page", async () => {
      const { url } = await start({}, runs);
      const post = (headers: Record<string, string>) =>
        call(`${url}/runs`, {
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
          body: "kind=checks",
        });
      assert.equal((await post({ origin: "https://evil.example" })).status, 403);
      assert.equal((await post({ origin: "null" })).status, 403);
      assert.equal((await post({ origin: "http://127.0.0.1:1" })).status, 403);
      assert.equal((await post({ "sec-fetch-site": "cross-site" })).status, 403);
      assert.equal((await post({ "sec-fetch-site": "same-site", origin: url })).status, 403);
      assert.equal((await post({ origin: url })).status, 303);
      assert.equal((await post({})).status, 303);
    });
  });
});
