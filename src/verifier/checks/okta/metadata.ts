import { discoverAuthorizationServer } from "../../../idjag";
import type { TargetCheck } from "../../registry";
import type { CheckContext } from "../context";
import { tokenEndpointElsewhere } from "../tokenEndpoint";

/** The org is there, and its metadata names the issuer that everybody compares `iss` with. */
export const metadata: TargetCheck = {
  id: "okta.metadata",
  group: "okta",
  link: "client",
  title: "The org answers, and its metadata names the issuer",
  severity: "high",
  needs: ["okta.issuer"],
  access: ["network"],
  async run(context) {
    const found = await readOrgMetadata(context);
    if (!found.ok) {
      const { reason, seen, expected } = found;
      return { verdict: "fail", tag: `discovery.${reason}`, seen, expected };
    }
    const evidence = { issuer: found.issuer, tokenEndpoint: found.tokenEndpoint };
    const elsewhere = tokenEndpointElsewhere(found);
    if (elsewhere) return { ...elsewhere, evidence };
    return { verdict: "pass", summary: `The metadata's issuer is ${found.issuer}.`, evidence };
  },
};

/** Metadata of the issuer, read once in a run. */
export function readOrgMetadata({ target, fetch, once }: CheckContext) {
  const { issuer } = target;
  return once(`metadata ${issuer}`, () => discoverAuthorizationServer(issuer, { fetch }));
}
