import type { Fetch } from "../../../idjag";
import { boundedFetch, RequestFailure } from "../../../idjag/request";
import { answerTo } from "../../flow/mcpClient";
import { initializeRequest, MCP_HEADERS } from "../../flow/mcpMessages";

/** What an MCP server says to a stranger. */
export interface Knock {
  /** Absent when there was no answer. */
  readonly status?: number;
  /** Whether what it said is MCP's answer to `initialize`; a page of a proxy is none. */
  readonly isOpen: boolean;
  /** `WWW-Authenticate`. */
  readonly challenge?: string;
  /** Why there was no answer, fit to show. */
  readonly failure?: string;
}

/** What a knock brought that was neither MCP's answer nor a demand for a token. */
export function seenOf({ status, failure }: Knock): string {
  if (failure !== undefined) return failure;
  return status === 200 ? "HTTP status 200, and no answer of MCP" : `HTTP status ${status}`;
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
    const isOpen = response.ok && (await answerTo(1, response))?.result !== undefined;
    return { status: response.status, challenge, isOpen };
  } catch (error) {
    if (error instanceof RequestFailure) return { failure: error.message, isOpen: false };
    throw error;
  }
}
