import { scrub } from "../../idjag";

/**
 * Claims without what looks like a token in any of their texts: they are whatever their writer liked.
 * By recursion, since what `decodeIdJag` reads is not deep.
 */
export function scrubbed<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === "string") return scrub(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [scrub(key), clean(each)]));
}
