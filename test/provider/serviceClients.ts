import { exportJWK, exportPKCS8, generateKeyPair } from "jose";
import type { Org, ServiceClient } from "../../sandbox/world";

let pair: Promise<{ pem: string; jwk: Record<string, unknown> }> | undefined;

async function makePair() {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = await exportJWK(publicKey);
  return {
    pem: await exportPKCS8(privateKey),
    jwk: { ...jwk, kid: "key-1", alg: "RS256", use: "sig" },
  };
}

/** Registers an API service app, and gives the settings with which a provider signs in as it. */
export async function addServiceClient(
  org: Org,
  scopes: string[],
  more: Partial<ServiceClient> = {},
): Promise<Record<string, string | undefined>> {
  pair ??= makePair();
  const { pem, jwk } = await pair;
  const clientId = `0oaservice${org.serviceClients.size}`;
  org.serviceClients.set(clientId, { clientId, jwks: { keys: [jwk] }, scopes, ...more });
  return {
    "okta:apiToken": undefined,
    "okta:clientId": clientId,
    "okta:privateKey": pem,
    "okta:privateKeyId": "key-1",
    "okta:scopes": JSON.stringify(scopes),
  };
}

/** The same for programs that take it from the environment, as in a pipeline. */
export async function serviceClientEnvironment(
  org: Org,
  scopes: string[],
): Promise<Record<string, string>> {
  const settings = await addServiceClient(org, scopes);
  return {
    OKTA_API_CLIENT_ID: settings["okta:clientId"] ?? "",
    OKTA_API_PRIVATE_KEY: settings["okta:privateKey"] ?? "",
    OKTA_API_PRIVATE_KEY_ID: settings["okta:privateKeyId"] ?? "",
    OKTA_API_SCOPES: scopes.join(","),
  };
}
