import type { LegFailure } from "../idjag";
import { scrub } from "../idjag";
import { explainCause } from "../verifier/causes";
import { explainExchange, explainRedemption } from "../verifier/flow/explain";
import type { Finding } from "../verifier/registry";
import type { CheckResult } from "../verifier/report";
import type { VerifierTarget } from "../verifier/target";
import type { Pasted } from "./pasted";

/** 1: sign-in and token exchange at Okta; 2: redemption at Context7; 3: the call to the MCP server. */
export type Leg = 1 | 2 | 3;

export const LEG_TITLES: Record<Leg, string> = {
  1: "At Okta: sign-in and token exchange (leg 1)",
  2: "At Context7: redemption of the ID-JAG (leg 2)",
  3: "At the MCP server: a call with the access token (leg 3)",
};

/** What an error means in one place. */
export interface ErrorMeaning {
  readonly leg: Leg;
  readonly tag: string;
  readonly summary: string;
  readonly remedy: string;
  readonly source: string;
}

export type PastedError = Extract<Pasted, { kind: "error" }>;

/** What an explanation refers to. */
export interface ErrorContext {
  readonly target: Pick<VerifierTarget, "issuer" | "resourceIssuer" | "mcpUrl">;
  /** Results of checks, where they were made: they tell apart what Okta says alike. */
  readonly results?: readonly CheckResult[];
}

/**
 * What an OAuth error, or the MCP server's, means for this setup; once for each place it can come from,
 * unless `leg` says which.
 */
export function explainError(
  pasted: PastedError,
  { target, results = [] }: ErrorContext,
  leg?: Leg,
): ErrorMeaning[] {
  const legs = leg === undefined ? legsOf(pasted) : [leg];
  const found = new Map(results.map((result) => [findingOf(result), result] as const));
  const known = worstOfEach(found);
  return legs.map((each) => {
    if (each === 3) {
      const seen = scrub(pasted.description ?? pasted.error ?? "");
      return { leg: each, ...explainCause("mcp_refused_token", { seen }) };
    }
    const failure = failureOf(pasted, each);
    const finding =
      each === 1
        ? explainExchange(
            failure,
            { audience: target.resourceIssuer, resource: new URL(target.mcpUrl).origin },
            known,
          )
        : explainRedemption(failure, { issuer: target.issuer }, known);
    return { leg: each, ...meaningOf(finding, found) };
  });
}

/**
 * Whether there is anything to explain: a code, or words that one of the three says. Any other text would be
 * explained as an unknown error of all of them.
 */
export function isKnownError({ error, description = "", status }: PastedError): boolean {
  if (error !== undefined || status !== undefined) return true;
  const places = [AT_OKTA, AT_CONTEXT7, AT_MCP_SERVER];
  return codeFor(description) !== "unknown" || places.some((words) => words.test(description));
}

function failureOf({ error, description, status }: PastedError, leg: 1 | 2): LegFailure {
  const code = error ?? codeFor(description ?? "");
  return {
    ok: false,
    leg,
    kind: "refused",
    error: scrub(code, [], 100),
    ...(description && { errorDescription: scrub(description) }),
    status,
  };
}

/** Words of Okta's descriptions → the code they come with, for texts that were pasted alone. */
const CODES: readonly (readonly [words: RegExp, code: string])[] = [
  [/assurance is not met|delegation/i, "invalid_request"],
  [/policy evaluation failed/i, "access_denied"],
  [/resource app is not completely|'resource'|valid audience|invalid target/i, "invalid_target"],
  [/'subject_token' either expired/i, "invalid_grant"],
  [/'(?:requested_token_type|subject_token(?:_type)?)'/i, "invalid_request"],
  [/custom authorization server|provided grant type/i, "unauthorized_client"],
  [/not assigned to the client/i, "access_denied"],
  [/\bscopes?\b/i, "invalid_scope"],
  [/client (?:authentication|secret|credentials)|client_assertion|'client_id'/i, "invalid_client"],
];

function codeFor(description: string): string {
  return CODES.find(([words]) => words.test(description))?.[1] ?? "unknown";
}

const AT_OKTA =
  /'(?:subject_token|requested_token_type|resource|client_id)|resource app|token exchange|client application|grant types|custom authorization server|subject_token' either/i;
const AT_CONTEXT7 = /\bassertion\b|teamspace|context7|\bID-JAG\b|\bissuer\b/i;
const AT_MCP_SERVER =
  /^(?:authentication required|token expired|invalid token|invalid signature|unknown audience|missing (?:audience|required scope))/i;

function legsOf({ error, description = "", status }: PastedError): Leg[] {
  if (
    error === "invalid_token" ||
    (!error && (status === 401 || AT_MCP_SERVER.test(description)))
  ) {
    return [3];
  }
  if (error === "invalid_target" || error?.startsWith("E0") || AT_OKTA.test(description))
    return [1];
  if (AT_CONTEXT7.test(description)) return [2];
  return [1, 2];
}

function findingOf({ verdict, tag, reason = "", summary, evidence }: CheckResult): Finding {
  if (verdict === "pass") return { verdict, summary };
  if (verdict === "skip") return { verdict, reason };
  return { verdict, tag: tag as Extract<Finding, { verdict: "fail" }>["tag"], evidence };
}

/** What decides first where a check was made for several clients: one that failed may be the one meant. */
const WORST_FIRST: readonly Finding["verdict"][] = ["fail", "skip", "warn", "pass"];

/** By the check's id; of those made for several clients, the worst: a pass is one only if all passed. */
function worstOfEach(found: ReadonlyMap<Finding, CheckResult>): Map<string, Finding> {
  const rank = ({ verdict }: Finding) => WORST_FIRST.indexOf(verdict);
  const known = new Map<string, Finding>();
  for (const [finding, { id }] of found) {
    const before = known.get(id);
    if (!before || rank(finding) < rank(before)) known.set(id, finding);
  }
  return known;
}

/** The cause is either a check's own finding, whose texts are there, or one of the leg. */
function meaningOf(
  finding: Finding,
  found: ReadonlyMap<Finding, CheckResult>,
): Omit<ErrorMeaning, "leg"> {
  const result = found.get(finding);
  if (result) {
    const { tag = "", summary, remedy = "", source = "", client } = result;
    const clients = new Set([...found.values()].flatMap((each) => each.client ?? []));
    const whose = clients.size > 1 && client !== undefined ? ` (Of the client “${client}”.)` : "";
    return { tag, summary: summary + whose, remedy, source };
  }
  if (!("tag" in finding)) throw new Error("an error was explained as no error");
  const { tag, seen, expected } = finding;
  const explained = explainCause(tag, { seen, expected });
  if (tag !== "redemption_untrusted") return explained;
  // A live flow has looked at the ID-JAG before; of a pasted error nothing else is known.
  const summary =
    `Context7 refused the ID-JAG (${seen}). The error alone does not say whether the ID-JAG is good; if it ` +
    `is, most likely no teamspace trusts the issuer ${expected}.`;
  return { ...explained, summary };
}
