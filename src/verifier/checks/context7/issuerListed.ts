import { scrub } from "../../../idjag";
import { show } from "../../../idjag/redact";
import type { TargetCheck } from "../../registry";
import { readProtectedResourceMetadata } from "./protectedResource";

/** Context7 lists Clerk, its sign-in service, before the issuer that redeems ID-JAGs. */
export const issuerListed: TargetCheck = {
  id: "context7.issuerListed",
  group: "context7",
  link: "mcpServer",
  title: "The MCP server trusts the resource authorization server",
  severity: "high",
  needs: ["context7.protectedResource"],
  access: ["network"],
  async run(context) {
    const { resourceIssuer } = context.target;
    const found = await readProtectedResourceMetadata(context);
    const listed = found.ok ? [...found.authorizationServers] : [];
    if (listed.length === 0) return { verdict: "fail", tag: "discovery.no_authorization_server" };
    if (!listed.includes(resourceIssuer)) {
      const seen = scrub(listed.map(show).join(", "));
      const expected = show(resourceIssuer);
      return { verdict: "fail", tag: "discovery.issuer_not_listed", seen, expected };
    }
    const position = listed.indexOf(resourceIssuer) + 1;
    const note =
      position === 1 ? "" : " Clients that take the first entry ask Okta for the wrong audience.";
    const summary = `It lists ${resourceIssuer} as number ${position} of ${listed.length}.${note}`;
    return { verdict: "pass", summary, evidence: { listed, position } };
  },
};
