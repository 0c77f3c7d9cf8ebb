import {
  decodeJwt,
  decodeProtectedHeader,
  type JWTPayload,
  type JWTVerifyGetKey,
  errors as jose,
  jwtVerify,
} from "jose";

import type { Context7Cloud, Teamspace } from "../world";

export const ISSUER = "https://context7.com";
export const MCP_RESOURCE = "https://mcp.context7.com";

/** The protected resource's identifier, and the endpoints behind it. */
const RESOURCES = [MCP_RESOURCE, `${MCP_RESOURCE}/mcp`, `${MCP_RESOURCE}/mcp/oauth`];
const ALGORITHMS = ["RS256", "ES256"];
/** Characters. */
const MAX_ASSERTION = 16_384;
/** Seconds. */
const CLOCK_TOLERANCE = 30;
const MAX_LIFETIME = 300;

export interface Redeemed {
  ok: true;
  teamspace: Teamspace;
  email: string;
  /** Space-separated; what the access token may carry. */
  scope: string | undefined;
}

export interface Refused {
  ok: false;
  error: "invalid_grant" | "access_denied";
  error_description: string;
}

/**
 * Redeems an ID-JAG: marks it as used and makes its user a member, if it passes what a resource authorization server must check
 * (draft-ietf-oauth-identity-assertion-authz-grant §4.4.1, and §7 of MCP's Enterprise-Managed
 * Authorization). The order is the argument: nothing in the token is believed before the trusted
 * issuer's signature is checked, and it is used up only by the redemption it is good for.
 *
 * @param clientId who authenticated at the token endpoint
 */
export async function redeem(
  cloud: Context7Cloud,
  findKeys: (issuer: string) => Promise<JWTVerifyGetKey | undefined>,
  assertion: string,
  clientId: string,
): Promise<Redeemed | Refused> {
  const issuer = readIssuer(assertion);
  if (!issuer) return refuse("The assertion is not an ID-JAG.");

  const teamspace = [...cloud.teamspaces.values()].find(
    ({ plan, settings }) => plan === "enterprise" && settings?.issuer === issuer,
  );
  if (!teamspace) return refuse(`No teamspace trusts the issuer ${issuer}.`);

  const keys = await findKeys(issuer);
  if (!keys) return refuse(`The keys of ${issuer} cannot be read.`);
  const claims = await verify(assertion, keys, issuer);
  if (typeof claims === "string") return refuse(claims);

  if (claims.client_id !== clientId) {
    return refuse("The ID-JAG's client_id is not the client that authenticated.");
  }
  const resources = [claims.resource ?? []].flat();
  if (!resources.every((resource) => RESOURCES.includes(resource as string))) {
    return refuse("The ID-JAG's resource is none of Context7's.");
  }
  const { email } = claims;
  if (typeof email !== "string" || email === "") return refuse("The ID-JAG has no email.");
  if (isFull(teamspace, email)) {
    return refuse(
      `The teamspace ${teamspace.name} is at its limit of ${teamspace.memberLimit} members.`,
      "access_denied",
    );
  }
  // Nothing is awaited from here on: of two redemptions at the same moment one comes too late.
  const use = `${issuer} ${claims.jti}`;
  if (isUsed(cloud, use)) return refuse("The ID-JAG was redeemed before.");
  cloud.usedJtis.set(use, ((claims.exp ?? 0) + CLOCK_TOLERANCE) * 1000);
  if (!teamspace.members.has(email)) {
    const since = new Date().toISOString();
    teamspace.members.set(email, { email, role: "developer", since });
  }
  return { ok: true, teamspace, email, scope: teamspace.settings?.scope || scopeOf(claims) };
}

/** The `iss` of something that says of itself to be an ID-JAG; not verified. */
function readIssuer(assertion: string): string | undefined {
  if (assertion.length > MAX_ASSERTION) return undefined;
  try {
    const { typ } = decodeProtectedHeader(assertion);
    return typ === "oauth-id-jag+jwt" ? decodeJwt(assertion).iss : undefined;
  } catch {
    return undefined;
  }
}

/** The verified claims, or what is wrong with them. */
async function verify(
  assertion: string,
  keys: JWTVerifyGetKey,
  issuer: string,
): Promise<JWTPayload | string> {
  try {
    const { payload } = await jwtVerify(assertion, keys, {
      algorithms: ALGORITHMS,
      issuer,
      audience: ISSUER,
      maxTokenAge: MAX_LIFETIME,
      clockTolerance: CLOCK_TOLERANCE,
      requiredClaims: ["sub", "jti", "exp", "iat", "client_id"],
    });
    // The draft allows an array of exactly one; jose any array that has the audience in it.
    if ([payload.aud].flat().length !== 1) return "The ID-JAG has more than one audience.";
    if ((payload.exp ?? 0) - (payload.iat ?? 0) > MAX_LIFETIME) {
      return `The ID-JAG lives longer than ${MAX_LIFETIME} seconds.`;
    }
    return payload;
  } catch (error) {
    if (error instanceof jose.JWTExpired) return "The ID-JAG has expired.";
    if (error instanceof jose.JWTClaimValidationFailed) {
      return `The ID-JAG's ${error.claim} is not acceptable.`;
    }
    return "The ID-JAG's signature is not valid.";
  }
}

function isFull(teamspace: Teamspace, email: string): boolean {
  return !teamspace.members.has(email) && teamspace.members.size >= teamspace.memberLimit;
}

function isUsed(cloud: Context7Cloud, use: string): boolean {
  for (const [jti, until] of cloud.usedJtis) if (until < Date.now()) cloud.usedJtis.delete(jti);
  return cloud.usedJtis.has(use);
}

function scopeOf(claims: JWTPayload): string | undefined {
  return typeof claims.scope === "string" ? claims.scope : undefined;
}

function refuse(description: string, error: Refused["error"] = "invalid_grant"): Refused {
  return { ok: false, error, error_description: description };
}
