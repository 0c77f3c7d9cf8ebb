import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from "jose";
import { scrub } from "../../idjag";
import { show } from "../../idjag/redact";

export type AccessTokenJudgement =
  | { readonly ok: true; readonly claims: Readonly<Record<string, unknown>> }
  /** What is wrong, fit to show. */
  | { readonly ok: false; readonly seen: string };

/** Asymmetric only: Context7's MCP server takes whatever fits a published key. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512", "EdDSA"];

/**
 * Whether an EMA access token holds, as the MCP server would check it: signature, `iss`, `aud`,
 * and beyond that `exp` (RFC 9068 §4). `typ` is not looked at: the server does not either.
 *
 * @param expected.audiences any of these will do: the resource, or the MCP server's origin.
 * @param expected.now milliseconds since 1970.
 */
export async function judgeAccessToken(
  token: string,
  jwks: JSONWebKeySet,
  expected: {
    readonly issuer: string;
    readonly audiences: readonly string[];
    readonly now: number;
  },
): Promise<AccessTokenJudgement> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(jwks), {
      algorithms: ALGORITHMS,
      issuer: expected.issuer,
      audience: [...expected.audiences],
      requiredClaims: ["exp"],
      clockTolerance: 30,
      currentDate: new Date(expected.now),
    });
    return { ok: true, claims: payload };
  } catch (error) {
    return { ok: false, seen: problem(error, expected) };
  }
}

function problem(
  error: unknown,
  { issuer, audiences }: { issuer: string; audiences: readonly string[] },
): string {
  if (error instanceof errors.JWTExpired) return "it has expired";
  if (error instanceof errors.JWTClaimValidationFailed) {
    const seen = show(error.payload[error.claim]);
    const expected = { iss: show(issuer), aud: audiences.map(show).join(" or ") }[error.claim];
    return scrub(`its ${error.claim} is ${seen}${expected ? `, expected is ${expected}` : ""}`);
  }
  if (error instanceof errors.JWKSNoMatchingKey) return "no published key has signed it";
  if (error instanceof errors.JWKSMultipleMatchingKeys) {
    return "it does not say by which of the published keys it is signed (no kid)";
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return "its signature is not valid";
  if (error instanceof errors.JOSEAlgNotAllowed) return "its algorithm is not an asymmetric one";
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) {
    return "it is no signed JWT";
  }
  return "the published key that it names cannot be used";
}
