import { scrub } from "../../../idjag";
import { show } from "../../../idjag/redact";
import type { TargetCheck } from "../../registry";
import { knock, seenOf } from "./knock";

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
    const answer = await knock(fetch, mcpUrl);
    if (answer.isOpen) return { verdict: "fail", tag: "mcp_open", seen: mcpUrl };
    if (answer.status !== 401) {
      const seen = seenOf(answer);
      return { verdict: "fail", tag: "mcp_unreachable", seen, expected: mcpUrl };
    }
    const { challenge } = answer;
    const [, metadata = ""] =
      /^Bearer\b.*\bresource_metadata="?([^",\s]+)/i.exec(challenge ?? "") ?? [];
    // The document says where clients send ID-JAGs: nobody else's is the server's word.
    if (URL.parse(metadata)?.origin !== new URL(mcpUrl).origin) {
      return { verdict: "warn", tag: "mcp_challenge", seen: show(challenge) };
    }
    const evidence = { challenge: scrub(challenge ?? "") };
    return { verdict: "pass", summary: "Without a token it answers 401.", evidence };
  },
};
