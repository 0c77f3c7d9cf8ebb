import { flattenedVerify, type JSONWebKeySet } from "jose";
import { type ClaimRules, checkClaims, checkIssuer, type IdJagClaims } from "./claims";
import { parsePart, splitCompact } from "./compact";
import { checkHeader, type IdJagHeader } from "./header";
import { createHeaderMemory } from "./headerMemory";
import { type KeySource, localKeys, remoteKeys } from "./keys";
import { type IdJagRefusal, refuse } from "./reasons";
import { show } from "./redact";
import { createMemoryReplayCache, type ReplayCache, replayKey, replayTtl } from "./replay";
import type { Fetch } from "./request";

/** Where the issuer's keys are: at hand, or at its `jwks_uri`, reached through `fetch`. */
export type KeyOptions =
  | { readonly jwks: JSONWebKeySet; readonly jwksUri?: undefined }
  | {
      readonly jwks?: undefined;
      readonly jwksUri: string;
      /** Default: the global one. Redirects are refused and answers limited whichever it is. */
      readonly fetch?: Fetch;
    };

export type IdJagVerifierOptions = KeyOptions & {
  /** `iss`, letter by letter: Okta's org server, `https://<org>.okta.com`. */
  readonly issuer: string;
  /** `aud`, letter by letter: the resource authorization server's issuer, `https://context7.com`. */
  readonly audience: string;
  /** Resource identifiers (RFC 9728) that this audience serves. */
  readonly resources: readonly string[];
  /** Client IDs at the resource that may appear as `client_id`. */
  readonly clientIds: readonly string[];
  /** Signature algorithms; only asymmetric ones. Default RS256, ES256, PS256. */
  readonly algorithms?: readonly string[];
  /** How far clocks may differ, in seconds; 0 to 300. Default 30. */
  readonly clockTolerance?: number;
  /** Longest life of an ID-JAG, `exp` − `iat`, in seconds. Default 300. */
  readonly maxLifetime?: number;
  /**
   * Whether a token without `resource` is refused. The claim is optional in the draft and in
   * MCP EMA §4, but without it the pair (aud, resource) of §7.6.2 cannot be checked. Default
   * true.
   */
  readonly requireResource?: boolean;
  /** Default: in the memory of this process, which is not enough for two. */
  readonly replayCache?: ReplayCache;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
};

/** An ID-JAG that holds, or why it does not. `consumed` says whether its one use is now spent. */
export type IdJagVerification =
  | {
      readonly ok: true;
      readonly claims: IdJagClaims;
      readonly header: IdJagHeader;
      readonly consumed: boolean;
    }
  | IdJagRefusal;

export interface IdJagVerifier {
  /**
   * Verifies one ID-JAG. Never throws and never rejects, whatever `token` is.
   *
   * @param options.consume default true: an accepted token is marked as used. With false the
   *   replay cache is only asked (`peek`, where it has that), and the token stays good.
   */
  verify(token: unknown, options?: { readonly consume?: boolean }): Promise<IdJagVerification>;
}

const DEFAULT_ALGORITHMS = ["RS256", "ES256", "PS256"];
const ASYMMETRIC = /^(?:RS|PS|ES)(?:256|384|512)$|^(?:EdDSA|Ed25519)$/;

/**
 * A verifier of ID-JAGs as a resource authorization server should be one: the checks of
 * draft-ietf-oauth-identity-assertion-authz-grant §4.4.1, and what the MCP extension
 * enterprise-managed-authorization §7.4 and §7.6 demands beyond.
 *
 * @throws when an option is missing or would weaken the verifier, or `jwks` is no JWK Set.
 */
export function createIdJagVerifier(options: IdJagVerifierOptions): IdJagVerifier {
  const {
    issuer,
    algorithms = DEFAULT_ALGORITHMS,
    now = Date.now,
    replayCache = createMemoryReplayCache({ now }),
  } = options;
  const rules: ClaimRules = {
    audience: options.audience,
    resources: [...options.resources],
    clientIds: [...options.clientIds],
    clockTolerance: options.clockTolerance ?? 30,
    maxLifetime: options.maxLifetime ?? 300,
    requireResource: options.requireResource ?? true,
  };
  assertOptions(issuer, algorithms, rules);
  const allowed = [...algorithms];
  const keys = keysOf(options, now);
  const headers = createHeaderMemory();

  /**
   * The order is the security argument; each step may rely on those before it.
   *
   *  1. Form: bounded size and one canonical spelling, before any work that grows with input.
   *  2. Header: of our type, with an algorithm of our list, without demands or keys of its
   *     own. After this the sender has no say in how the signature is checked, but for
   *     choosing among the issuer's keys by `kid`.
   *  3. Issuer: the only claim that is read before the signature holds, and only to refuse. A
   *     token of somebody else causes no request for keys.
   *  4. Key and signature: the issuer's own, meant for signing, strong enough.
   *  5. Claims: from here on they are the issuer's words and worth a diagnosis.
   *  6. Replay, last: only a token that holds in all else spends its `jti`. Otherwise whoever
   *     sees a token could burn it with a wrong request, or fill the cache with forgeries.
   */
  async function verify(token: unknown, consume: boolean): Promise<IdJagVerification> {
    const parts = splitCompact(token);
    if (!parts.ok) return parts;

    let header = headers.recall(parts.protected);
    if (!header) {
      const read = parsePart(parts.protected, "header");
      if (!read.ok) return read;
      const badHeader = checkHeader(read.value, allowed);
      if (badHeader) return badHeader;
      header = read.value as IdJagHeader;
    }

    const payload = parsePart(parts.payload, "payload");
    if (!payload.ok) return payload;
    const badIssuer = checkIssuer(payload.value, issuer);
    if (badIssuer) return badIssuer;

    const key = await keys(header);
    if ("reason" in key) return key;
    try {
      // The very parts that were read above: jose does not take the token apart once more.
      await flattenedVerify(parts, key, { algorithms: allowed });
    } catch {
      return refuse("signature_invalid", { seen: show(header.kid) });
    }
    headers.remember(parts.protected, header);

    const at = now() / 1000;
    const badClaim = checkClaims(payload.value, rules, at);
    if (badClaim) return badClaim;
    const claims = payload.value as IdJagClaims;

    let use: "fresh" | "seen";
    try {
      use = await lookUp(claims, at, consume);
    } catch (error) {
      const seen = error instanceof Error ? show(error.message) : "the replay cache gave no answer";
      return refuse("replay_cache_unavailable", { seen });
    }
    // Anything but a clear "fresh" is no permission.
    if (use !== "fresh") return refuse("replayed");
    return { ok: true, claims, header, consumed: consume };
  }

  /** Not async: it only chooses, and its caller awaits the cache's own promise. */
  function lookUp({ jti, exp }: IdJagClaims, at: number, consume: boolean) {
    const key = replayKey(issuer, jti);
    if (consume) return replayCache.mark(key, replayTtl(exp, at, rules.clockTolerance));
    return replayCache.peek?.(key) ?? "fresh";
  }

  return { verify: (token, { consume = true } = {}) => verify(token, consume) };
}

function keysOf(options: KeyOptions, now: () => number): KeySource {
  if (options.jwks !== undefined) return localKeys(options.jwks);
  const jwksUri = new URL(options.jwksUri);
  // MCP EMA §7.3; whoever can change the keys on their way can sign anything.
  if (jwksUri.protocol !== "https:") throw new TypeError("jwksUri must be an https URL");
  return remoteKeys(jwksUri, options.fetch ?? fetch, now);
}

function assertOptions(issuer: string, algorithms: readonly string[], rules: ClaimRules): void {
  const filled = (values: readonly unknown[]) =>
    values.length > 0 && values.every((value) => typeof value === "string" && value !== "");
  const demands: readonly (readonly [holds: boolean, demand: string])[] = [
    [filled([issuer]), "issuer must be a non-empty string"],
    [filled([rules.audience]), "audience must be a non-empty string"],
    [filled(rules.resources), "resources must be a non-empty list of non-empty strings"],
    [filled(rules.clientIds), "clientIds must be a non-empty list of non-empty strings"],
    [
      filled(algorithms) && algorithms.every((alg) => ASYMMETRIC.test(alg)),
      "algorithms must be a non-empty list of asymmetric JWS algorithms; none and HS* are not",
    ],
    [
      rules.clockTolerance >= 0 && rules.clockTolerance <= 300,
      "clockTolerance must be between 0 and 300 seconds",
    ],
    [
      rules.maxLifetime > 0 && Number.isFinite(rules.maxLifetime),
      "maxLifetime must be a positive number of seconds",
    ],
  ];
  const broken = demands.filter(([holds]) => !holds).map(([, demand]) => demand);
  if (broken.length > 0) throw new TypeError(broken.join("; "));
}
