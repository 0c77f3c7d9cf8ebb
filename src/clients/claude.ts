import { type ClientValues, json, SIGN_IN_SCOPES } from "./values";

/**
 * A fragment of Claude Code's `managed-settings.json`: it permits the Context7 connector and does not
 * suppress connectors, which is how Enterprise-Managed Auth reaches Claude Code. A server listed in
 * `managed-mcp.json` would be called anonymously or with an API key instead.
 * Source: code.claude.com/docs/en/managed-mcp.
 */
export function claudeManagedSettings(values: ClientValues): string {
  return json({
    allowedMcpServers: [{ serverUrl: values.mcpUrl }],
    disableClaudeAiConnectors: false,
    allowAllClaudeAiMcps: true,
  });
}

/** The steps in Claude's admin console, which has no API, and what Anthropic has to be sent. */
export function claudeAdminConsole(values: ClientValues): string {
  return `Context7 for Claude with Enterprise-Managed Auth

Before: a Claude Team or Enterprise plan with access to Enterprise-Managed Auth (a beta with a
waiting list), the Okta org connected to Claude, and Context7's word that the client ID below is
known to it. Claude does not register clients by itself (no dynamic client registration).

In Claude: Organization settings > Connectors > Add > Custom > Web
  Name            Context7
  URL             ${values.mcpUrl}
  Then, on the connector: Configuration > Managed authorization > Set up, confirm the identity
  provider connection, run the test, choose the roles that get it, save.

To Anthropic, for the requesting app "${values.key}":
  Issuer                       ${values.issuer}
  Client ID at Okta            ${values.clientId}
  Client ID at Context7        ${values.clientIdAtResource}
  Audience of the ID-JAG       ${values.resourceIssuer}
  Scopes at sign-in            ${SIGN_IN_SCOPES}

The connector's URL must be one that answers 401 without a token. Context7 answers anonymous calls at
/mcp, so managed authorization never starts there.
`;
}
