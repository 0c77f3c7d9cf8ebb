import type { TargetCheck } from "../../registry";
import { getDocument } from "../document";
import { judgeKeySet } from "../keySet";

/** Where the MCP server fetches the keys of EMA access tokens, whatever the metadata say. */
export function emaKeysUrl(resourceIssuer: string): string {
  return `${resourceIssuer}/api/oauth/ema-jwks`;
}

/** With them the MCP server checks access tokens. Source of the address: @upstash/context7-mcp. */
export const emaKeys: TargetCheck = {
  id: "context7.emaKeys",
  group: "context7",
  link: "context7",
  title: "The keys of Context7's EMA access tokens are sound",
  severity: "high",
  needs: [],
  access: ["network"],
  async run({ target, fetch }) {
    const address = emaKeysUrl(target.resourceIssuer);
    const document = await getDocument(fetch, address);
    if (!document.ok) {
      const { seen } = document;
      return { verdict: "fail", tag: "ema_keys_unreachable", seen, expected: address };
    }
    const judged = await judgeKeySet(document.json);
    if (!judged.ok) {
      return { verdict: "fail", tag: "ema_keys_unsound", seen: judged.seen, expected: address };
    }
    const { keyIds } = judged;
    const count = Math.max(keyIds.length, 1);
    const summary = `${count} key${count === 1 ? "" : "s"} for signatures.`;
    return { verdict: "pass", summary, evidence: { address, keyIds } };
  },
};
