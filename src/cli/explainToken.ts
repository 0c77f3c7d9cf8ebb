import {
  createIdJagVerifier,
  decodeIdJag,
  type Fetch,
  ID_JAG_TYP,
  type IdJagRefusal,
} from "../idjag";
import { checkClaims, checkIssuer } from "../idjag/claims";
import type { JsonObject } from "../idjag/compact";
import { checkHeader } from "../idjag/header";
import { claimReasons } from "../idjag/reasons/claims";

/** What an ID-JAG is held against. */
export interface Expectations {
  readonly issuer: string;
  readonly audience: string;
  readonly resources: readonly string[];
  /** Client IDs at the resource. Empty: whatever the token says. */
  readonly clientIds: readonly string[];
  /** Where the issuer's keys are. */
  readonly jwksUri: string;
}

/** What became of the signature. */
export type SignatureState =
  | { readonly held: true }
  /** It is wrong, or was not checked. */
  | { readonly held: false; readonly why: string };

/** A pasted token, taken apart and judged. Holds the person's claims, and not the token. */
export interface TokenExplanation {
  /** Absent where it could not be read at all. */
  readonly header?: JsonObject;
  readonly claims?: JsonObject;
  /** Everything that keeps it from being accepted now; empty: it holds. */
  readonly refusals: readonly IdJagRefusal[];
  readonly signature: SignatureState;
}

const ALGORITHMS = ["RS256", "ES256", "PS256"];
const CLOCK_TOLERANCE = 30;

/**
 * Explains an ID-JAG. Nothing is consumed: it stays as good as it was.
 *
 * A pasted token has nearly always expired, which would hide everything else; so it is also judged as
 * of the moment it was made.
 *
 * @param now milliseconds since 1970.
 * @param fetch for the issuer's keys; without it the signature is not checked.
 */
export async function explainToken(
  token: string,
  expected: Expectations,
  now: number,
  fetch?: Fetch,
): Promise<TokenExplanation> {
  const decoded = decodeIdJag(token);
  if (!decoded.ok) {
    return { refusals: [decoded], signature: { held: false, why: "the token cannot be read" } };
  }
  const { header, claims } = decoded;
  const clientIds = expected.clientIds.length > 0 ? expected.clientIds : clientIdsIn(claims);
  const rules = { ...expected, clientIds };
  const at = async (time: number) =>
    fetch ? online(token, rules, time, fetch) : offline(header, claims, rules, time);

  const first = await at(now);
  const refusals = first ? [first] : [];
  const madeAt = claims.iat;
  if (first?.reason === "expired" && typeof madeAt === "number") {
    const then = await at((madeAt + 1) * 1000);
    if (then) refusals.push(then);
  }
  return {
    header,
    claims,
    refusals,
    signature: signatureState(header, fetch !== undefined, refusals),
  };
}

async function online(
  token: string,
  rules: Expectations,
  now: number,
  fetch: Fetch,
): Promise<IdJagRefusal | undefined> {
  const verifier = createIdJagVerifier({ ...rules, fetch, now: () => now });
  const result = await verifier.verify(token, { consume: false });
  return result.ok ? undefined : result;
}

/** The same steps in the same order as the verifier's, without the signature and its keys. */
function offline(
  header: JsonObject,
  claims: JsonObject,
  rules: Expectations,
  now: number,
): IdJagRefusal | undefined {
  const limits = { clockTolerance: CLOCK_TOLERANCE, maxLifetime: 300, requireResource: true };
  return (
    checkHeader(header, ALGORITHMS) ??
    checkIssuer(claims, rules.issuer) ??
    checkClaims(claims, { ...rules, ...limits }, now / 1000)
  );
}

function clientIdsIn({ client_id: clientId }: JsonObject): string[] {
  return typeof clientId === "string" && clientId !== "" ? [clientId] : ["(any)"];
}

/** The verifier looks at claims only after the signature held. */
function signatureState(
  header: JsonObject,
  online: boolean,
  [first]: readonly IdJagRefusal[],
): SignatureState {
  if (header.typ !== ID_JAG_TYP) return { held: false, why: "it is no ID-JAG" };
  if (!online) return { held: false, why: "the issuer's keys were not asked for" };
  if (!first || Object.hasOwn(claimReasons, first.reason)) return { held: true };
  return { held: false, why: "what is said above" };
}
