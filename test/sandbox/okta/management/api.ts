import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

import type { Clock } from "../../../../sandbox/clock";
import { createManagementApi } from "../../../../sandbox/okta/management";
import { type OrgOptions, seedOrg } from "../../../../sandbox/okta/seed";

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes.
  body: any;
}

/** A seeded org's management API on plain HTTP, and a client that holds its admin's API token. */
export async function startManagementApi(options: OrgOptions = {}, clock?: Clock) {
  const org = seedOrg("acme", options);
  const api = await createManagementApi(org, clock);
  const server = http.createServer(api.handler);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const [token = ""] = org.apiTokens.keys();

  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: {
        authorization: `SSWS ${token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
  }

  return {
    org,
    call,
    /** Makes an app of the catalog; `settings.app` as given. */
    async createCatalogApp(role: "requesting" | "resource", app: Record<string, unknown>) {
      const entry = [...org.catalog.values()].find((candidate) => candidate.role === role);
      const answer = await call("POST", "/api/v1/apps", {
        name: entry?.key,
        label: `A ${role} app`,
        signOnMode: "OPENID_CONNECT",
        settings: { app },
      });
      return answer;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await api.close();
    },
  };
}

export type ManagementApi = Awaited<ReturnType<typeof startManagementApi>>;

export const RESOURCE_SETTINGS = { sandboxIssuerUrl: "https://context7.com" };
export const REQUESTING_SETTINGS = {
  sandboxIssuerUrl: "https://context7.com",
  sandboxClientId: "mcpclient-at-context7",
};
