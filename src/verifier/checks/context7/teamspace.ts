import { show } from "../../../idjag/redact";
import type { Finding, TargetCheck } from "../../registry";
import type { CheckContext } from "../context";
import { ELSEWHERE } from "./teamspaceIssuer";

/** The two fields at Context7: read where they can be, else confirmed by a person. */
export const teamspace: TargetCheck = {
  id: "context7.teamspace",
  group: "context7",
  link: "context7",
  title: "The teamspace's settings are the declared ones",
  severity: "high",
  needs: [],
  access: [],
  async run(context) {
    const { teamspace: declared } = context.target;
    if (!declared) return { verdict: "skip", reason: ELSEWHERE };
    return declared.management === "api" ? compare(context, declared) : confirmed(declared);
  },
};

type Declared = NonNullable<CheckContext["target"]["teamspace"]>;

function confirmed({ issuer, confirmed: isConfirmed }: Declared): Finding {
  if (!isConfirmed) {
    return { verdict: "fail", tag: "teamspace_not_confirmed", seen: show(issuer) };
  }
  const summary =
    "Somebody confirmed them; Context7 offers no way to read them, so only the live flow proves them.";
  return { verdict: "pass", summary, evidence: { management: "guided" } };
}

async function compare({ settings }: CheckContext, declared: Declared): Promise<Finding> {
  if (!settings) {
    return { verdict: "skip", reason: "the verifier has no API key for the teamspace's settings" };
  }
  const found = (await settings.get())?.settings;
  if (!found) return { verdict: "fail", tag: "teamspace_not_configured" };
  const evidence = { management: "api", issuer: found.issuer, scope: found.scope ?? "" };
  if (found.issuer !== declared.issuer || scopes(found.scope) !== scopes(declared.scope)) {
    const [seen, expected] = [described(found), described(declared)];
    return { verdict: "fail", tag: "teamspace_settings_differ", seen, expected, evidence };
  }
  return { verdict: "pass", summary: `They are: ${described(found)}.`, evidence };
}

/** Scopes are a set (RFC 6749 §3.3). */
function scopes(scope = ""): string {
  return scope.split(/\s+/).filter(Boolean).sort().join(" ");
}

function described({ issuer, scope }: { issuer: string; scope?: string }): string {
  return `issuer ${show(issuer)}, ${scope ? `scope ${show(scope)}` : "no scope"}`;
}
