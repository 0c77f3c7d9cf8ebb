import { GRANT_TYPE_JWT_BEARER } from "../../../idjag";
import { show } from "../../../idjag/redact";
import type { TargetCheck } from "../../registry";
import { readContext7Metadata } from "./authorizationServer";

/** Clients decide by this entry whether Enterprise-Managed Auth is on offer. */
export const grant: TargetCheck = {
  id: "context7.grant",
  group: "context7",
  link: "context7",
  title: "Context7 offers the jwt-bearer grant",
  severity: "high",
  needs: ["context7.authorizationServer"],
  access: ["network"],
  async run(context) {
    const found = await readContext7Metadata(context);
    const grantTypes = found.ok ? [...found.grantTypes] : [];
    if (!grantTypes.includes(GRANT_TYPE_JWT_BEARER)) {
      const seen = show(context.target.resourceIssuer);
      return { verdict: "fail", tag: "discovery.grant_missing", seen, evidence: { grantTypes } };
    }
    return { verdict: "pass", summary: "The grant is advertised.", evidence: { grantTypes } };
  },
};
