import type { RequestListener } from "node:http";

import formBody from "@fastify/formbody";
import Fastify from "fastify";
import type { ProxyAgent } from "undici";

import { sandboxDispatcher } from "../dispatcher";
import { type Fetch, fetchThrough } from "../fetch";
import type { SandboxDescription } from "../index";
import type { Context7Cloud, World } from "../world";
import { createContext7AuthorizationServer } from "./authorization";
import { clerk } from "./clerk";
import { addDashboard, enterpriseTabPath } from "./dashboard";
import { addDocumentationApi } from "./documentationApi";
import { createMcpServer } from "./mcpServer";
import { addPoliciesApi } from "./policiesApi";
import { addSettingsApi, SETTINGS_PATH } from "./settingsApi";
import { createKeyFinder } from "./trust";

export { seedContext7 } from "./seed";

export interface Context7 {
  /** DNS name → what answers there. */
  hosts: Record<string, RequestListener>;
  /**
   * Starts the MCP server, and lets Context7 reach the orgs' authorization servers.
   *
   * @param environment the variables of a program that meets the sandbox; `HTTPS_PROXY` and
   *   `NODE_EXTRA_CA_CERTS` must be among them
   * @param options.mcpServer `false`: without the MCP server's process; mcp.context7.com answers 503
   */
  start(environment: Record<string, string>, options?: { mcpServer?: boolean }): Promise<void>;
  stop(): Promise<void>;
  description: SandboxDescription["context7"];
}

/**
 * Context7's hosts: the website with authorization server, REST API, settings API and dashboard; Clerk;
 * the MCP server.
 */
export async function createContext7({ context7: cloud }: World): Promise<Context7> {
  let dispatcher: ProxyAgent | undefined;
  const fetch = (): Fetch => {
    if (!dispatcher) throw new Error("Context7 is not started: it cannot reach any issuer yet.");
    return fetchThrough(dispatcher);
  };
  const mcpServer = createMcpServer();
  const authorization = createContext7AuthorizationServer(cloud, createKeyFinder(fetch));

  const website = Fastify();
  await website.register(formBody);
  addDocumentationApi(website, cloud, authorization.teamspaceOf);
  addPoliciesApi(website, cloud);
  addSettingsApi(website, cloud, fetch);
  addDashboard(website, cloud, fetch);
  await website.ready();

  return {
    hosts: {
      "context7.com": (request, response) => {
        const [path = ""] = (request.url ?? "").split("?", 1);
        if (authorization.handles(path)) authorization.handler(request, response);
        else website.routing(request, response);
      },
      "clerk.context7.com": clerk,
      "mcp.context7.com": mcpServer.handler,
    },
    async start(environment, { mcpServer: withMcpServer = true } = {}) {
      const { HTTPS_PROXY: proxyUrl, NODE_EXTRA_CA_CERTS: caFile } = environment;
      if (!proxyUrl || !caFile) {
        throw new Error("Context7 needs HTTPS_PROXY and NODE_EXTRA_CA_CERTS to reach the issuers.");
      }
      dispatcher = sandboxDispatcher({ proxyUrl, caFile });
      if (withMcpServer) await mcpServer.start(environment);
    },
    async stop() {
      await Promise.all([mcpServer.stop(), website.close(), dispatcher?.close()]);
    },
    description: describe(cloud),
  };
}

function describe(cloud: Context7Cloud): SandboxDescription["context7"] {
  const teamspace = [...cloud.teamspaces.values()].find(({ plan }) => plan === "enterprise");
  if (!teamspace)
    throw new Error("The sandbox's Context7 has no teamspace on the enterprise plan.");
  return {
    apiKey: teamspace.apiKey,
    settingsUrl: `https://context7.com${SETTINGS_PATH}`,
    dashboardUrl: `https://context7.com${enterpriseTabPath(teamspace)}`,
    mcpUrl: "https://mcp.context7.com/mcp/oauth",
  };
}
