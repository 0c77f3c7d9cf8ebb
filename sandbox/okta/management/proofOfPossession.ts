import { createHash } from "node:crypto";

import { calculateJwkThumbprint, decodeJwt, EmbeddedJWK, jwtVerify } from "jose";

/** What a proof has to be made for. */
export interface ProvenRequest {
  method: string;
  /** Without query (RFC 9449 §4.2, `htu`). */
  url: string;
  accessToken: string;
  /** `jti` of proofs that were taken before; this one's is added. */
  used: Set<string>;
}

/** RFC 7638 thumbprint of the key that a token is bound to (RFC 9449 §6.1), if it is bound. */
export function boundKey(accessToken: string): string | undefined {
  try {
    return decodeJwt<{ cnf?: { jkt?: string } }>(accessToken).cnf?.jkt;
  } catch {
    return undefined;
  }
}

/** Checks a `DPoP` header as a protected resource does (RFC 9449 §4.3, §7.1, §11.1). */
export async function proves(proof: string, thumbprint: string, request: ProvenRequest) {
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: "dpop+jwt",
      algorithms: ["RS256", "ES256"],
      requiredClaims: ["jti", "iat"],
      maxTokenAge: "5 minutes",
      clockTolerance: 15,
    });
    const { jti = "" } = payload;
    const ath = createHash("sha256").update(request.accessToken).digest("base64url");
    const holds =
      payload.htm === request.method &&
      payload.htu === request.url &&
      payload.ath === ath &&
      protectedHeader.jwk !== undefined &&
      (await calculateJwkThumbprint(protectedHeader.jwk)) === thumbprint &&
      !request.used.has(jti);
    if (holds) request.used.add(jti);
    return holds;
  } catch {
    return false;
  }
}
