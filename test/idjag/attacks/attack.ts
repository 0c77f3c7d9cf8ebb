import type { IdJagReason, IdJagVerifierOptions } from "../../../src/idjag";
import { base64url, goodClaims, goodHeader, signToken } from "../tokens";

/** One token that must be refused. */
export interface Attack {
  readonly name: string;
  readonly token: unknown;
  readonly options?: Partial<IdJagVerifierOptions>;
  /** How often the same token came before. */
  readonly before?: number;
}

/** For each reason, the tokens that must be refused for it and for nothing else. */
export type Attacks<Reason extends IdJagReason> = Record<Reason, readonly Attack[]>;

export const header = JSON.stringify(goodHeader());
export const payload = JSON.stringify(goodClaims());
export const good = signToken();
export const [goodHeaderPart, goodPayloadPart, goodSignature] = good.split(".") as [
  string,
  string,
  string,
];

/** A good token's claims under another header, with a signature that is none. */
export function unsigned(head: Record<string, unknown>, signature = base64url("none")): string {
  return `${base64url(JSON.stringify({ ...goodHeader(), ...head }))}.${goodPayloadPart}.${signature}`;
}
