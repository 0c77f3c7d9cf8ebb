import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";

/** An RS256 key made for one run of the sandbox. */
export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** The private key as oidc-provider's `jwks` option takes it. */
  privateJwk: Record<string, unknown>;
  /** The public half, for a client's or a server's JWK set. */
  publicJwk: Record<string, unknown>;
}

export function createSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const publicKey = createPublicKey(privateKey);
  const kid = randomBytes(32).toString("base64url");
  const described = { kid, alg: "RS256", use: "sig" };
  return {
    kid,
    privateKey,
    publicKey,
    privateJwk: { ...privateKey.export({ format: "jwk" }), ...described },
    publicJwk: { ...publicKey.export({ format: "jwk" }), ...described },
  };
}
