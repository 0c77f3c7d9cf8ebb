import { z } from "zod";
import type { OktaClient } from "./client";
import { anyOf } from "./filter";

/** A person, app or thing in an event; Okta's specification marks no field as required. */
const entity = z.object({
  id: z.string().nullish(),
  alternateId: z.string().nullish(),
  displayName: z.string().nullish(),
});

/** `LogEvent`: only the fields that are used. */
const logEvent = z.object({
  published: z.iso.datetime({ offset: true }),
  eventType: z.string(),
  actor: entity.nullish(),
  outcome: z.object({ result: z.string().nullish() }).nullish(),
  target: z.array(entity).nullish(),
});
export type LogEvent = z.infer<typeof logEvent>;

/** Events of some types about some things. */
export interface LogCriterion {
  readonly eventTypes: readonly string[];
  /** IDs, of which an event has to name one as its target. */
  readonly targetIds: readonly string[];
}

/** The most that Okta gives at once. */
const PAGE = "1000";

/**
 * The newest events that meet one of the criteria, at most 1,000, newest first: one call, whatever
 * happened in the org.
 */
export function newestLogEvents(
  okta: OktaClient,
  criteria: readonly LogCriterion[],
  period: { since: Date; until: Date },
): Promise<LogEvent[]> {
  const query = {
    // With both bounds, events are ordered by `published`; see Okta's "System Log query".
    since: period.since.toISOString(),
    until: period.until.toISOString(),
    filter: criteria.map(expression).join(" or "),
    sortOrder: "DESCENDING",
    limit: PAGE,
  };
  const call = { method: "GET", path: "/api/v1/logs", query, scope: "okta.logs.read" } as const;
  return okta.call(z.array(logEvent), call);
}

function expression({ eventTypes, targetIds }: LogCriterion): string {
  return `((${anyOf("eventType", eventTypes)}) and (${anyOf("target.id", targetIds)}))`;
}
