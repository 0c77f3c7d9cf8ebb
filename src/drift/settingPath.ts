/** Stands between the parts of a path within this folder: nothing that a label or key holds. */
const SEPARATOR = "\u0000";

export function pathOf(...parts: string[]): string {
  return parts.join(SEPARATOR);
}

export function partsOf(path: string): string[] {
  return path.split(SEPARATOR);
}

/** `requestingApps.claude-code.assignments.groups`. */
export function shownPath(path: string): string {
  return partsOf(path).join(".");
}
