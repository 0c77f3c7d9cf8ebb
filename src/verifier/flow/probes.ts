import { type LegFailure, redeemIdJag } from "../../idjag";
import type { Finding } from "../registry";
import type { FlowProbeName } from "../report";
import type { Mint } from "./mint";
import { quoted, saidBy } from "./outcome";
import type { Step } from "./recorder";
import type { Flow } from "./servers";

/** Names that nobody can own (RFC 2606 §2): no token for them is of use to anybody. */
const WRONG_AUDIENCE = "https://authorization.invalid";
const WRONG_RESOURCE = "https://resource.invalid";

/**
 * A request that must be refused, with an ID-JAG of its own, graded against the MCP profile
 * (§7.4.2, §7.6.2). A refusal already at Okta is as good.
 */
export async function makeProbe(
  probe: FlowProbeName,
  flow: Flow,
  mint: Mint,
): Promise<Step<never>> {
  const { target, servers } = flow;
  const issuer = target.resourceIssuer;
  const { resource } = servers.mcp;
  switch (probe) {
    case "secondUse": {
      const issued = await mint.for(issuer, resource);
      if (!issued.ok) return inconclusive(issued);
      const first = await present(flow, issued.idJag);
      if (!first.ok) return inconclusive(first);
      return graded(await present(flow, issued.idJag), { tag: "probe_second_use" });
    }
    case "wrongAudience": {
      const issued = await mint.for(WRONG_AUDIENCE, resource);
      if (!issued.ok) return refusedByOkta(issued);
      const tag = "probe_wrong_audience";
      const accepted = { tag, seen: WRONG_AUDIENCE, expected: issuer } as const;
      return graded(await present(flow, issued.idJag), accepted);
    }
    case "wrongResource": {
      const issued = await mint.for(issuer, WRONG_RESOURCE);
      if (!issued.ok) return refusedByOkta(issued);
      const tag = "probe_wrong_resource";
      const accepted = { tag, seen: WRONG_RESOURCE, expected: issuer } as const;
      return graded(await present(flow, issued.idJag), accepted);
    }
  }
}

/** Without `resource` and `scope` in the request: what the ID-JAG says is on trial, nothing else. */
function present({ servers, request, fetch }: Flow, idJag: string) {
  return redeemIdJag({ server: servers.context7, client: request.atResource, idJag, fetch });
}

function graded(
  answer: Awaited<ReturnType<typeof present>>,
  accepted: Omit<Extract<Finding, { verdict: "fail" | "warn" }>, "verdict">,
): Step<never> {
  if (answer.ok) return { finding: { verdict: "fail", ...accepted } };
  if (answer.kind !== "refused") return inconclusive(answer);
  const said = saidBy(answer);
  if (answer.error !== "invalid_grant") {
    return { finding: { verdict: "warn", tag: "probe_wrong_code", seen: quoted(answer) }, said };
  }
  return { finding: { verdict: "pass", summary: "Context7 refused it." }, said };
}

/**
 * Only `invalid_target` says that Okta will not issue for this audience or resource (RFC 8693
 * §2.2.2, RFC 8707 §2); a sign-in that is over or a rate limit says nothing about them.
 */
function refusedByOkta(failure: LegFailure): Step<never> {
  if (failure.kind !== "refused" || failure.error !== "invalid_target") {
    return inconclusive(failure);
  }
  const summary = "Okta issues no such ID-JAG.";
  return { finding: { verdict: "pass", summary }, said: saidBy(failure) };
}

function inconclusive(failure: LegFailure): Step<never> {
  const finding = { verdict: "warn", tag: "probe_inconclusive", seen: quoted(failure) } as const;
  return { finding, said: saidBy(failure) };
}
