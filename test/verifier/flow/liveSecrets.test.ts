import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Fetch } from "../../../src/idjag";
import { FLOW_PROBES } from "../../../src/verifier/report";
import { verifiedSandbox } from "../arrangement";

describe("the live flow's secrets", () => {
  const sandbox = verifiedSandbox();

  it("stay out of the report, every token and secret", async () => {
    const { setup } = sandbox;
    const secrets = new Set<string>();
    const { fetch } = setup.access;
    setup.access = {
      ...setup.access,
      fetch: async (url, init) => {
        for (const [name, value] of new URLSearchParams(init.body)) {
          if (/token$|secret|assertion/.test(name)) secrets.add(value);
        }
        const bearer = /^Bearer (.+)$/.exec(init.headers.authorization ?? "")?.[1];
        if (bearer) secrets.add(bearer);
        return fetch(url, init);
      },
    };
    const good = await sandbox.run({ live: await sandbox.live({ probes: [...FLOW_PROBES] }) });
    assert.equal(good.verdict, "pass");
    const live = await sandbox.live();
    setup.teamspace.settings = undefined;
    const bad = await sandbox.run({ live });
    assert.equal(bad.live?.legs.at(-1)?.verdict, "fail");

    // Refresh token, two client secrets, ID-JAGs and access tokens.
    assert.ok(secrets.size >= 7, `${secrets.size} were seen`);
    secrets.add(sandbox.description.okta.apiToken).add(sandbox.description.context7.apiKey);
    const shown = JSON.stringify([good, bad]);
    for (const secret of secrets) {
      assert.ok(!shown.includes(secret));
      // A JWT's payload and signature, each by itself.
      for (const part of secret.split(".").filter((text) => text.length > 20)) {
        assert.ok(!shown.includes(part));
      }
    }
  });
  it("stay out even where an unforeseen error quotes them", async () => {
    const secretAtOkta = "correct-horse-battery-staple";
    const live = await sandbox.live({ secretAtOkta });
    const exploding = new Proxy(live.atOkta, {
      get(client, name) {
        if (name !== "method") return Reflect.get(client, name);
        throw new Error(`cannot use ${secretAtOkta}`);
      },
    });
    const request = { ...live, atOkta: exploding };
    const report = await sandbox.run({ groups: ["live"], live: request });
    const failed = report.results.find(({ tag }) => tag === "internal");
    assert.match(failed?.summary ?? "", /cannot use \[redacted\]/);
  });

  it("are not sent to a token endpoint on another host", async () => {
    const live = await sandbox.live();
    const { access, target } = sandbox.setup;
    const sent: string[] = [];
    const metadata = {
      issuer: target.resourceIssuer,
      token_endpoint: "https://tokens.example/token",
    };
    sandbox.plan({
      host: "context7.com",
      path: /oauth-authorization-server/,
      respond: { status: 200, body: metadata },
    });
    const fetch: Fetch = (url, init) => {
      sent.push(`${init.method} ${url}`);
      return access.fetch(url, init);
    };
    sandbox.setup.access = { ...access, fetch };
    const report = await sandbox.run({ groups: ["live"], live });
    assert.equal(report.live?.legs.at(-1)?.tag, "token_endpoint_elsewhere");
    assert.deepEqual(
      sent.filter((request) => request.startsWith("POST")),
      [],
    );
  });
});
