import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Fetch } from "../../../src/idjag";
import { visitMcpServer } from "../../../src/verifier/flow/mcpClient";

const URL = "https://mcp.example/mcp";
const TOKEN = "the-access-token";

const INITIALIZED = {
  jsonrpc: "2.0",
  id: 1,
  result: { protocolVersion: "2025-03-26", serverInfo: { name: "Server", version: "1" } },
};
const TOOLS = { jsonrpc: "2.0", id: 2, result: { tools: [{ name: "one" }, { name: "two" }] } };

interface Sent {
  method: string;
  headers: Record<string, string>;
  rpc?: string;
}

/** Answers each JSON-RPC method as `answers` says. */
function server(answers: Record<string, () => Response>) {
  const sent: Sent[] = [];
  const fetch: Fetch = async (_url, { method, headers, body }) => {
    const rpc = body ? (JSON.parse(body) as { method: string }).method : undefined;
    sent.push({ method, headers, rpc });
    const answer = answers[rpc ?? method]?.() ?? new Response(null, { status: 202 });
    return answer as unknown as Awaited<ReturnType<Fetch>>;
  };
  return { sent, visit: () => visitMcpServer(URL, { fetch, accessToken: TOKEN }) };
}

const stream = (text: string) =>
  new Response(text, { headers: { "content-type": "text/event-stream" } });

describe("a visit to an MCP server", () => {
  it("reads JSON answers, and keeps to the session and the revision it was given", async () => {
    const headers = { "mcp-session-id": "s1" };
    const { sent, visit } = server({
      initialize: () => Response.json(INITIALIZED, { headers }),
      "tools/list": () => Response.json(TOOLS),
    });
    assert.deepEqual(await visit(), {
      ok: true,
      protocolVersion: "2025-03-26",
      server: { name: "Server", version: "1" },
      tools: ["one", "two"],
    });
    assert.deepEqual(
      sent.map(({ method, rpc }) => rpc ?? method),
      ["initialize", "notifications/initialized", "tools/list", "DELETE"],
    );
    assert.ok(sent.every((each) => each.headers.authorization === `Bearer ${TOKEN}`));
    const [first, ...later] = sent;
    assert.equal(first?.headers["mcp-session-id"], undefined);
    assert.ok(later.every((each) => each.headers["mcp-session-id"] === "s1"));
    assert.ok(later.every((each) => each.headers["mcp-protocol-version"] === "2025-03-26"));
  });

  it("reads event streams, past comments and messages for others", async () => {
    const notice = { jsonrpc: "2.0", method: "notifications/message", params: {} };
    const events = (message: object) =>
      `: hello\r\n\r\nevent: message\r\ndata: ${JSON.stringify(notice)}\r\n\r\n` +
      `event: message\r\nid: 7\r\ndata: ${JSON.stringify(message)}\r\n\r\n`;
    const { visit } = server({
      initialize: () => stream(events(INITIALIZED)),
      "tools/list": () => stream(events(TOOLS)),
    });
    assert.equal((await visit()).ok, true);
  });

  it("quotes a refusal, without the token that it may hold", async () => {
    const error = { code: -32001, message: `Invalid token ${TOKEN}` };
    const { visit } = server({
      initialize: () => Response.json({ jsonrpc: "2.0", id: null, error }, { status: 401 }),
    });
    const seen = "HTTP status 401, “Invalid token [redacted]”";
    assert.deepEqual(await visit(), { ok: false, status: 401, seen });
  });

  it("says which call failed, be it an error or an answer of another form", async () => {
    const error = { code: -32603, message: "Internal error" };
    const refused = server({
      initialize: () => Response.json(INITIALIZED),
      "tools/list": () => Response.json({ jsonrpc: "2.0", id: 2, error }),
    });
    assert.deepEqual(await refused.visit(), {
      ok: false,
      status: 200,
      seen: "tools/list: “Internal error”",
    });
    const page = server({ initialize: () => new Response("<html>") });
    assert.deepEqual(await page.visit(), {
      ok: false,
      status: 200,
      seen: "initialize brought no such result",
    });
  });

  it("says that there was no answer", async () => {
    const fetch: Fetch = () => Promise.reject(new TypeError("fetch failed"));
    const visited = await visitMcpServer(URL, { fetch, accessToken: TOKEN });
    assert.deepEqual(visited, { ok: false, seen: "https://mcp.example: no answer" });
  });
});
