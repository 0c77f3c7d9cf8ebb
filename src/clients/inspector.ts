import { type ClientValues, json, secretOr } from "./values";

/**
 * MCP Inspector's `client.json`: the identity provider, and the settings to enter for the server. The
 * Inspector demands a client secret at the resource even for a public client.
 * Source: modelcontextprotocol/inspector, specification/v2_auth_ema.md.
 */
export function inspectorClient(values: ClientValues): string {
  return json({
    enterpriseManagedAuth: {
      idp: {
        issuer: values.issuer,
        clientId: values.clientId,
        clientSecret: secretOr(values.clientSecret, `client secret of ${values.key} at Okta`),
      },
    },
  });
}

/** The Inspector's settings of one server, with the warning that belongs to it. */
export function inspectorServer(values: ClientValues): string {
  const server = {
    type: "streamable-http",
    url: values.mcpUrl,
    oauth: {
      enterpriseManaged: true,
      clientId: values.clientIdAtResource,
      clientSecret: secretOr(
        values.clientSecretAtResource,
        `client secret of ${values.key} at Context7`,
      ),
      scopes: "email",
    },
  };
  return json({
    warning:
      "The Inspector asks for an ID-JAG for the first authorization server that the MCP server " +
      "lists. Context7 lists https://clerk.context7.com first, which cannot redeem it.",
    mcpServers: { context7: server },
  });
}
