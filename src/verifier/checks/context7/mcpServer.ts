import { scrub } from "../../../idjag";
import { show } from "../../../idjag/redact";
import type { TargetCheck } from "../../registry";
import { knock } from "./knock";

/** A server that never answers 401 never makes a client start Enterprise-Managed Auth. */
export const mcpServer: TargetCheck = {
  id: "context7.mcpServer",
  group: "context7",
  link: "mcpServer",
  title: "The declared MCP address demands a token",
  severity: "high",
  needs: [],
  access: ["network"],
  async run({ target, fetch }) {
    const { mcpUrl } = target;
    const { status, challenge, failure } = await knock(fetch, mcpUrl);
    if (status === 200) return { verdict: "fail", tag: "mcp_open", seen: mcpUrl };
    if (status !== 401) {
      const seen = failure ?? `HTTP status ${status}`;
      return { verdict: "fail", tag: "mcp_unreachable", seen, expected: mcpUrl };
    }
    if (!/^Bearer\b.*\bresource_metadata=/i.test(challenge ?? "")) {
      return { verdict: "warn", tag: "mcp_challenge", seen: show(challenge) };
    }
    const evidence = { challenge: scrub(challenge ?? "") };
    return { verdict: "pass", summary: "Without a token it answers 401.", evidence };
  },
};
