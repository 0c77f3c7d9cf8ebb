import type { Fetch } from "../../../idjag";
import { boundedFetch, RequestFailure } from "../../../idjag/request";
import { initializeRequest, MCP_HEADERS } from "../../flow/mcpMessages";

/** What an MCP server says to a stranger. */
export interface Knock {
  /** Absent when there was no answer. */
  readonly status?: number;
  /** `WWW-Authenticate`. */
  readonly challenge?: string;
  /** Why there was no answer, fit to show. */
  readonly failure?: string;
}

/** Sends an MCP `initialize` without a token. */
export async function knock(fetch: Fetch, url: string): Promise<Knock> {
  try {
    const response = await boundedFetch(fetch)(url, {
      method: "POST",
      headers: MCP_HEADERS,
      body: JSON.stringify(initializeRequest(1)),
    });
    const challenge = response.headers.get("www-authenticate") ?? undefined;
    return { status: response.status, challenge };
  } catch (error) {
    if (error instanceof RequestFailure) return { failure: error.message };
    throw error;
  }
}
