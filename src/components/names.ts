import type { PlannedAssignment } from "./assignmentPlan";

// The names below are parts of URNs: a change of one makes every stack's resources other ones.
// The import file that `context7-ema adopt` writes is made of the same, so that it meets what the
// components declare.

/** Name of the whole in the configuration-only program, and so of its resource app. */
export const STACK_COMPONENT_NAME = "context7";

/** Name of a client's requesting app and connection, and of the app itself below it. */
export function clientName(name: string, key: string): string {
  return `${name}-${key}`;
}

/** The resource app among the apps of `Assignments`. */
export const RESOURCE_APP_KEY = "resource-app";

/** A client's app among the apps of `Assignments`. */
export function clientAppKey(key: string): string {
  return `client-${key}`;
}

/** Name of one assignment of `Assignments`. */
export function assignmentName(
  name: string,
  appKey: string,
  { kind, key }: Pick<PlannedAssignment, "kind" | "key">,
): string {
  return `${name}-${appKey}-${kind}-${key}`;
}
