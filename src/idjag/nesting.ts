/**
 * Deepest nesting of JSON from outside that is looked at, the outermost object counted. Okta's tokens
 * have one level; an `act` chain (RFC 8693 §4.1) has one more for each actor.
 *
 * Whoever walks through such a value later, to show it or to take tokens out of it, may do so by
 * recursion. JSON.stringify does, and overflows the stack at some thousands of levels.
 */
export const MAX_NESTING = 32;

/** How many members the objects in `root` have, and whether it is nested deeper than {@link MAX_NESTING}. */
export function measure(root: object): { readonly names: number; readonly isTooDeep: boolean } {
  let names = 0;
  // Level by level instead of recursion: depth is the sender's choice.
  let level: object[] = [root];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_NESTING) return { names, isTooDeep: true };
    const below: object[] = [];
    for (const object of level) {
      const values = Object.values(object);
      if (!Array.isArray(object)) names += values.length;
      for (const value of values) {
        if (typeof value === "object" && value !== null) below.push(value);
      }
    }
    level = below;
  }
  return { names, isTooDeep: false };
}
