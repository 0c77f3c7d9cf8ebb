import type { JsonObject } from "./compact";
import { type IdJagReason, type IdJagRefusal, refuse } from "./reasons";
import { scrub, show } from "./redact";

/** What the claims are held against; times in seconds. */
export interface ClaimRules {
  readonly audience: string;
  readonly resources: readonly string[];
  readonly clientIds: readonly string[];
  readonly clockTolerance: number;
  readonly maxLifetime: number;
  readonly requireResource: boolean;
}

/** Claims of an ID-JAG that passed every check (draft §3.1). */
export type IdJagClaims = JsonObject & {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string | readonly [string];
  readonly client_id: string;
  readonly jti: string;
  /** Seconds since 1970, as `iat` and `nbf`. */
  readonly exp: number;
  readonly iat: number;
  readonly nbf?: number;
  readonly email: string;
  readonly resource?: string | readonly string[];
  readonly scope?: string;
};

/** `iss`, alone: it is looked at before the signature, to know whose keys to ask for. */
export function checkIssuer(claims: JsonObject, issuer: string): IdJagRefusal | undefined {
  const { iss } = claims;
  if (iss === issuer) return undefined;
  const evidence = { seen: show(iss), expected: show(issuer) };
  if (!isFilled(iss)) return refuse("iss_missing", evidence);
  return refuse(differBySlash(iss, issuer) ? "iss_trailing_slash" : "iss_mismatch", evidence);
}

/**
 * Holds a genuine token's claims against the rules, at the time `now` (seconds since 1970).
 * Use of the token before is not looked at here.
 *
 * The order is from "whose" over "when" to "what": the first refusal a person reads should be
 * the widest mistake, and a token for somebody else needs no further diagnosis.
 */
export function checkClaims(
  claims: JsonObject,
  rules: ClaimRules,
  now: number,
): IdJagRefusal | undefined {
  return (
    checkAudience(claims, rules) ??
    checkTimes(claims, rules, now) ??
    checkSubject(claims) ??
    checkClient(claims, rules) ??
    checkResource(claims, rules) ??
    checkScope(claims) ??
    checkEmail(claims) ??
    checkUnsupported(claims)
  );
}

/** Exactly one audience, as a string or a list of one (draft §4.4.1): jose takes any list with a match. */
function checkAudience({ aud }: JsonObject, { audience }: ClaimRules): IdJagRefusal | undefined {
  const isList = Array.isArray(aud);
  const only: unknown = isList ? aud[0] : aud;
  if (only === audience && !(isList && aud.length !== 1)) return undefined;
  const evidence = { seen: show(aud), expected: show(audience) };
  if (isList && aud.length !== 1) return refuse("aud_multiple", evidence);
  if (!isFilled(only)) return refuse("aud_missing", evidence);
  return refuse(differBySlash(only, audience) ? "aud_trailing_slash" : "aud_mismatch", evidence);
}

function checkTimes(
  { exp, iat, nbf }: JsonObject,
  { clockTolerance, maxLifetime }: ClaimRules,
  now: number,
): IdJagRefusal | undefined {
  if (!isTime(exp)) return refuse("exp_missing", { seen: show(exp) });
  if (!isTime(iat)) return refuse("iat_missing", { seen: show(iat) });
  if (nbf !== undefined && !isTime(nbf)) return refuse("nbf_invalid", { seen: show(nbf) });
  if (iat > now + clockTolerance) {
    return refuse("iat_in_future", { seen: showTime(iat), expected: showTime(now) });
  }
  if (nbf !== undefined && nbf > now + clockTolerance) {
    return refuse("not_yet_valid", { seen: showTime(nbf), expected: showTime(now) });
  }
  const lifetime = exp - iat;
  if (lifetime <= 0) return refuse("lifetime_invalid", { seen: String(lifetime) });
  if (lifetime > maxLifetime) {
    return refuse("lifetime_too_long", { seen: String(lifetime), expected: String(maxLifetime) });
  }
  if (exp <= now - clockTolerance) {
    return refuse("expired", { seen: showTime(exp), expected: showTime(now) });
  }
  return undefined;
}

/** `sub` and `jti` name a person and a grant: a refusal says what kind of value was there, not which. */
function checkSubject({ sub, jti }: JsonObject): IdJagRefusal | undefined {
  if (!isFilled(sub)) return refuse("sub_missing", { seen: kindOf(sub) });
  if (!isFilled(jti)) return refuse("jti_missing", { seen: kindOf(jti) });
  return undefined;
}

function checkClient(
  { client_id: clientId }: JsonObject,
  { clientIds }: ClaimRules,
): IdJagRefusal | undefined {
  if (!isFilled(clientId)) return refuse("client_id_missing", { seen: show(clientId) });
  if (clientIds.includes(clientId)) return undefined;
  return refuse("client_id_not_allowed", { seen: show(clientId), expected: oneOf(clientIds) });
}

/**
 * The resource must be one that this audience serves (MCP EMA §7.6.2). The draft allows a
 * list; then each member must be, since the token would speak for all of them.
 */
function checkResource(
  { resource }: JsonObject,
  { resources, requireResource }: ClaimRules,
): IdJagRefusal | undefined {
  if (resource === undefined) {
    if (!requireResource) return undefined;
    return refuse("resource_missing", { expected: oneOf(resources) });
  }
  const named: readonly unknown[] = Array.isArray(resource) ? resource : [resource];
  if (named.length === 0 || !named.every(isFilled)) {
    return refuse("resource_invalid", { seen: show(resource) });
  }
  const foreign = named.find((name) => !resources.includes(name));
  if (foreign === undefined) return undefined;
  const near = resources.find((known) => differBySlash(foreign, known));
  return near === undefined
    ? refuse("resource_not_allowed", { seen: show(foreign), expected: oneOf(resources) })
    : refuse("resource_trailing_slash", { seen: show(foreign), expected: show(near) });
}

/** Grammar of RFC 6749 §3.3: printable ASCII without blank, quote and backslash. */
function checkScope({ scope }: JsonObject): IdJagRefusal | undefined {
  if (scope === undefined) return undefined;
  const isList = typeof scope === "string" && /^[!#-[\]-~]+(?: [!#-[\]-~]+)*$/.test(scope);
  return isList ? undefined : refuse("scope_invalid", { seen: show(scope) });
}

/** Not the address's grammar: whether it can be one. The value is never quoted. */
function checkEmail({ email }: JsonObject): IdJagRefusal | undefined {
  const canBeAddress = typeof email === "string" && /^[^\s@]+@[^\s@]+$/.test(email);
  return canBeAddress ? undefined : refuse("email_missing");
}

/** Claims that narrow what the token is good for: to ignore one would widen it, so fail closed. */
const UNSUPPORTED: readonly (readonly [claim: string, reason: IdJagReason])[] = [
  ["cnf", "cnf_unsupported"],
  ["authorization_details", "authorization_details_unsupported"],
];

function checkUnsupported(claims: JsonObject): IdJagRefusal | undefined {
  const found = UNSUPPORTED.find(([claim]) => Object.hasOwn(claims, claim));
  return found && refuse(found[1]);
}

function isFilled(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** A NumericDate (RFC 7519 §2). JSON has numbers that JavaScript reads as infinite: 1e999. */
function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

/** Whether two different identifiers are the same but for one slash at the end. */
export function differBySlash(one: string, other: string): boolean {
  return `${one}/` === other || one === `${other}/`;
}

function oneOf(values: readonly string[]): string {
  return values.map(show).join(" or ");
}

function kindOf(value: unknown): string {
  if (value === undefined) return "absent";
  if (value === "") return "an empty string";
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `of type ${typeof value}`;
}

function showTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  // Beyond the year 275,760 there is no Date.
  return Number.isNaN(date.getTime()) ? scrub(String(seconds)) : date.toISOString();
}
