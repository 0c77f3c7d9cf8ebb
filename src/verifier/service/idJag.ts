import { endpointsOf, resourcesOf } from "../../endpoints";
import {
  createIdJagVerifier,
  decodeIdJag,
  type Fetch,
  type IdJagRefusal,
  type IdJagVerifier,
  type JsonObject,
  type ReplayCache,
} from "../../idjag";
import type { VerifierTarget } from "../target";
import { scrubbed } from "./scrubbed";

/** A verification as the API answers it: with what the token says, believed or not; never the token. */
export type ExplainedIdJag = ({ readonly ok: true; readonly consumed: boolean } | IdJagRefusal) & {
  readonly decoded?: { readonly header: JsonObject; readonly claims: JsonObject };
};

export type ExplainIdJag = (token: unknown, consume: boolean) => Promise<ExplainedIdJag>;

/**
 * Explains ID-JAGs as the target's resource authorization server should judge them.
 *
 * @returns nothing for a target without requesting apps: no client could send one.
 */
export function idJagExplainer(
  target: VerifierTarget,
  fetch: Fetch,
  replayCache: ReplayCache,
): ExplainIdJag | undefined {
  const { issuer, resourceIssuer, mcpUrl, requestingApps } = target;
  const clientIds = Object.values(requestingApps).map((app) => app.clientIdAtResource);
  if (clientIds.length === 0) return undefined;
  const verifier: IdJagVerifier = createIdJagVerifier({
    issuer,
    audience: resourceIssuer,
    resources: resourcesOf(mcpUrl),
    clientIds: [...new Set(clientIds)],
    jwksUri: endpointsOf(issuer, resourceIssuer, mcpUrl).keys,
    fetch,
    replayCache,
  });
  return async (token, consume) => {
    const verification = await verifier.verify(token, { consume });
    // Not the claims of `verification`: they may hold anything, tokens included.
    const verdict = verification.ok
      ? ({ ok: true, consumed: verification.consumed } as const)
      : verification;
    const decoded = decodeIdJag(token);
    if (!decoded.ok) return verdict;
    const { header, claims } = decoded;
    return { ...verdict, decoded: { header: scrubbed(header), claims: scrubbed(claims) } };
  };
}
