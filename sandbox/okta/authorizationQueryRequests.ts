import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify, SignJWT } from "jose";

import type { SigningKey } from "../oidc/signingKey";
import type { Org } from "../world";

/**
 * Okta's Go SDK v4, which the Okta plugin of Pulumi and Terraform contains, sends the parameters of
 * the token request in the query, and a client assertion without `jti`. Okta takes both; oidc-provider
 * takes neither, so such a request is rewritten before it gets there.
 *
 * @param key registered for every service client beside its own keys (see `clientMetadata`)
 */
export async function withParametersInBody(
  request: IncomingMessage,
  org: Org,
  key: SigningKey,
): Promise<void> {
  const [path, query] = request.url?.split("?", 2) ?? [];
  if (request.method !== "POST" || !query || hasBody(request)) return;
  const parameters = new URLSearchParams(query);
  const assertion = parameters.get("client_assertion");
  if (assertion) parameters.set("client_assertion", await withJti(assertion, org, key));

  const body = Buffer.from(parameters.toString());
  request.unshift(body);
  request.url = path;
  request.headers["content-length"] = String(body.length);
  request.headers["content-type"] = "application/x-www-form-urlencoded";
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** The same assertion with a `jti`, if the client's own key signed it; else as it came. */
async function withJti(assertion: string, org: Org, key: SigningKey): Promise<string> {
  try {
    const { jti, sub = "" } = decodeJwt(assertion);
    const client = org.serviceClients.get(sub);
    if (jti !== undefined || !client) return assertion;
    const keys = createLocalJWKSet(client.jwks as unknown as JSONWebKeySet);
    const { payload } = await jwtVerify(assertion, keys);
    return await new SignJWT({ ...payload, jti: randomUUID() })
      .setProtectedHeader({ alg: "RS256", kid: key.kid })
      .sign(key.privateKey);
  } catch {
    return assertion;
  }
}
