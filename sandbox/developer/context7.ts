import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import {
  StreamableHTTPClientTransport,
  StreamableHTTPError,
} from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import * as openid from "openid-client";

import type { Fetch } from "../fetch";
import { clientAuthentication } from "./okta";
import { type DecodedToken, decode, failure, type Outcome, Refusal, success } from "./outcome";

const REDEMPTION = [2, "redemption"] as const;
const CALL = [3, "MCP call"] as const;

export interface RedemptionOptions {
  fetch: Fetch;
  idJag: string;
  /** Default `https://context7.com`. */
  issuer?: string;
  /** Client ID and secret of the MCP client at Context7: not those at Okta. */
  clientIdAtResource: string;
  clientSecretAtResource?: string;
  scope?: string;
  resource?: string;
}

export interface AccessTokenShown {
  accessToken: DecodedToken;
  tokenType: string;
  expiresIn: number | undefined;
  scope?: string;
}

/** Leg 2: the ID-JAG for an access token (draft-ietf-oauth-identity-assertion-authz-grant §4.4). */
export async function redeemIdJag(
  options: RedemptionOptions,
): Promise<Outcome<AccessTokenShown, { accessToken: string }>> {
  const { fetch, idJag, issuer = "https://context7.com", scope, resource } = options;
  try {
    const configuration = await openid.discovery(
      new URL(issuer),
      options.clientIdAtResource,
      undefined,
      clientAuthentication(options.clientSecretAtResource),
      { algorithm: "oauth2", [openid.customFetch]: fetch as openid.CustomFetch },
    );
    const response = await openid.genericGrantRequest(
      configuration,
      "urn:ietf:params:oauth:grant-type:jwt-bearer",
      { assertion: idJag, ...(scope && { scope }), ...(resource && { resource }) },
    );
    return success(
      REDEMPTION,
      {
        accessToken: decode(response.access_token),
        tokenType: response.token_type,
        expiresIn: response.expires_in,
        scope: response.scope,
      },
      { accessToken: response.access_token },
    );
  } catch (cause) {
    return failure(REDEMPTION, cause);
  }
}

export interface McpOptions {
  fetch: Fetch;
  /** Default `https://mcp.context7.com/mcp/oauth`, the endpoint that demands a token. */
  url?: string;
  accessToken?: string;
  /** Called once the tools are listed. */
  tool: { name: string; arguments: Record<string, string> };
}

export interface McpShown {
  server: { name: string; version: string };
  tools: string[];
  /** Text of the tool's answer. */
  answer: string;
}

/** Leg 3: `initialize`, `tools/list` and one `tools/call` on the MCP server. */
export async function callMcpServer(options: McpOptions): Promise<Outcome<McpShown>> {
  const { fetch, accessToken, tool, url = "https://mcp.context7.com/mcp/oauth" } = options;
  const headers: Record<string, string> = accessToken
    ? { authorization: `Bearer ${accessToken}` }
    : {};
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    fetch,
    requestInit: { headers },
  });
  const client = new Client({ name: "sandbox-developer", version: "1.0.0" });
  try {
    await client.connect(transport);
    const { tools } = await client.listTools();
    const result = await client.callTool(tool);
    const { name = "", version = "" } = client.getServerVersion() ?? {};
    return success(
      CALL,
      {
        server: { name, version },
        tools: tools.map((listed) => listed.name),
        answer: textOf(result.content),
      },
      undefined,
    );
  } catch (cause) {
    return failure(CALL, cause instanceof StreamableHTTPError ? refusalOf(cause) : cause);
  } finally {
    await client.close();
  }
}

function textOf(content: unknown): string {
  const parts = content as { type: string; text?: string }[];
  return parts.map((part) => part.text ?? "").join("\n");
}

/** The server answers 401 with a JSON-RPC error, which the SDK puts into its message as it came. */
function refusalOf({ code, message }: StreamableHTTPError): Refusal {
  const reason = /"message":"([^"]*)"/.exec(message)?.[1];
  const error = code === 401 ? "unauthorized" : "mcp_error";
  return new Refusal({ status: code, error, error_description: reason ?? message });
}
