import type { TargetCheck } from "../../registry";
import { knock, seenOf } from "./knock";

/** The address beside the declared one, which people without Enterprise-Managed Auth use. */
export const anonymousMcp: TargetCheck = {
  id: "context7.anonymousMcp",
  group: "context7",
  link: "mcpServer",
  title: "/mcp answers without a token",
  severity: "low",
  needs: ["context7.mcpServer"],
  access: ["network"],
  async run({ target, fetch }) {
    const address = `${new URL(target.mcpUrl).origin}/mcp`;
    if (address === target.mcpUrl) {
      return { verdict: "skip", reason: "/mcp is the address that the stack declares" };
    }
    const answer = await knock(fetch, address);
    if (answer.isOpen) return { verdict: "pass", summary: "It does, as documented." };
    if (answer.status === 401)
      return { verdict: "warn", tag: "mcp_anonymous_refused", seen: address };
    return {
      verdict: "warn",
      tag: "mcp_unreachable",
      seen: seenOf(answer),
      expected: address,
    };
  },
};
