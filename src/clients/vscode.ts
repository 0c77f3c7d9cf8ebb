import { type ClientValues, json, secretOr } from "./values";

/**
 * VS Code's policy `McpEnterpriseManagedAuthIdp` in the form of `/etc/vscode/policy.json` (on macOS and
 * Windows the same value goes into the managed preferences or the group policy). An object-valued
 * policy is delivered as JSON text. Source: microsoft/vscode#318067.
 */
export function vscodePolicy(values: ClientValues): string {
  const identityProvider = {
    issuer: values.issuer,
    clientId: values.clientId,
    clientSecret: secretOr(values.clientSecret, `client secret of ${values.key} at Okta`),
  };
  return json({ McpEnterpriseManagedAuthIdp: JSON.stringify(identityProvider) });
}

/**
 * The server's entry in VS Code's `mcp.json`. VS Code asks for the client secret at Context7 by itself
 * and keeps it in the system's secret store.
 */
export function vscodeServer(values: ClientValues): string {
  return `// VS Code asks for an ID-JAG for the first authorization server that the MCP server lists. Context7
// lists https://clerk.context7.com first, which cannot redeem it: expect this to fail until ${values.resourceIssuer}
// comes first.
${json({
  servers: {
    context7: {
      type: "http",
      url: values.mcpUrl,
      oauth: { clientId: values.clientIdAtResource, enterpriseManaged: true },
    },
  },
})}`;
}
