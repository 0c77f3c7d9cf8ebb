import type { FastifyRequest } from "fastify";

import type { Org } from "../../world";
import { invalidToken, permissionDenied } from "./errors";
import { boundKey, proves } from "./proofOfPossession";

/** What a route asks of its caller. */
export interface Access {
  /** OAuth scope that Okta's reference names for the operation; `any` for every valid token. */
  scope: string;
  /** Only API tokens, not OAuth access tokens: Okta's `/internal` endpoints. */
  apiTokenOnly?: boolean;
}

/** Whoever holds the token of a request. */
export interface Caller {
  /** Login of the admin who made an API token; an access token of a service app has nobody. */
  login: string | undefined;
  /** The service app's client ID. */
  clientId?: string;
  scopes: "all" | string[];
}

/**
 * Finds the caller by `Authorization: SSWS …` (API token), or `Bearer …` or `DPoP …` (access token; the
 * scheme has to be the one the token was given out for).
 *
 * @throws OktaError 401 E0000011 for a missing, unknown or expired token, or without its proof
 */
export async function authenticate(request: FastifyRequest, org: Org): Promise<Caller> {
  const [scheme, token = ""] = (request.headers.authorization ?? "").split(" ", 2);
  const apiToken = scheme === "SSWS" ? org.apiTokens.get(token) : undefined;
  if (apiToken) return apiToken;

  const accessToken = org.accessTokens.get(token);
  if (!accessToken || accessToken.expiresAt <= Date.now()) throw invalidToken();
  const thumbprint = boundKey(token);
  if (scheme !== (thumbprint ? "DPoP" : "Bearer")) throw invalidToken();
  if (thumbprint) {
    const [path] = request.url.split("?", 1);
    const url = `${org.url}${path}`;
    const made = { method: request.method, url, accessToken: token, used: org.usedProofs };
    if (!(await proves(String(request.headers.dpop), thumbprint, made))) throw invalidToken();
  }
  const { clientId, scopes } = accessToken;
  return { login: undefined, clientId, scopes };
}

/** @throws OktaError 403 E0000006 */
export function authorize(caller: Caller, access: Access): void {
  if (access.apiTokenOnly && caller.login === undefined) throw permissionDenied();
  if (access.scope === "any" || caller.scopes === "all") return;
  if (!caller.scopes.some((granted) => implies(granted, access.scope))) throw permissionDenied();
}

/** A `manage` scope includes its `read` scope (https://developer.okta.com/docs/api/oauth2/). */
function implies(granted: string, wanted: string): boolean {
  return granted === wanted || granted.replace(/\.manage$/, ".read") === wanted;
}
