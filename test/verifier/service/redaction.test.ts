import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import type { Fetch } from "../../../src/idjag";
import { type Report, reportSchema } from "../../../src/verifier/report";
import { runChecks } from "../../../src/verifier/run";
import { createLog } from "../../../src/verifier/service/log";
import { verifiedSandbox } from "../arrangement";
import { KEY, services, temporaryDirectory } from "./arrangement";

const SECRET_FIELDS =
  /"(?:access_token|refresh_token|id_token)":"([^"]+)"|(?:^|&)(?:subject_token|assertion|client_assertion|client_secret|refresh_token)=([^&]+)/g;

/** Every token and secret that goes over the wire in either direction. */
function recorder() {
  const seen = new Set<string>();
  const note = (text: string) => {
    for (const [, answered, sent] of text.matchAll(SECRET_FIELDS)) {
      seen.add(answered ?? decodeURIComponent(sent ?? ""));
    }
  };
  const wrap =
    (fetch: Fetch): Fetch =>
    async (url, init) => {
      note(init.body ?? "");
      const authorization = new Headers(init.headers).get("authorization");
      if (authorization) seen.add(authorization.replace(/^\S+ /, ""));
      const answer = (await fetch(url, init)) as unknown as Response;
      note(await answer.clone().text());
      return answer as never;
    };
  return { seen, wrap };
}

describe("the service with a live flow, from Okta to the MCP server", () => {
  const sandboxed = verifiedSandbox();
  const start = services();
  const directory = temporaryDirectory();

  it("proves the chain, and shows no token and no secret anywhere", async function () {
    this.timeout(60_000);
    const { setup, description } = sandboxed;
    const request = await sandboxed.live();
    assert.ok(request.atOkta.method !== "none" && request.atOkta.method !== "private_key_jwt");
    assert.ok(
      request.atResource.method !== "none" && request.atResource.method !== "private_key_jwt",
    );
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
    setup.org.serviceClients.set("0oareader", {
      clientId: "0oareader",
      jwks: {
        keys: [{ ...publicKey.export({ format: "jwk" }), kid: "reader", use: "sig", alg: "RS256" }],
      },
      scopes: ["okta.apps.read", "okta.groups.read", "okta.users.read", "okta.features.read"],
    });
    const { seen, wrap } = recorder();
    const replaced: string[] = [];
    const service = await start(
      {
        VERIFIER_TARGET: JSON.stringify(setup.target),
        VERIFIER_DATA_DIR: directory,
        VERIFIER_LOG_LEVEL: "debug",
        VERIFIER_LISTEN_ADDRESS: "0.0.0.0",
        VERIFIER_BEARER_KEY: KEY,
        VERIFIER_OKTA_CLIENT_ID: "0oareader",
        VERIFIER_OKTA_PRIVATE_KEY: pem,
        VERIFIER_OKTA_PRIVATE_KEY_ID: "reader",
        VERIFIER_CONTEXT7_API_KEY: setup.teamspace.apiKey,
        VERIFIER_LIVE_CLIENT: request.client,
        VERIFIER_LIVE_CLIENT_SECRET: request.atOkta.clientSecret,
        VERIFIER_LIVE_CLIENT_SECRET_AT_RESOURCE: request.atResource.clientSecret,
        VERIFIER_LIVE_AUTH_METHOD_AT_RESOURCE: "client_secret_post",
        VERIFIER_LIVE_REFRESH_TOKEN_FILE: "/token",
      },
      {
        transport: {
          environment: { HTTPS_PROXY: description.proxyUrl },
          ca: readFileSync(description.caFile, "utf8"),
        },
        readRefreshToken: async () => ({
          token: request.subject.token,
          replace: async (token) => {
            replaced.push(token);
          },
        }),
        runChecks: (target, access, options) =>
          runChecks(target, { ...access, fetch: wrap(access.fetch) }, options),
      },
    );
    const url = `http://127.0.0.1:${new URL(service.url).port}`;
    const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
    const body = JSON.stringify({
      kind: "live",
      probes: ["secondUse", "wrongAudience", "wrongResource"],
    });
    const started = await fetch(`${url}/api/runs`, { method: "POST", headers, body });
    assert.equal(started.status, 202);
    let report: Report | undefined;
    while (!report) {
      const answer = await fetch(`${url}${started.headers.get("location")}`, { headers });
      if (answer.status === 200) report = reportSchema.parse(await answer.json());
    }

    assert.equal(
      report.verdict,
      "pass",
      JSON.stringify(
        report.results.filter((r) => r.verdict !== "pass"),
        null,
        1,
      ),
    );
    assert.equal(report.counts.skip, 0);
    assert.deepEqual(
      report.chain.map(({ verdict }) => verdict),
      Array(6).fill("pass"),
    );
    assert.ok((report.live?.idJagsIssued ?? 0) >= 1);

    for (const token of setup.org.accessTokens.keys()) seen.add(token);
    const secrets = [
      ...seen,
      ...replaced,
      KEY,
      request.subject.token,
      request.atOkta.clientSecret,
      request.atResource.clientSecret,
      setup.teamspace.apiKey,
      pem.split("\n")[3] ?? "",
      description.okta.apiToken,
    ];
    // ID-JAGs, access tokens, the refresh token and what the admin API is read with, at least.
    assert.ok(
      secrets.filter((secret) => secret.startsWith("eyJ")).length >= 3,
      `${secrets.length}`,
    );
    assert.ok(setup.org.accessTokens.size > 0);

    const places: Record<string, string> = { log: service.log.join("") };
    for (const path of ["/", "/api/report", "/api/runs", "/metrics", "/readyz", "/nowhere"]) {
      places[path] = await (
        await fetch(url + path, { headers: { ...headers, accept: "text/html" } })
      ).text();
    }
    for (const file of readdirSync(directory))
      places[file] = readFileSync(join(directory, file), "utf8");
    assert.ok((places["/"] ?? "").includes("What the token said"));
    for (const [place, text] of Object.entries(places)) {
      for (const secret of secrets) {
        assert.ok(!text.includes(secret), `${place} holds ${secret.slice(0, 12)}…`);
        const [, , signature] = secret.split(".");
        if (signature) assert.ok(!text.includes(signature), `${place} holds a signature`);
      }
    }
  });
});

describe("the log", () => {
  it("holds no token and no secret, even if somebody logs one", () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const log = createLog("debug", [KEY, 'quo"ted\nsecret'], destination);
    const token = `eyJhbGciOiJSUzI1NiJ9.${"a".repeat(40)}.${"b".repeat(40)}`;
    log.info({ request: { authorization: `Bearer ${token}`, cookie: "session" } }, token);
    log.error(
      { err: Object.assign(new Error(`failed with ${token}`), { config: { secret: KEY } }) },
      KEY,
    );
    log.warn({ nested: { deep: { deeper: 'quo"ted\nsecret' } } });
    const text = lines.join("");
    for (const secret of [token, KEY, "aaaa", "quo", "session"])
      assert.ok(!text.includes(secret), text);
    for (const line of lines) assert.doesNotThrow(() => JSON.parse(line));
  });
});
