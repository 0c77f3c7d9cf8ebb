import type { LegFailure } from "../../idjag";
import { show } from "../../idjag/redact";
import type { CauseTag } from "../causes";
import type { Finding } from "../registry";
import { quoted } from "./outcome";

/** What a check found for the flow's client, or once for all clients; by the check's id. */
export type KnownFindings = ReadonlyMap<string, Finding>;

export interface ExchangeAsked {
  readonly audience: string;
  readonly resource: string;
}

/** Okta's errors at the exchange, by code and words, and which checks can tell what is behind. */
interface Meaning {
  readonly error: string;
  /** In the description; absent: any. */
  readonly words?: RegExp;
  /** Checks whose failure is the cause, the one that concerns most people first. */
  readonly checks: readonly string[];
  /** What those checks also find, and what is no cause of this. */
  readonly unless?: readonly CauseTag[];
  /** Where no check failed. */
  readonly tag: CauseTag;
  /** Where this check passed, which leaves the other meaning. */
  readonly passed?: { readonly check: string; readonly tag: CauseTag };
}

/** All that Okta's “not completely configured … or not assigned” can be about. */
const SETUP = [
  "okta.feature",
  "okta.resourceApp",
  "okta.resourceAppIssuer",
  "okta.requestingAppIssuer",
  "okta.clientIdAtResource",
  "okta.connection",
] as const;

/** Sources: Okta's OAuth 2.0 error codes, release 2026.08.1, and what tenants report. */
const EXCHANGE: readonly Meaning[] = [
  {
    error: "invalid_target",
    words: /not completely configured|not assigned to the app/i,
    checks: [...SETUP, "okta.people"],
    tag: "exchange_ambiguous",
  },
  { error: "invalid_target", words: /'resource'/i, checks: [], tag: "exchange_resource" },
  {
    error: "invalid_target",
    words: /audience/i,
    checks: ["okta.resourceApp", "okta.resourceAppIssuer"],
    tag: "exchange_audience",
  },
  {
    error: "invalid_target",
    checks: ["okta.resourceApp", "okta.resourceAppIssuer", "okta.connection", "okta.people"],
    tag: "exchange_ambiguous",
  },
  {
    error: "invalid_request",
    words: /'requested_token_type'/i,
    checks: ["okta.issuer", "okta.feature"],
    tag: "exchange_requested_type",
  },
  {
    error: "invalid_request",
    words: /user is not assigned/i,
    checks: [],
    tag: "exchange_user_not_assigned",
  },
  {
    error: "invalid_request",
    words: /client application .*not active/i,
    checks: ["okta.requestingApp"],
    tag: "exchange_client_inactive",
  },
  {
    error: "invalid_request",
    words: /session .*no longer active/i,
    checks: [],
    tag: "exchange_sign_in_over",
  },
  {
    error: "invalid_request",
    words: /account is not active/i,
    checks: [],
    tag: "exchange_user_inactive",
  },
  {
    error: "invalid_request",
    words: /delegation/i,
    checks: [],
    tag: "exchange_delegation",
  },
  {
    error: "invalid_request",
    words: /assurance is not met/i,
    checks: [],
    tag: "exchange_assurance",
  },
  {
    error: "invalid_request",
    words: /'subject_token'/i,
    checks: ["okta.requestingAppClientId"],
    tag: "exchange_wrong_subject",
  },
  {
    error: "invalid_grant",
    words: /\bSKU\b/i,
    checks: ["okta.feature"],
    tag: "exchange_not_licensed",
  },
  { error: "invalid_grant", checks: [], tag: "exchange_sign_in_over" },
  {
    error: "unauthorized_client",
    words: /custom authorization server/i,
    checks: ["okta.issuer"],
    tag: "exchange_custom_server",
  },
  {
    error: "unauthorized_client",
    words: /grant type/i,
    checks: ["okta.requestingAppGrants"],
    tag: "exchange_grant_not_allowed",
  },
  { error: "unauthorized_client", words: /scope/i, checks: [], tag: "exchange_scope" },
  {
    // Okta's troubleshooting page names this code for a scope that the connection does not allow.
    error: "unauthorized_client",
    checks: ["okta.requestingAppGrants"],
    tag: "exchange_grant_or_scope",
    passed: { check: "okta.requestingAppGrants", tag: "exchange_scope" },
  },
  {
    error: "unsupported_grant_type",
    checks: ["okta.issuer", "okta.feature"],
    tag: "exchange_requested_type",
  },
  {
    error: "access_denied",
    words: /not assigned/i,
    checks: [],
    tag: "exchange_user_not_assigned",
  },
  { error: "access_denied", words: /scope|^Some .*denied/i, checks: [], tag: "exchange_scope" },
  { error: "access_denied", words: /policy/i, checks: [], tag: "exchange_policy" },
  { error: "invalid_scope", checks: [], tag: "exchange_scope" },
  {
    error: "invalid_client",
    checks: ["okta.requestingApp", "okta.requestingAppClientId", "okta.requestingAppSignIn"],
    unless: ["requesting_app_redirect_missing"],
    tag: "exchange_client",
  },
];

const REDEMPTION: readonly Meaning[] = [
  { error: "invalid_client", checks: [], tag: "redemption_client" },
  { error: "unauthorized_client", checks: ["context7.grant"], tag: "redemption_grant_not_allowed" },
  {
    error: "unsupported_grant_type",
    checks: ["context7.grant"],
    tag: "redemption_grant_not_allowed",
  },
  { error: "access_denied", checks: [], tag: "redemption_member_refused" },
  { error: "invalid_scope", checks: [], tag: "redemption_scope" },
  {
    error: "invalid_grant",
    words: /\bmembers?\b|\blimit\b|\bseats?\b/i,
    checks: [],
    tag: "redemption_member_refused",
  },
  {
    error: "invalid_grant",
    checks: ["context7.teamspaceIssuer", "context7.teamspace"],
    tag: "redemption_untrusted",
  },
];

/**
 * Leg 1's failure by its cause: where Okta's words have several meanings, the checks that its
 * admin API could answer decide.
 */
export function explainExchange(
  failure: LegFailure,
  asked: ExchangeAsked,
  known: KnownFindings,
): Finding {
  const meaning = meaningOf(failure, EXCHANGE);
  if ("verdict" in meaning) return meaning;
  const cause = causeAmong(meaning, known);
  const seen = quoted(failure);
  if (cause) return concernsSome(cause, seen) ?? cause;
  if (meaning.tag === "exchange_ambiguous") return restOf(seen, known);
  const { passed } = meaning;
  const tag = passed && hasPassed(known, passed.check) ? passed.tag : meaning.tag;
  const expected = tag === "exchange_resource" ? show(asked.resource) : show(asked.audience);
  return { verdict: "fail", tag, seen, expected };
}

/**
 * Okta refused one user, and the check of people is about all of them: unless everybody is missing, it is not
 * known whether that user is.
 */
function concernsSome(cause: Finding, seen: string): Finding | undefined {
  if (!("tag" in cause) || cause.tag !== "people_missing_on_resource_app") return undefined;
  const { onClient, missing, who } = cause.evidence ?? {};
  if (onClient === missing) return undefined;
  return { verdict: "fail", tag: "exchange_user_perhaps_missing", seen, expected: String(who) };
}

/** What remains when no check failed: how much does that say? */
function restOf(seen: string, known: KnownFindings): Finding {
  const needed = ["okta.resourceApp", "okta.resourceAppIssuer", "okta.connection"];
  if (!needed.every((id) => hasPassed(known, id))) {
    return { verdict: "fail", tag: "exchange_ambiguous", seen };
  }
  if (hasPassed(known, "okta.people")) return { verdict: "fail", tag: "exchange_failed", seen };
  const unseen = SETUP.filter((id) => !hasPassed(known, id));
  if (unseen.length === 0)
    return { verdict: "fail", tag: "exchange_user_not_on_resource_app", seen };
  const expected = unseen.join(", ");
  return { verdict: "fail", tag: "exchange_user_or_unseen", seen, expected };
}

function hasPassed(known: KnownFindings, id: string): boolean {
  return known.get(id)?.verdict === "pass";
}

/** Leg 2's failure by its cause. The ID-JAG itself was verified before. */
export function explainRedemption(
  failure: LegFailure,
  asked: { readonly issuer: string },
  known: KnownFindings,
): Finding {
  const meaning = meaningOf(failure, REDEMPTION);
  if ("verdict" in meaning) return meaning;
  const cause = causeAmong(meaning, known);
  if (cause) return cause;
  const [seen, expected] = [quoted(failure), show(asked.issuer)];
  return { verdict: "fail", tag: meaning.tag, seen, expected };
}

function meaningOf(failure: LegFailure, meanings: readonly Meaning[]): Meaning | Finding {
  const seen = quoted(failure);
  if (failure.kind === "unreachable") {
    return { verdict: "fail", tag: "leg_unreachable", seen: failure.errorDescription ?? seen };
  }
  // Okta answers so in its own form, which is none of OAuth's.
  if (failure.status === 429 || failure.error === "E0000047") {
    return { verdict: "fail", tag: "leg_rate_limited", seen };
  }
  if (failure.kind !== "refused") return { verdict: "fail", tag: "leg_unexpected", seen };
  const description = failure.errorDescription ?? "";
  const found = meanings.find(
    ({ error, words }) => error === failure.error && (!words || words.test(description)),
  );
  const tag = failure.leg === 1 ? "exchange_failed" : "redemption_failed";
  return found ?? { verdict: "fail", tag, seen };
}

/** The first of the checks that failed with what can be the cause. */
function causeAmong({ checks, unless }: Meaning, known: KnownFindings): Finding | undefined {
  return checks
    .map((id) => known.get(id))
    .find((finding) => finding?.verdict === "fail" && !unless?.includes(finding.tag));
}
