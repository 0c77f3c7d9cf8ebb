import { discoverProtectedResource } from "../../../idjag";
import type { TargetCheck } from "../../registry";
import type { CheckContext } from "../context";

/** Where every client starts: what the MCP server says of itself. */
export const protectedResource: TargetCheck = {
  id: "context7.protectedResource",
  group: "context7",
  link: "mcpServer",
  title: "The MCP server publishes its metadata",
  severity: "high",
  needs: [],
  access: ["network"],
  async run(context) {
    const found = await readProtectedResourceMetadata(context);
    if (!found.ok) {
      const { reason, seen, expected } = found;
      return { verdict: "fail", tag: `discovery.${reason}`, seen, expected };
    }
    const { resource, identical, authorizationServers, scopesSupported } = found;
    const evidence = {
      resource,
      identical,
      authorizationServers: [...authorizationServers],
      scopesSupported: [...scopesSupported],
    };
    return { verdict: "pass", summary: `It is about ${resource}.`, evidence };
  },
};

/** Metadata of the MCP server, read once in a run. */
export function readProtectedResourceMetadata({ target, fetch, once }: CheckContext) {
  const { mcpUrl } = target;
  return once(`metadata ${mcpUrl}`, () => discoverProtectedResource(mcpUrl, { fetch }));
}
