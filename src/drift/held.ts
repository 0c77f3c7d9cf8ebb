import type { Declared, Setting } from "./byId";
import type { Difference } from "./comparison";

/** What one stack has for a setting. */
export interface Held extends Declared {
  readonly stack: string;
  readonly org: string;
}

/** Whether they differ, as far as that can be told: IDs are held against those of the same org only. */
export function differ(held: readonly Held[]): boolean {
  const values = new Set(held.map(({ value }) => canonical(value)));
  const perOrg = new Set(
    held.map(showingIds).map(({ org, shown }) => `${org} ${canonical(shown)}`),
  );
  return values.size > 1 || perOrg.size > new Set(held.map(({ org }) => org)).size;
}

/** Whether stacks of different orgs give by ID what is alike otherwise. */
export function spansOrgs(held: readonly Held[]): boolean {
  const byId = held.filter(({ exact }) => exact !== undefined);
  const alike = groupsOf(byId, ({ value }) => canonical(value)).values();
  return [...alike].some((group) => new Set(group.map(({ org }) => org)).size > 1);
}

/** What of it is shown, and in which org that is comparable; in none: in all. */
type Showing = (held: Held) => { readonly shown: Setting; readonly org: string };

export const showingIds: Showing = ({ value, exact, org }) => {
  return exact === undefined ? { shown: value, org: "" } : { shown: exact, org };
};

export function showingIdsOf(orgs: ReadonlySet<string>): Showing {
  return (held) => (orgs.has(held.org) ? showingIds(held) : { shown: held.value, org: "" });
}

/** Each value with the stacks that have it, the one that most have first. */
export function grouped(held: readonly Held[], showing: Showing): Difference["values"] {
  const groups = groupsOf(held, (one) => {
    const { shown, org } = showing(one);
    return JSON.stringify([org, canonical(shown)]);
  });
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      const stacks = group.map(({ stack }) => stack);
      return first ? [{ stacks, value: showing(first).shown }] : [];
    })
    .sort((one, other) => other.stacks.length - one.stacks.length);
}

/** Lists of redirect URIs, grant types or names say the same in any order. */
function canonical(value: Setting): string {
  return JSON.stringify(
    Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value,
  );
}

/** Items by what they have in common, in the order of the first of each. */
export function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
