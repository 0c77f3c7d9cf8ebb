import type { OAuthClient } from "../../idjag";
import { SIGNING_KEYS, signingKeyFrom } from "../../idjag/privateKey";
import type { LiveConfiguration } from "../configuration";

// A live flow's client is known to two authorization servers, to each under another ID and by another proof.

/** The client at Okta; without a secret or a key a public one. */
export async function clientAtOkta(
  { clientSecret, privateKey, privateKeyId }: LiveConfiguration,
  clientId: string,
  declaredMethod: string | undefined,
): Promise<OAuthClient> {
  if (privateKey) {
    return signingClient(clientId, privateKey, privateKeyId, "VERIFIER_LIVE_PRIVATE_KEY");
  }
  if (!clientSecret) return { clientId, method: "none" };
  const method =
    declaredMethod === "client_secret_post" ? "client_secret_post" : "client_secret_basic";
  return { clientId, method, clientSecret };
}

/** The same client at Context7. */
export async function clientAtResource(
  live: LiveConfiguration,
  clientId: string,
): Promise<OAuthClient> {
  const { clientSecretAtResource: clientSecret, privateKeyAtResource: privateKey } = live;
  if (privateKey) {
    const name = "VERIFIER_LIVE_PRIVATE_KEY_AT_RESOURCE";
    return signingClient(clientId, privateKey, live.privateKeyIdAtResource, name);
  }
  if (!clientSecret) return { clientId, method: "none" };
  return { clientId, method: live.authMethodAtResource, clientSecret };
}

/** @param name the setting that the key is from. */
async function signingClient(
  clientId: string,
  pem: string,
  keyId: string | undefined,
  name: string,
): Promise<OAuthClient> {
  const privateKey = await signingKeyFrom(pem);
  if (!privateKey) throw new Error(`${name} is not ${SIGNING_KEYS}.`);
  return { clientId, method: "private_key_jwt", privateKey, keyId };
}
