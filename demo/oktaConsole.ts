import type { Fetch } from "../sandbox/fetch";
import type { Org } from "../sandbox/world";
import { Difference } from "./expect";

/** What an administrator of the org does by hand; the Admin Console makes the same calls. */
export interface OktaConsole {
  /** Adds an app that has nothing to do with Context7, assigned to a group. */
  addOrdinaryApp(label: string, groupId: string): Promise<void>;
  /** Requesting app → Manage Connections → deactivate. */
  deactivateConnection(requestingAppId: string, connectionId: string): Promise<void>;
}

/** The console, in the hands of the administrator who made the org's first API token. */
export function openOktaConsole(fetch: Fetch, org: Org): OktaConsole {
  const [apiToken = ""] = org.apiTokens.keys();
  const call = async (method: string, path: string, body: unknown) => {
    const response = await fetch(`${org.url}${path}`, {
      method,
      headers: { authorization: `SSWS ${apiToken}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    throw new Difference(`${method} ${path}\nexpected: success\nseen: ${response.status} ${text}`);
  };
  return {
    async addOrdinaryApp(label, groupId) {
      const app = await call("POST", "/api/v1/apps", {
        name: "oidc_client",
        label,
        signOnMode: "OPENID_CONNECT",
        credentials: { oauthClient: { token_endpoint_auth_method: "client_secret_basic" } },
        settings: {
          oauthClient: {
            application_type: "web",
            grant_types: ["authorization_code"],
            response_types: ["code"],
            redirect_uris: ["https://timesheets.acme.example/callback"],
          },
        },
      });
      await call("PUT", `/api/v1/apps/${app.id}/groups/${groupId}`, {});
    },
    async deactivateConnection(requestingAppId, connectionId) {
      const path = `/api/v1/apps/${requestingAppId}/cwo/connections/${connectionId}`;
      await call("PATCH", path, { status: "INACTIVE" });
    },
  };
}
