import { exportJWK, exportPKCS8, generateKeyPair } from "jose";
import type { Org } from "../sandbox/world";

/** What a verifier that may ask Okta everything, and change nothing, is granted (docs/permissions.md). */
const SCOPES = ["okta.apps.read", "okta.groups.read", "okta.users.read", "okta.features.read"];

export interface ServiceClient {
  clientId: string;
  privateKeyId: string;
  /** PKCS #8, PEM. */
  privateKey: string;
}

/** Registers an API service app that can only read, as an administrator does; with a new key. */
export async function addReadOnlyClient(org: Org): Promise<ServiceClient> {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const [clientId, privateKeyId] = ["0oaVerifierOfDemo00x", "verifier-1"];
  const jwk = { ...(await exportJWK(publicKey)), kid: privateKeyId, alg: "RS256", use: "sig" };
  org.serviceClients.set(clientId, { clientId, jwks: { keys: [jwk] }, scopes: SCOPES });
  return { clientId, privateKeyId, privateKey: await exportPKCS8(privateKey) };
}
