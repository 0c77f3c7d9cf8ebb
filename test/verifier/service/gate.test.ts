import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { call, JSON_TYPE, KEY, services } from "./arrangement";
import { healthyReport } from "./reports";

describe("the verifier on an address that others reach", () => {
  const start = services();
  const runs = { runChecks: async () => healthyReport() };

  const open = async (more: Record<string, string> = {}) => {
    const settings = { VERIFIER_LISTEN_ADDRESS: "0.0.0.0", VERIFIER_BEARER_KEY: KEY, ...more };
    const service = await start(settings, runs);
    return { ...service, url: `http://127.0.0.1:${new URL(service.url).port}` };
  };
  const login = (url: string, key: string, headers: Record<string, string> = { origin: url }) =>
    call(`${url}/login`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams({ key }).toString(),
    });

  it("needs the key for everything but the probes", async () => {
    const { url } = await open();
    for (const path of [
      "/",
      "/api/report",
      "/api/runs",
      "/metrics",
      "/runs/1",
      "/assets/style.css",
      "/nowhere",
      "/healthz/",
      "//healthz",
      "/healthz/../api/runs",
      "/%68ealthz/x",
    ]) {
      const { status, headers, text } = await call(url + path);
      assert.equal(status, 401, path);
      assert.match(String(headers["www-authenticate"]), /^Bearer/);
      assert.ok(!text.includes("acme"), path);
    }
    for (const path of ["/healthz", "/readyz"]) {
      const { status, text } = await call(url + path);
      assert.equal(status, 200);
      assert.ok(!text.includes("acme"), path);
    }
  });

  it("takes the key as a bearer token, and nothing like it", async () => {
    const { url } = await open();
    const status = async (authorization: string) =>
      (await call(`${url}/api/runs`, { headers: { authorization } })).status;
    assert.equal(await status(`Bearer ${KEY}`), 200);
    assert.equal(await status(`bearer ${KEY}`), 200);
    for (const wrong of [
      KEY,
      `Basic ${KEY}`,
      `Bearer ${KEY}0`,
      `Bearer ${KEY.slice(1)}`,
      "Bearer ",
      "Bearer",
    ]) {
      assert.equal(await status(wrong), 401, wrong);
    }
  });

  it("logs a browser in with a cookie that says nothing about the key", async () => {
    const { url } = await open();
    const refused = await login(url, "wrong");
    assert.equal(refused.status, 401);
    assert.equal(refused.headers["set-cookie"], undefined);
    const answer = await login(url, KEY);
    assert.equal(answer.status, 303);
    const [cookie = ""] = [answer.headers["set-cookie"] ?? ""].flat();
    assert.match(cookie, /; HttpOnly/);
    assert.match(cookie, /; SameSite=Strict/);
    assert.ok(!cookie.includes(KEY));
    const value = cookie.split(";")[0] ?? "";
    assert.equal((await call(url, { headers: { cookie: value } })).status, 200);
    const forged = value.replace(/=\d+/, (expiry) => `=${Number(expiry.slice(1)) + 1}`);
    assert.equal((await call(url, { headers: { cookie: forged } })).status, 401);
    assert.equal((await call(url, { headers: { cookie: value.slice(0, -1) } })).status, 401);
  });

  it("marks the cookie as one for TLS where the outermost proxy says so", async () => {
    const { url } = await open();
    for (const [said, isSecure] of [
      ["https", true],
      ["https, http", true],
      ["HTTPS,http", true],
      ["http, https", false],
      ["http", false],
    ] as const) {
      const headers = { origin: url, "x-forwarded-proto": said };
      const [cookie = ""] = [(await login(url, KEY, headers)).headers["set-cookie"] ?? ""].flat();
      assert.equal(/; Secure/.test(cookie), isSecure, said);
      assert.equal(cookie.startsWith("__Host-context7_ema_session="), isSecure, said);
      const [value = ""] = cookie.split(";");
      const page = { cookie: value, "x-forwarded-proto": said };
      assert.equal((await call(url, { headers: page })).status, 200, said);
      const other = { cookie: value, "x-forwarded-proto": isSecure ? "http" : "https" };
      assert.equal((await call(url, { headers: other })).status, 401, said);
    }
  });

  it("does not let another site use the cookie, or log somebody in", async () => {
    const { url } = await open();
    assert.equal((await login(url, KEY, { origin: "https://evil.example" })).status, 403);
    const [cookie = ""] = [(await login(url, KEY)).headers["set-cookie"] ?? ""].flat();
    const post = (headers: Record<string, string>) =>
      call(`${url}/api/runs`, {
        method: "POST",
        headers: { ...JSON_TYPE, ...headers },
        body: "{}",
      });
    assert.equal((await post({ cookie })).status, 403);
    assert.equal((await post({ cookie, origin: "https://evil.example" })).status, 403);
    assert.equal((await post({ cookie, "sec-fetch-site": "same-site" })).status, 403);
    assert.equal((await post({ cookie, origin: url })).status, 202);
    assert.equal((await post({ authorization: `Bearer ${KEY}` })).status !== 403, true);
  });

  it("slows down who tries keys", async () => {
    const { url } = await open();
    const statuses: number[] = [];
    for (let index = 0; index < 12; index++) statuses.push((await login(url, "wrong")).status);
    assert.deepEqual(new Set(statuses.slice(0, 10)), new Set([401]));
    assert.equal(statuses.at(-1), 429);
  });

  const bearer = async (url: string, key: string, headers: Record<string, string> = {}) =>
    (
      await call(`${url}/api/runs`, {
        headers: { authorization: `Bearer ${key}`, ...headers },
      })
    ).status;

  it("slows down who tries bearer keys, and tells when to go on", async () => {
    const { url } = await open();
    const statuses: number[] = [];
    for (let index = 0; index < 12; index++) statuses.push(await bearer(url, `${KEY}${index}`));
    assert.deepEqual(new Set(statuses.slice(0, 10)), new Set([401]));
    assert.equal(statuses.at(-1), 429);
    const { headers } = await login(url, "wrong");
    const wait = Number(headers["retry-after"]);
    assert.ok(wait > 0 && wait <= 60, String(wait));
  });

  it("never refuses the right key because others tried wrong ones", async () => {
    const { url } = await open({ VERIFIER_REQUESTS_PER_MINUTE: "10" });
    for (let index = 0; index < 20; index++) {
      await login(url, "wrong");
      await bearer(url, "wrong");
    }
    assert.equal((await login(url, KEY)).status, 303);
    assert.equal(await bearer(url, KEY), 200);
  });

  it("counts by the client that a trusted proxy names, and believes nobody else", async () => {
    const from = (client: string) => ({ "x-forwarded-for": client });
    const trusting = await open({ VERIFIER_TRUSTED_PROXIES: "127.0.0.0/8, ::1" });
    const others = await open({ VERIFIER_TRUSTED_PROXIES: "10.0.0.0/8" });
    for (let index = 0; index < 11; index++) {
      await bearer(trusting.url, "wrong", from("203.0.113.1"));
      await bearer(others.url, "wrong", from(`203.0.113.${index}`));
    }
    assert.equal(await bearer(trusting.url, "wrong", from("203.0.113.1")), 429);
    // What the client itself wrote stands before what the proxy added.
    assert.equal(await bearer(trusting.url, "wrong", from("198.51.100.9, 203.0.113.1")), 429);
    assert.equal(await bearer(trusting.url, "wrong", from("203.0.113.2")), 401);
    assert.equal(await bearer(others.url, "wrong", from("203.0.113.99")), 429);
  });
});
