import type { ClientValues } from "./values";

/** A TOML basic string: TOML 1.0 takes JSON's escapes. */
const quoted = (text: string) => JSON.stringify(text);

/**
 * A fragment of Codex's `config.toml`. Project files cannot set it; it goes into the user's or the
 * system's. Codex finds the authorization server from the MCP server's metadata.
 */
export function codexConfig(values: ClientValues): string {
  return `[features]
use_xaa = true

[mcp_enterprise_managed_auth.idp]
issuer = ${quoted(values.issuer)}
client_id = ${quoted(values.clientId)}

[mcp_servers.context7]
url = ${quoted(values.mcpUrl)}
auth = "ema_auth"
oauth_resource = ${quoted(new URL(values.mcpUrl).origin)}

[mcp_servers.context7.oauth]
client_id = ${quoted(values.clientIdAtResource)}
`;
}
