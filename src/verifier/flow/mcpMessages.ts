/** The messages of MCP that are used here: JSON-RPC 2.0 over Streamable HTTP. */

/** The revision asked for; the server answers with the one it speaks. */
export const MCP_PROTOCOL_VERSION = "2025-06-18";

/** MCP, Transports: a client must accept both forms of answer. */
export const MCP_HEADERS = {
  "content-type": "application/json",
  accept: "application/json, text/event-stream",
} as const;

export function initializeRequest(id: number) {
  return {
    jsonrpc: "2.0",
    id,
    method: "initialize",
    params: {
      protocolVersion: MCP_PROTOCOL_VERSION,
      capabilities: {},
      clientInfo: { name: "context7-ema-verifier", version: "1" },
    },
  };
}
