import assert from "node:assert/strict";
import { CLIENT_FILES, clientFilesOf, McpClient } from "../../src/clients";
import type { ClientValues } from "../../src/clients/values";

const values: ClientValues = {
  key: "claude",
  issuer: "https://acme.okta.com",
  resourceIssuer: "https://context7.com",
  mcpUrl: "https://mcp.context7.com/mcp/oauth",
  clientId: "0oaClient",
  clientSecret: 'okta "secret"',
  clientIdAtResource: "mcpclient-at-context7",
  clientSecretAtResource: "context7-secret",
};

function render(key: string, change: Partial<ClientValues> = {}): string {
  const kind = CLIENT_FILES.find((file) => file.key === key);
  assert.ok(kind, key);
  return kind.render({ ...values, ...change });
}

describe("client set-up files", () => {
  it("hold a secret only where the list says so, and never both", () => {
    for (const kind of CLIENT_FILES) {
      const content = kind.render({ ...values, clientSecret: "okta-secret" });
      const holds = (secret: string) => content.includes(secret);
      const listed = (name: "clientSecret" | "clientSecretAtResource") =>
        kind.secrets.includes(name);
      assert.equal(holds("okta-secret"), listed("clientSecret"), kind.key);
      assert.equal(holds("context7-secret"), listed("clientSecretAtResource"), kind.key);
    }
  });

  it("have a named placeholder for an unknown secret", () => {
    const policy = JSON.parse(render("vscodePolicy", { clientSecret: "" }));
    const idp = JSON.parse(policy.McpEnterpriseManagedAuthIdp);
    assert.equal(idp.clientSecret, "<client secret of claude at Okta>");
    assert.match(
      render("inspectorServer", { clientSecretAtResource: undefined }),
      /<client secret of claude at Context7>/,
    );
  });

  it("Claude: permits the connector and does not suppress connectors", () => {
    const settings = JSON.parse(render("claudeManagedSettings"));
    assert.deepEqual(settings.allowedMcpServers, [{ serverUrl: values.mcpUrl }]);
    assert.equal(settings.disableClaudeAiConnectors, false);
  });

  it("Claude's admin console: name, URL, issuer, both client IDs, and the scopes with email", () => {
    const steps = render("claudeAdminConsole");
    for (const part of [
      values.mcpUrl,
      values.issuer,
      "0oaClient",
      "mcpclient-at-context7",
      "openid offline_access email",
    ]) {
      assert.ok(steps.includes(part), part);
    }
  });

  it("VS Code: the policy's value is JSON text, the server is enterprise-managed, Clerk is warned of", () => {
    const policy = JSON.parse(render("vscodePolicy"));
    assert.deepEqual(JSON.parse(policy.McpEnterpriseManagedAuthIdp), {
      issuer: "https://acme.okta.com",
      clientId: "0oaClient",
      clientSecret: 'okta "secret"',
    });
    const server = render("vscodeServer");
    assert.match(server, /clerk\.context7\.com first/);
    const json = JSON.parse(server.replace(/^\/\/.*$/gm, ""));
    assert.deepEqual(json.servers.context7.oauth, {
      clientId: "mcpclient-at-context7",
      enterpriseManaged: true,
    });
  });

  it("MCP Inspector: identity provider and server, Clerk is warned of", () => {
    const client = JSON.parse(render("inspectorClient"));
    assert.equal(client.enterpriseManagedAuth.idp.issuer, "https://acme.okta.com");
    const server = JSON.parse(render("inspectorServer"));
    assert.match(server.warning, /clerk/);
    assert.equal(server.mcpServers.context7.oauth.clientSecret, "context7-secret");
  });

  it("Codex: TOML strings are escaped, so that a value cannot add settings", () => {
    const toml = render("codexConfig", { clientId: 'a"\nuse_xaa = false' });
    assert.match(toml, /client_id = "a\\"\\nuse_xaa = false"/);
    assert.match(toml, /auth = "ema_auth"/);
  });

  it("are chosen by client, or all", () => {
    assert.deepEqual(
      clientFilesOf(McpClient.VisualStudioCode).map((file) => file.key),
      ["vscodePolicy", "vscodeServer"],
    );
    assert.equal(clientFilesOf(undefined).length, CLIENT_FILES.length);
    const covered = new Set(CLIENT_FILES.map((file) => file.client));
    assert.deepEqual([...covered].sort(), Object.values(McpClient).sort());
  });
});
