import { decodeJwt, decodeProtectedHeader } from "jose";
import { AuthorizationResponseError, ResponseBodyError } from "openid-client";

/** 1: sign-in and token exchange at Okta; 2: redemption at Context7; 3: the call to the MCP server. */
export type Leg = 1 | 2 | 3;

export type Step = "sign-in" | "token exchange" | "redemption" | "MCP call";

/** A step that worked. Everything but what `reveal` gives may be printed. */
export interface Success<Shown, Secret> {
  ok: true;
  leg: Leg;
  step: Step;
  shown: Shown;
  /** The tokens, for the next step. A function, so that printing a result cannot print them. */
  reveal(): Secret;
}

/** A step that was refused. */
export interface Failure {
  ok: false;
  leg: Leg;
  step: Step;
  /** HTTP status of the refusal; absent when a redirect carried it. */
  status?: number;
  error: string;
  error_description?: string;
}

export type Outcome<Shown, Secret = undefined> = Success<Shown, Secret> | Failure;

/** Header and claims of a JWT, without its signature: not usable as the token it describes. */
export interface DecodedToken {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
}

export function decode(token: string): DecodedToken {
  return { header: { ...decodeProtectedHeader(token) }, claims: { ...decodeJwt(token) } };
}

export function success<Shown, Secret>(
  [leg, step]: readonly [Leg, Step],
  shown: Shown,
  secret: Secret,
): Success<Shown, Secret> {
  return { ok: true, leg, step, shown, reveal: () => secret };
}

/** A refusal with its OAuth error; anything else is not a refusal and is thrown on. */
export function failure([leg, step]: readonly [Leg, Step], cause: unknown): Failure {
  if (cause instanceof Refusal) return { ok: false, leg, step, ...cause.refused };
  if (cause instanceof ResponseBodyError) {
    const { status, error, error_description } = cause;
    return { ok: false, leg, step, status, error, error_description };
  }
  if (cause instanceof AuthorizationResponseError) {
    const { error, error_description } = cause;
    return { ok: false, leg, step, error, error_description };
  }
  throw cause;
}

/** A refusal that is no OAuth error response: a page, or an answer of the MCP server. */
export class Refusal extends Error {
  constructor(readonly refused: { status?: number; error: string; error_description?: string }) {
    super(refused.error);
  }
}
