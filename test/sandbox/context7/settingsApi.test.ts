import assert from "node:assert/strict";

import type { Teamspace } from "../../../sandbox/world";
import { type Arrangement, arrange } from "../developer/arrangement";
import { answerOf } from "../developer/requests";

describe("the sandbox's teamspace settings API", () => {
  let arrangement: Arrangement;
  let teamspace: Teamspace;
  beforeEach(async () => {
    arrangement = await arrange({ mcpServer: false });
    teamspace = arrangement.teamspace;
    teamspace.settings = undefined;
  });
  afterEach(() => arrangement.stop());

  async function call(
    method: "GET" | "PUT" | "DELETE",
    {
      body,
      headers,
      key = teamspace.apiKey,
    }: { body?: unknown; headers?: object; key?: string } = {},
  ) {
    const response = await arrangement.fetch(arrangement.context7.description.settingsUrl, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
    });
    return answerOf(response);
  }
  const issuer = "https://acme.okta.com";

  it("creates, reads, changes and removes one document, with a new ETag for every change", async () => {
    assert.equal((await call("GET")).status, 404);

    const created = await call("PUT", { body: { issuer }, headers: { "if-none-match": "*" } });
    assert.equal(created.status, 201);
    assert.deepEqual(created.body, { issuer });
    const first = created.headers.get("etag") ?? "";

    const read = await call("GET");
    assert.deepEqual([read.status, read.body, read.headers.get("etag")], [200, { issuer }, first]);

    const wanted = { issuer, scope: "context7.read" };
    const changed = await call("PUT", { body: wanted, headers: { "if-match": first } });
    assert.equal(changed.status, 200);
    const second = changed.headers.get("etag") ?? "";
    assert.notEqual(second, first);
    assert.deepEqual(teamspace.settings, wanted);

    assert.equal((await call("DELETE", { headers: { "if-match": first } })).status, 412);
    assert.equal((await call("DELETE", { headers: { "if-match": second } })).status, 204);
    assert.equal(teamspace.settings, undefined);
    assert.equal((await call("DELETE")).status, 404);
  });

  it("names what is missing when nothing is set", async () => {
    const { status, body } = await call("GET");
    assert.equal(status, 404);
    assert.equal(body.error, "settings_not_found");
  });

  it("refuses a change of what somebody else changed in between", async () => {
    await call("PUT", { body: { issuer } });
    for (const headers of [{ "if-match": '"stale"' }, { "if-none-match": "*" }]) {
      const { status, body } = await call("PUT", { body: { issuer, scope: "x" }, headers });
      assert.equal(status, 412);
      assert.equal(body.error, "precondition_failed");
    }
    assert.deepEqual(teamspace.settings, { issuer });
  });

  it("lets one of two changes at the same moment win", async () => {
    const created = await call("PUT", { body: { issuer } });
    const headers = { "if-match": created.headers.get("etag") };
    const answers = await Promise.all(
      ["a", "b"].map((scope) => call("PUT", { body: { issuer, scope }, headers })),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412]);
  });

  it("refuses an unknown key, and a teamspace that is not on the enterprise plan", async () => {
    const unknown = await call("GET", { key: "ctx7sk-wrong" });
    assert.deepEqual([unknown.status, unknown.body.error], [401, "invalid_api_key"]);

    const pro = [...arrangement.world.context7.teamspaces.values()].find(
      ({ plan }) => plan === "pro",
    );
    const refused = await call("PUT", { key: pro?.apiKey, body: { issuer } });
    assert.deepEqual([refused.status, refused.body.error], [403, "forbidden"]);
    assert.match(String(refused.body.message), /plan required/);
  });

  const refusedIssuers: [issuer: string, text: RegExp][] = [
    ["https://acme.okta.com/oauth2/default", /org authorization server, https:\/\/acme\.okta\.com/],
    ["https://acme.okta.com/", /bare address of the org: https:\/\/acme\.okta\.com/],
    ["http://acme.okta.com", /not an https:\/\/ address/],
    ["acme.okta.com", /not an https:\/\/ address/],
    ["https://nobody.okta.com", /openid-configuration cannot be read/],
    ["https://mcp.context7.com", /openid-configuration answers 503/],
  ];
  for (const [refused, text] of refusedIssuers) {
    it(`refuses the issuer ${refused}`, async () => {
      const { status, body } = await call("PUT", { body: { issuer: refused } });
      assert.deepEqual([status, body.error], [422, "validation_error"]);
      assert.match(String(body.message), text);
      assert.equal(teamspace.settings, undefined);
    });
  }

  it("refuses an issuer that another teamspace has", async () => {
    const other: Teamspace = { ...teamspace, id: "another", settings: { issuer } };
    arrangement.world.context7.teamspaces.set(other.id, other);
    const { status, body } = await call("PUT", { body: { issuer } });
    assert.equal(status, 422);
    assert.match(String(body.message), /already configured for another teamspace/);
  });

  it("refuses fields it does not know and a scope that is none", async () => {
    for (const body of [{ issuer, extra: 1 }, { issuer, scope: "" }, { scope: "x" }, []]) {
      assert.equal((await call("PUT", { body })).status, 422);
    }
  });
});
