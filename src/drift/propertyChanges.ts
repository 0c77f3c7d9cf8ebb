import { isDeepStrictEqual } from "node:util";
import type { PropertyChange } from "./report";
import { HIDDEN, holdsSecret, masked, revealed } from "./secret";

/** A declared value and what is there instead of it, or not. */
export interface Compared {
  readonly property: string;
  readonly label: string;
  /** As the state has it; it may be marked as a secret. */
  readonly declared: unknown;
  readonly live: unknown;
  /** Whether the order of a list says nothing. */
  readonly unordered?: boolean;
}

/**
 * The values that differ. Nothing, `""`, `false`, `0` and an empty list are the same: that is how the
 * Okta plugin, by Terraform's rules, compares what was not set.
 */
export function propertyChanges(compared: readonly Compared[]): PropertyChange[] {
  return compared.flatMap(({ property, label, declared, live, unordered = false }) => {
    const wanted = revealed(declared);
    if (same(wanted, live, unordered)) return [];
    const hidden = holdsSecret(declared);
    const show = (value: unknown) => (hidden ? HIDDEN : shown(value));
    return [{ property, label, declared: show(wanted), live: show(live) }];
  });
}

function same(one: unknown, other: unknown, unordered: boolean): boolean {
  if (isNothing(one) || isNothing(other)) return isNothing(one) && isNothing(other);
  return isDeepStrictEqual(canonical(one, unordered), canonical(other, unordered));
}

function isNothing(value: unknown): boolean {
  return !value || (Array.isArray(value) && value.length === 0);
}

function canonical(value: unknown, unordered: boolean): unknown {
  return unordered && Array.isArray(value) ? [...value].sort() : value;
}

function shown(value: unknown): PropertyChange["live"] {
  return value === undefined ? null : (masked(value) as PropertyChange["live"]);
}
