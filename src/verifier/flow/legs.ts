import type { JSONWebKeySet } from "jose";
import { endpointsOf, resourcesOf } from "../../endpoints";
import {
  createIdJagVerifier,
  type DiscoveryRefusal,
  decodeIdJag,
  discoverAuthorizationServer,
  discoverProtectedResource,
  type Fetch,
  redeemIdJag,
} from "../../idjag";
import { emaKeysUrl } from "../checks/context7/emaKeys";
import { knock } from "../checks/context7/knock";
import { getDocument } from "../checks/document";
import { judgeKeySet } from "../checks/keySet";
import { tokenEndpointElsewhere } from "../checks/tokenEndpoint";
import type { VerifierTarget } from "../target";
import { judgeAccessToken } from "./accessToken";
import { explainRedemption } from "./explain";
import { visitMcpServer } from "./mcpClient";
import { saidBy } from "./outcome";
import type { Step } from "./recorder";
import type { Flow, Servers } from "./servers";
import { shownClaims } from "./shownClaims";

/**
 * The addresses that the legs go to: from the issuers that the stack declares and no other, since
 * secrets go there, and the MCP server's list of issuers is the MCP server's to write.
 */
export async function discover(target: VerifierTarget, fetch: Fetch): Promise<Step<Servers>> {
  const [okta, context7, mcp] = await Promise.all([
    discoverAuthorizationServer(target.issuer, { fetch }),
    discoverAuthorizationServer(target.resourceIssuer, { fetch }),
    discoverProtectedResource(target.mcpUrl, { fetch }),
  ]);
  if (!okta.ok) return undiscovered(okta);
  if (!context7.ok) return undiscovered(context7);
  if (!mcp.ok) return undiscovered(mcp);
  const elsewhere = tokenEndpointElsewhere(okta) ?? tokenEndpointElsewhere(context7);
  if (elsewhere) return { finding: elsewhere };
  const { issuer, resourceIssuer, mcpUrl } = target;
  const jwksUri = okta.jwksUri ?? endpointsOf(issuer, resourceIssuer, mcpUrl).keys;
  const evidence = {
    exchangeAt: okta.tokenEndpoint,
    redemptionAt: context7.tokenEndpoint,
    resource: mcp.resource,
  };
  const summary = "All three publish their metadata.";
  return {
    finding: { verdict: "pass", summary, evidence },
    value: { okta: { ...okta, jwksUri }, context7, mcp },
  };
}

function undiscovered({ reason, seen, expected }: DiscoveryRefusal): Step<Servers> {
  return { finding: { verdict: "fail", tag: `discovery.${reason}`, seen, expected } };
}

/** The ID-JAG, held against what Context7 must check. Its one use is Context7's. */
export async function verifyIdJag(flow: Flow, idJag: string): Promise<Step<true>> {
  const { target, request, servers, fetch, now } = flow;
  const clientId = target.requestingApps[request.client]?.clientIdAtResource;
  const verifier = createIdJagVerifier({
    issuer: target.issuer,
    audience: target.resourceIssuer,
    resources: [...new Set([servers.mcp.resource, ...resourcesOf(target.mcpUrl)])],
    clientIds: [clientId ?? request.atResource.clientId],
    jwksUri: servers.okta.jwksUri,
    fetch,
    now,
  });
  const verified = await verifier.verify(idJag, { consume: false });
  if (!verified.ok) {
    const { reason, seen, expected } = verified;
    const decoded = decodeIdJag(idJag);
    const claims = decoded.ok ? shownClaims(decoded.claims) : undefined;
    return { finding: { verdict: "fail", tag: `idJag.${reason}`, seen, expected }, claims };
  }
  const { claims, header } = verified;
  const evidence = {
    alg: header.alg,
    ...(typeof header.kid === "string" && { kid: header.kid }),
    lifetime: claims.exp - claims.iat,
  };
  const summary = "Signature, audience, client, resource, times and e-mail are as they must be.";
  return {
    finding: { verdict: "pass", summary, evidence },
    value: true,
    claims: shownClaims(claims),
  };
}

export async function redeem(flow: Flow, idJag: string): Promise<Step<string>> {
  const { request, servers, target, known, fetch } = flow;
  const result = await redeemIdJag({
    server: servers.context7,
    client: request.atResource,
    idJag,
    resource: servers.mcp.resource,
    scope: request.scope,
    fetch,
  });
  if (!result.ok) {
    const finding = explainRedemption(result, { issuer: target.issuer }, await known());
    return { finding, said: saidBy(result) };
  }
  const evidence = {
    tokenType: result.tokenType,
    ...(result.expiresIn !== undefined && { expiresIn: result.expiresIn }),
    ...(result.scope !== undefined && { scope: result.scope }),
    refreshTokenIssued: result.refreshTokenIssued,
  };
  const summary = "Context7 issued an access token; the user is a member now.";
  return { finding: { verdict: "pass", summary, evidence }, value: result.accessToken };
}

export async function verifyAccessToken(flow: Flow, accessToken: string): Promise<Step<true>> {
  const { target, servers, fetch, now } = flow;
  const address = emaKeysUrl(target.resourceIssuer);
  const document = await getDocument(fetch, address);
  if (!document.ok) {
    const { seen } = document;
    return { finding: { verdict: "fail", tag: "ema_keys_unreachable", seen, expected: address } };
  }
  const keys = await judgeKeySet(document.json);
  if (!keys.ok) {
    const { seen } = keys;
    return { finding: { verdict: "fail", tag: "ema_keys_unsound", seen, expected: address } };
  }
  const judged = await judgeAccessToken(accessToken, document.json as JSONWebKeySet, {
    issuer: target.resourceIssuer,
    audiences: [...new Set([servers.mcp.resource, new URL(target.mcpUrl).origin])],
    now: now(),
  });
  if (!judged.ok) {
    return { finding: { verdict: "fail", tag: "access_token_unusable", seen: judged.seen } };
  }
  const summary = "Signature, issuer, audience and expiry are what the MCP server expects.";
  return { finding: { verdict: "pass", summary }, value: true, claims: shownClaims(judged.claims) };
}

export async function callMcp(flow: Flow, accessToken: string): Promise<Step<true>> {
  const { target, fetch } = flow;
  const visit = await visitMcpServer(target.mcpUrl, { fetch, accessToken });
  if (!visit.ok) {
    const { seen, status } = visit;
    const tag = status === 401 || status === 403 ? "mcp_refused_token" : "mcp_failed";
    return { finding: { verdict: "fail", tag, seen } };
  }
  const { server, tools, protocolVersion } = visit;
  const evidence = {
    server: `${server.name} ${server.version}`,
    protocolVersion,
    tools: [...tools],
  };
  // A server that lets everybody in has not looked at the token.
  if ((await knock(fetch, target.mcpUrl)).isOpen) {
    const finding = { verdict: "warn", tag: "mcp_open", seen: target.mcpUrl, evidence } as const;
    return { finding, value: true };
  }
  if (tools.length === 0) {
    const seen = `${server.name} ${server.version}`;
    return { finding: { verdict: "warn", tag: "mcp_no_tools", seen, evidence }, value: true };
  }
  const summary = `${server.name} ${server.version} offers ${tools.length} tools.`;
  return { finding: { verdict: "pass", summary, evidence }, value: true };
}
