import { generateKeyPair, generateProof, type KeyPair } from "dpop";
import type { HttpAnswer } from "../http";

/** A request that a proof is for. */
export interface ProvenRequest {
  method: string;
  url: URL;
  /** Absent in a token request. */
  accessToken?: string;
}

/**
 * A key that access tokens are bound to (DPoP, RFC 9449): whoever has such a token and not the key can do
 * nothing with it. It is made for one sign-in, cannot be exported, and ends with the process.
 */
export interface ProofKey {
  /** The `DPoP` header for one request. Each is made anew: no server takes one twice (§11.1). */
  header(request: ProvenRequest): Promise<{ dpop: string }>;
  /**
   * Keeps the nonce that a server asks for (§8, §9), of which an authorization server and a resource have
   * their own.
   *
   * @returns whether the server refused a request for want of it, so that it can be sent again.
   */
  noteNonce(answer: HttpAnswer, kind: "token" | "resource"): boolean;
}

/** A new key on P-256 (ES256), which Okta's metadata lists among `dpop_signing_alg_values_supported`. */
export async function newProofKey(): Promise<ProofKey> {
  const pair: KeyPair = await generateKeyPair("ES256");
  const nonces = new Map<string, string>();
  return {
    async header({ method, url, accessToken }) {
      const nonce = nonces.get(accessToken === undefined ? "token" : "resource");
      const proof = await generateProof(
        pair,
        // Without query and fragment (§4.2, `htu`).
        `${url.origin}${url.pathname}`,
        method,
        nonce,
        accessToken,
      );
      return { dpop: proof };
    },
    noteNonce(answer, kind) {
      const [nonce] = [answer.headers["dpop-nonce"]].flat();
      if (nonce === undefined) return false;
      const isNew = nonces.get(kind) !== nonce;
      nonces.set(kind, nonce);
      return isNew && wantsNonce(answer);
    },
  };
}

/** Whether a token request was refused because it had no proof: the app requires DPoP. */
export function wantsProof({ status, json }: HttpAnswer): boolean {
  return status === 400 && errorOf(json) === "invalid_dpop_proof";
}

function wantsNonce({ status, headers, json }: HttpAnswer): boolean {
  if (status === 400) return errorOf(json) === "use_dpop_nonce";
  const [challenge = ""] = [headers["www-authenticate"]].flat();
  return status === 401 && challenge.includes("use_dpop_nonce");
}

function errorOf(json: unknown): unknown {
  return (json as { error?: unknown } | undefined)?.error;
}
