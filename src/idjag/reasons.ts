import { claimReasons } from "./reasons/claims";
import { envelopeReasons } from "./reasons/envelope";
import { keyReasons } from "./reasons/keys";

/** The texts of one reason. */
export interface ReasonText {
  /** One or two sentences; `{seen}` and `{expected}` are filled in. */
  readonly message: string;
  /** What to do, and where in the consoles. */
  readonly remedy: string;
  /** "draft" is draft-ietf-oauth-identity-assertion-authz-grant, "MCP EMA" the MCP extension enterprise-managed-authorization. */
  readonly specification: string;
}

/**
 * Every reason for which an ID-JAG is refused: its form, the keys, what it says.
 * This table is the closed union: a reason without a text does not compile.
 */
export const ID_JAG_REASONS = { ...envelopeReasons, ...keyReasons, ...claimReasons };

export type IdJagReason = keyof typeof ID_JAG_REASONS;

/** What was found and what should have been; already safe to show. */
export interface Evidence {
  readonly seen?: string;
  readonly expected?: string;
}

/** A refusal: its tag, its evidence, and both as text for a person. */
export interface Refusal<Reason extends string> extends Evidence, ReasonText {
  readonly ok: false;
  readonly reason: Reason;
}

/** A refused ID-JAG. Holds no part of the token but single claims in `seen`. */
export type IdJagRefusal = Refusal<IdJagReason>;

/** Makes the refusal for a tag, from a table of texts. */
export function refusalFrom<Reason extends string>(
  texts: Readonly<Record<Reason, ReasonText>>,
  reason: Reason,
  evidence: Evidence = {},
): Refusal<Reason> {
  const { message, remedy, specification } = texts[reason];
  const fill = (_: string, name: "seen" | "expected") => evidence[name] ?? "nothing";
  return {
    ok: false,
    reason,
    ...evidence,
    message: message.replace(/\{(seen|expected)\}/g, fill),
    remedy,
    specification,
  };
}

export function refuse(reason: IdJagReason, evidence?: Evidence): IdJagRefusal {
  return refusalFrom(ID_JAG_REASONS, reason, evidence);
}
