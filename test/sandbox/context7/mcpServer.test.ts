import assert from "node:assert/strict";

import { callMcpServer } from "../../../sandbox/developer";
import { type Arrangement, arrange } from "../developer/arrangement";
import { get } from "../developer/requests";

const TOOL = { name: "resolve-library-id", arguments: { libraryName: "pulumi", query: "drift" } };

describe("the real Context7 MCP server in the sandbox", () => {
  let arrangement: Arrangement;
  before(async () => {
    arrangement = await arrange();
  });
  after(() => arrangement.stop());

  it("lists Clerk before Context7 as its authorization servers", async () => {
    const { body } = await get(
      arrangement.fetch,
      "https://mcp.context7.com/.well-known/oauth-protected-resource",
    );
    assert.equal(body.resource, "https://mcp.context7.com");
    assert.deepEqual(body.authorization_servers, [
      "https://clerk.context7.com",
      "https://context7.com",
    ]);
  });

  it("hands Clerk's metadata on, which has no jwt-bearer grant", async () => {
    for (const host of ["clerk.context7.com", "mcp.context7.com"]) {
      const url = `https://${host}/.well-known/oauth-authorization-server`;
      const { status, body } = await get(arrangement.fetch, url);
      assert.equal(status, 200);
      assert.equal(body.issuer, "https://clerk.context7.com");
      assert.deepEqual(body.grant_types_supported, ["authorization_code", "refresh_token"]);
      assert.equal(body.authorization_grant_profiles_supported, undefined);
    }
  });

  it("answers on /mcp without any token", async () => {
    const outcome = await callMcpServer({
      fetch: arrangement.fetch,
      url: "https://mcp.context7.com/mcp",
      tool: TOOL,
    });
    assert.ok(outcome.ok, JSON.stringify(outcome));
    assert.deepEqual(outcome.shown.server, { name: "Context7", version: "4.1.1" });
    assert.deepEqual(outcome.shown.tools.sort(), ["query-docs", "resolve-library-id"]);
    assert.match(outcome.shown.answer, /Context7-compatible library ID: \/pulumi\/docs/);
  });

  it("demands a token on /mcp/oauth, and points to the metadata", async () => {
    const response = await arrangement.fetch("https://mcp.context7.com/mcp/oauth", {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    await response.body?.cancel();
    assert.equal(response.status, 401);
    assert.match(
      response.headers.get("www-authenticate") ?? "",
      /resource_metadata="https:\/\/mcp\.context7\.com\/\.well-known\/oauth-protected-resource"/,
    );
    const outcome = await callMcpServer({ fetch: arrangement.fetch, tool: TOOL });
    assert.ok(!outcome.ok);
    assert.deepEqual([outcome.leg, outcome.status, outcome.error], [3, 401, "unauthorized"]);
    assert.match(outcome.error_description ?? "", /Authentication required/);
  });

  it("refuses a token that Context7 did not sign", async () => {
    const forged = [
      { alg: "RS256" },
      { iss: "https://context7.com", aud: "https://mcp.context7.com" },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const outcome = await callMcpServer({
      fetch: arrangement.fetch,
      accessToken: `${forged}.AAAA`,
      tool: TOOL,
    });
    assert.ok(!outcome.ok);
    assert.equal(outcome.status, 401);
  });

  it("leaves no process behind", async () => {
    const children = () =>
      process.getActiveResourcesInfo().filter((kind) => kind === "ProcessWrap");
    const before = children().length;
    const another = await arrange();
    assert.equal(children().length, before + 1);
    await another.stop();
    assert.equal(children().length, before);
  });
});
