import type { LegFailure } from "../../idjag";
import type { Finding } from "../registry";
import type { FlowLegName, FlowProbeName, FlowRecord, IdJagCount } from "../report";

/** What a live flow brought. */
export interface FlowOutcome {
  readonly record: FlowRecord;
  /** Of the legs and probes that were made. */
  readonly findings: Readonly<Partial<Record<FlowLegName | FlowProbeName, Finding>>>;
  /** Okta's user id, from the ID-JAG; absent when none was issued. */
  readonly user?: string;
  /** With this flow's ID-JAGs. */
  readonly counted: IdJagCount;
}

/** The words of whoever refused, as a record keeps them. */
export function saidBy({ error, errorDescription: description, status }: LegFailure) {
  return { error, ...(description && { description }), ...(status && { status }) };
}

/** The same on one line: `invalid_target, “The resource app is not …”`. */
export function quoted({ error, errorDescription, status }: LegFailure): string {
  const words = errorDescription ? `, “${errorDescription}”` : "";
  return error + (words || (status ? `, HTTP status ${status}` : ""));
}
