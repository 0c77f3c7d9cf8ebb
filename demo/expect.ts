import { inspect, isDeepStrictEqual } from "node:util";

import type { Terminal } from "./terminal";

/** A step went differently from what was declared. */
export class Difference extends Error {}

/**
 * Ticks off that something is as it should be.
 *
 * @param what a sentence that holds if both are equal (deeply, `node:util`).
 * @throws Difference with that sentence, what was expected and what was seen.
 */
export function expectEqual<T>(terminal: Terminal, what: string, seen: T, expected: T): void {
  if (!isDeepStrictEqual(seen, expected)) {
    throw new Difference(`not so: ${what}\n${explained(seen, expected)}`);
  }
  terminal.tick(what);
}

/**
 * Ticks off that a text has all these parts.
 *
 * @throws Difference that names the missing ones.
 */
export function expectParts(terminal: Terminal, what: string, text: string, parts: string[]): void {
  const missing = parts.filter((part) => !text.includes(part));
  if (missing.length > 0) {
    throw new Difference(`not so: ${what}\nexpected: ${missing.join(", ")}\nseen: ${text}`);
  }
  terminal.tick(what);
}

/** Of two lists, only what one has and the other has not; anything else as a whole. */
function explained(seen: unknown, expected: unknown): string {
  if (!Array.isArray(seen) || !Array.isArray(expected)) {
    return `expected: ${shown(expected)}\nseen: ${shown(seen)}`;
  }
  const lacking = (from: unknown[], items: unknown[]) =>
    items.filter((item) => !from.some((other) => isDeepStrictEqual(other, item)));
  const missing = lacking(seen, expected);
  const surplus = lacking(expected, seen);
  if (missing.length + surplus.length === 0) return "the same, but in another order or number";
  return `expected, but not seen: ${shown(missing)}\nseen, but not expected: ${shown(surplus)}`;
}

function shown(value: unknown): string {
  return inspect(value, { depth: 6, breakLength: 80, sorted: true });
}
