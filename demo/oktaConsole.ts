import type { Fetch } from "../sandbox/fetch";
import type { Org } from "../sandbox/world";
import { Difference } from "./expect";

/** What an administrator of the org does by hand; the Admin Console makes the same calls. */
export interface OktaConsole {
  /** Adds an app that has nothing to do with Context7, assigned to a group. */
  addOrdinaryApp(label: string, groupId: string): Promise<void>;
  /** Requesting app → Manage Connections → activate or deactivate. */
  setConnection(
    requestingAppId: string,
    connectionId: string,
    status: "ACTIVE" | "INACTIVE",
  ): Promise<void>;
  /** App → Assignments → Assign to People, and its opposite. */
  assign(appId: string, userId: string, userName: string): Promise<void>;
  unassign(appId: string, userId: string): Promise<void>;
}

/** The console, in the hands of the administrator who made the org's first API token. */
export function openOktaConsole(fetch: Fetch, org: Org): OktaConsole {
  const [apiToken = ""] = org.apiTokens.keys();
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${org.url}${path}`, {
      method,
      headers: {
        authorization: `SSWS ${apiToken}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (response.ok) return text && JSON.parse(text);
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
    async setConnection(requestingAppId, connectionId, status) {
      const path = `/api/v1/apps/${requestingAppId}/cwo/connections/${connectionId}`;
      await call("PATCH", path, { status });
    },
    async assign(appId, id, userName) {
      const assignment = { id, scope: "USER", credentials: { userName } };
      await call("POST", `/api/v1/apps/${appId}/users`, assignment);
    },
    async unassign(appId, id) {
      await call("DELETE", `/api/v1/apps/${appId}/users/${id}`);
    },
  };
}
