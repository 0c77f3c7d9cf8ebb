import { z } from "zod";
import { type Fetch, scrub } from "../../idjag";
import { boundedFetch, RequestFailure } from "../../idjag/request";
import { initializeRequest, MCP_HEADERS } from "./mcpMessages";

/** What the MCP server said of itself. */
export interface McpVisit {
  readonly ok: true;
  readonly protocolVersion: string;
  readonly server: { readonly name: string; readonly version: string };
  readonly tools: readonly string[];
}

export interface McpRefusal {
  readonly ok: false;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** What was seen, fit to show. */
  readonly seen: string;
}

const initialized = z.object({
  protocolVersion: z.string(),
  serverInfo: z.object({ name: z.string(), version: z.string() }),
});
const toolList = z.object({ tools: z.array(z.object({ name: z.string() })) });
const message = z.object({
  id: z.union([z.number(), z.string()]).nullish(),
  result: z.unknown().optional(),
  error: z.object({ code: z.number(), message: z.string() }).optional(),
});

class Refused extends Error {
  constructor(readonly refusal: McpRefusal) {
    super(refusal.seen);
  }
}

/**
 * Opens an MCP session with a token, asks for the tools, and ends the session: `initialize`,
 * `notifications/initialized`, `tools/list` (MCP, Lifecycle; Transports, Streamable HTTP).
 */
export async function visitMcpServer(
  url: string,
  { fetch, accessToken }: { readonly fetch: Fetch; readonly accessToken: string },
): Promise<McpVisit | McpRefusal> {
  const send = boundedFetch(fetch);
  const headers: Record<string, string> = {
    ...MCP_HEADERS,
    authorization: `Bearer ${accessToken}`,
  };
  const fail = (seen: string, status?: number) =>
    new Refused({ ok: false, status, seen: scrub(seen, [accessToken]) });

  async function post(body: object): Promise<Response> {
    const response = await send(url, { method: "POST", headers, body: JSON.stringify(body) });
    if (response.ok) return response;
    const said = message.safeParse(await json(response)).data?.error?.message;
    throw fail(`HTTP status ${response.status}${said ? `, “${said}”` : ""}`, response.status);
  }

  async function call<T>(schema: z.ZodType<T>, request: { id: number; method: string }) {
    const response = await post(request);
    const answer = await answerTo(request.id, response);
    if (answer?.error) throw fail(`${request.method}: “${answer.error.message}”`, response.status);
    const result = schema.safeParse(answer?.result);
    if (!result.success) throw fail(`${request.method} brought no such result`, response.status);
    return { result: result.data, response };
  }

  try {
    const opened = await call(initialized, initializeRequest(1));
    const { protocolVersion, serverInfo } = opened.result;
    const session = opened.response.headers.get("mcp-session-id");
    if (session) headers["mcp-session-id"] = session;
    headers["mcp-protocol-version"] = protocolVersion;
    await post({ jsonrpc: "2.0", method: "notifications/initialized" });
    const listed = await call(toolList, toolsRequest);
    // A courtesy; servers may answer 405 (Transports, Session Management).
    if (session) await send(url, { method: "DELETE", headers }).catch(() => undefined);
    const tools = listed.result.tools.map(({ name }) => scrub(name, [], 100));
    const server = { name: scrub(serverInfo.name), version: scrub(serverInfo.version) };
    return { ok: true, protocolVersion: scrub(protocolVersion), server, tools };
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    if (error instanceof RequestFailure) return { ok: false, seen: error.message };
    throw error;
  }
}

const toolsRequest = { jsonrpc: "2.0", id: 2, method: "tools/list", params: {} };

/** The answer to one request, from a JSON body or from an event stream that has ended. */
export async function answerTo(id: number, response: Response) {
  const type = response.headers.get("content-type") ?? "";
  const bodies = type.includes("text/event-stream")
    ? eventData(await response.text())
    : [await response.text()];
  return bodies.map((body) => message.safeParse(parse(body)).data).find((each) => each?.id === id);
}

/** The data of each event (HTML Standard §9.2.6, as far as one line of data needs it). */
function eventData(stream: string): string[] {
  return stream.split(/\r\n\r\n|\n\n|\r\r/).map((event) =>
    event
      .split(/\r\n|\n|\r/)
      .filter((line) => line.startsWith("data:"))
      .map((line) => line.slice(5).replace(/^ /, ""))
      .join("\n"),
  );
}

async function json(response: Response): Promise<unknown> {
  return parse(await response.text());
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
