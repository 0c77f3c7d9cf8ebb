import { ExplainedError } from "../../provider/explainedError";
import type { OktaClient } from "../../provider/okta/client";
import { OktaApiError } from "../../provider/okta/error";
import { type LogCriterion, type LogEvent, newestLogEvents } from "../../provider/okta/systemLog";
import type { Authorship, Finding, ObjectKind } from "./report";

/** What is asked about: a finding, and what Okta calls its object. */
export interface Subject {
  readonly finding: {
    readonly kind: Finding["kind"];
    readonly object: { readonly kind: ObjectKind };
  };
  /**
   * IDs that an event about the object names together as its targets, in each of the ways it may; the one
   * that says most about the object first. An app: `[[app]]`. An assignment: `[[group, app]]`. A
   * connection, of which Okta does not publish how events name it: `[[connection], [requesting app,
   * resource app]]`.
   */
  readonly targets: readonly (readonly string[])[];
}

/** Who did what was found. */
export interface Authors {
  /** For each subject in its place; `undefined` where the log does not say. */
  readonly changedBy: readonly (Authorship | undefined)[];
  /** Why not everything could be asked: a sentence to be said once, and no reason to fail. */
  readonly note?: string;
}

const APP: Events = {
  changed: [
    "application.lifecycle.update",
    "application.lifecycle.activate",
    "application.lifecycle.deactivate",
    "app.oauth2.client.lifecycle.update",
    "application.policy.sign_on.update",
  ],
  deleted: ["application.lifecycle.delete"],
  undeclared: ["application.lifecycle.create"],
};

type Events = Partial<Record<Finding["kind"], readonly string[]>>;

/** Okta's event types for each finding (https://developer.okta.com/docs/reference/api/event-types/). */
const EVENTS: Record<ObjectKind, Events> = {
  "resource app": APP,
  "requesting app": APP,
  connection: {
    changed: ["app.cross_app_access.connection.update"],
    deleted: ["app.cross_app_access.connection.delete"],
    undeclared: ["app.cross_app_access.connection.create"],
  },
  "group assignment": {
    changed: ["group.application_assignment.update"],
    deleted: ["group.application_assignment.remove"],
    undeclared: ["group.application_assignment.add"],
  },
  "user assignment": {
    changed: ["application.user_membership.change_username", "application.user_membership.update"],
    deleted: ["application.user_membership.remove"],
    undeclared: ["application.user_membership.add"],
  },
  feature: {
    changed: ["system.feature.disable", "system.feature.enable"],
    deleted: ["system.feature.disable"],
  },
  // Context7's, of which Okta's log knows nothing.
  teamspace: {},
  "teamspace policies": {},
};

/** Okta keeps its log for 90 days. */
const KEPT_DAYS = 90;
/** As many as a filter of some 2,000 characters names. */
const SUBJECTS_A_CALL = 20;
const MOST_CALLS = 4;

/**
 * Asks an org's System Log who made what was found, in at most four calls. It is an extra: where the
 * token may not read the log, or Okta refuses even the sign-in, nobody is named, and a note says why.
 *
 * @param subjects those that matter most first: of more than 80 the last are not asked about.
 * @param until the moment that the org was looked at.
 */
export async function authorsOf(
  okta: OktaClient,
  subjects: readonly Subject[],
  until: Date,
): Promise<Authors> {
  const inTheLog = subjects.filter((subject) => eventTypesOf(subject).length > 0);
  const asked = inTheLog.slice(0, SUBJECTS_A_CALL * MOST_CALLS);
  const since = new Date(until.getTime() - KEPT_DAYS * 24 * 60 * 60 * 1000);
  const events: LogEvent[] = [];
  let note: string | undefined;
  try {
    for (let from = 0; from < asked.length; from += SUBJECTS_A_CALL) {
      const criteria = criteriaFor(asked.slice(from, from + SUBJECTS_A_CALL));
      events.push(...(await newestLogEvents(okta, criteria, { since, until })));
    }
    if (asked.length < inTheLog.length) {
      note = `Who changed what in ${okta.orgUrl} is said of the first ${asked.length} findings only.`;
    }
  } catch (error) {
    if (!(error instanceof ExplainedError)) throw error;
    const why =
      error instanceof OktaApiError && error.status === 403
        ? "the credentials may not read its System Log (scope okta.logs.read, which is optional; see " +
          "node_modules/context7-ema/docs/permissions.md)."
        : error.message;
    note = `Who changed what in ${okta.orgUrl} is not known: ${why}`;
  }
  return { changedBy: subjects.map((subject) => authorIn(events, subject)), ...(note && { note }) };
}

/** One criterion for all subjects of the same event types, so that no others fill the answer. */
function criteriaFor(subjects: readonly Subject[]): LogCriterion[] {
  const groups = new Map<string, { eventTypes: readonly string[]; targetIds: Set<string> }>();
  for (const subject of subjects) {
    const eventTypes = eventTypesOf(subject);
    const key = eventTypes.join();
    const group = groups.get(key) ?? { eventTypes, targetIds: new Set() };
    for (const [first] of subject.targets) if (first !== undefined) group.targetIds.add(first);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ eventTypes, targetIds }) => ({
    eventTypes,
    targetIds: [...targetIds],
  }));
}

/** The newest event that made what was found. */
export function authorIn(events: readonly LogEvent[], subject: Subject): Authorship | undefined {
  const eventTypes = eventTypesOf(subject);
  const fitting = events.filter(
    ({ eventType, outcome, target }) =>
      eventTypes.includes(eventType) &&
      (outcome?.result ?? "SUCCESS") === "SUCCESS" &&
      subject.targets.some(
        (ids) => ids.length > 0 && ids.every((id) => target?.some((each) => each.id === id)),
      ),
  );
  const [newest] = fitting.sort((one, other) => timeOf(other) - timeOf(one));
  if (!newest) return undefined;
  const { actor, eventType } = newest;
  const who = actor?.displayName || actor?.alternateId || actor?.id;
  return who ? { at: new Date(timeOf(newest)).toISOString(), who, event: eventType } : undefined;
}

function eventTypesOf({ finding, targets }: Subject): readonly string[] {
  if (!targets.some((ids) => ids.length > 0)) return [];
  return EVENTS[finding.object.kind][finding.kind] ?? [];
}

function timeOf({ published }: LogEvent): number {
  return Date.parse(published);
}
