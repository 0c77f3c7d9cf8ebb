import { isDeepStrictEqual } from "node:util";
import type { ListOperation, PoliciesPatch } from "../context7/policies";
import { put, sourceTypeAt, type Value, type Values } from "./values";

/** Paths at which a teamspace is not as wanted. */
export function differing(wanted: Values, live: Values): string[] {
  return Object.keys(wanted).filter((path) => !isDeepStrictEqual(wanted[path], live[path]));
}

/**
 * The smallest change that makes a teamspace as wanted, in the API's incremental form. It names
 * nothing but what differs, so it cannot undo what somebody else changes meanwhile elsewhere.
 *
 * @returns `undefined` if there is nothing to change; the API refuses an empty change.
 */
export function patchFor(wanted: Values, live: Values): PoliciesPatch | undefined {
  const paths = differing(wanted, live);
  if (paths.length === 0) return undefined;
  const patch: PoliciesPatch = {};
  const switched: { enable: string[]; disable: string[] } = { enable: [], disable: [] };
  for (const path of paths) {
    const value = wanted[path] as Value;
    const sourceType = sourceTypeAt(path);
    if (sourceType !== undefined) switched[value ? "enable" : "disable"].push(sourceType);
    else put(patch, path, Array.isArray(value) ? listOperation(value, live[path]) : value);
  }
  const switches = Object.entries(switched).filter(([, names]) => names.length > 0);
  if (switches.length > 0) patch.sourceTypes = Object.fromEntries(switches);
  return patch;
}

/** `clear` cannot go with the others, so it is only for a list that is to be empty. */
function listOperation(wanted: string[], live: Value | undefined): ListOperation {
  if (wanted.length === 0) return { clear: true };
  const there = Array.isArray(live) ? live : [];
  const operation: ListOperation = {};
  const add = wanted.filter((entry) => !there.includes(entry));
  const remove = there.filter((entry) => !wanted.includes(entry));
  if (add.length > 0) operation.add = add;
  if (remove.length > 0) operation.remove = remove;
  return operation;
}
