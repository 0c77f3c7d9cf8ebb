import { endpointsOf } from "../../../endpoints";
import type { TargetCheck } from "../../registry";
import { getDocument } from "../document";
import { judgeKeySet } from "../keySet";
import { readOrgMetadata } from "./metadata";

/** The keys with which Context7 checks ID-JAGs. */
export const signingKeys: TargetCheck = {
  id: "okta.signingKeys",
  group: "okta",
  link: "client",
  title: "The org's signing keys are sound",
  severity: "high",
  needs: ["okta.metadata"],
  access: ["network"],
  async run(context) {
    const { target, fetch } = context;
    const server = await readOrgMetadata(context);
    const { issuer, resourceIssuer, mcpUrl } = target;
    const usual = endpointsOf(issuer, resourceIssuer, mcpUrl).keys;
    const address = (server.ok && server.jwksUri) || usual;
    const document = await getDocument(fetch, address);
    if (!document.ok) {
      const { seen } = document;
      return { verdict: "fail", tag: "okta_keys_unreachable", seen, expected: address };
    }
    const judged = await judgeKeySet(document.json);
    if (!judged.ok) {
      return { verdict: "fail", tag: "okta_keys_unsound", seen: judged.seen, expected: address };
    }
    const { keyIds } = judged;
    const count = Math.max(keyIds.length, 1);
    const summary = `${count} key${count === 1 ? "" : "s"} for signatures.`;
    return { verdict: "pass", summary, evidence: { address, keyIds } };
  },
};
