import { discoverAuthorizationServer } from "../../../idjag";
import type { TargetCheck } from "../../registry";
import type { CheckContext } from "../context";
import { tokenEndpointElsewhere } from "../tokenEndpoint";

/** The server that redeems ID-JAGs. Its metadata once named another issuer. */
export const authorizationServer: TargetCheck = {
  id: "context7.authorizationServer",
  group: "context7",
  link: "context7",
  title: "Context7's authorization server names itself and its token endpoint",
  severity: "high",
  needs: [],
  access: ["network"],
  async run(context) {
    const found = await readContext7Metadata(context);
    if (!found.ok) {
      const { reason, seen, expected } = found;
      return { verdict: "fail", tag: `discovery.${reason}`, seen, expected };
    }
    const { issuer, tokenEndpoint, tokenEndpointAuthMethods } = found;
    const evidence = { issuer, tokenEndpoint, authMethods: [...tokenEndpointAuthMethods] };
    const elsewhere = tokenEndpointElsewhere(found);
    if (elsewhere) return { ...elsewhere, evidence };
    return { verdict: "pass", summary: `${issuer} redeems at ${tokenEndpoint}.`, evidence };
  },
};

/** Metadata of the resource authorization server, read once in a run. */
export function readContext7Metadata({ target, fetch, once }: CheckContext) {
  const { resourceIssuer } = target;
  return once(`metadata ${resourceIssuer}`, () =>
    discoverAuthorizationServer(resourceIssuer, { fetch }),
  );
}
