import type { Policies } from "../context7/policies";
import { LibraryFilterMode } from "./schema";

/** `null`: no such limit, or no library filter in use. Lists are sets: sorted, nothing twice. */
export type Value = boolean | number | string | string[] | null;

/**
 * Policies by the path that the API gives them, `libraryFilters.quality.minTrustScore`. Whoever holds
 * some of them, of a declaration or of a teamspace, says nothing about the others.
 */
export type Values = Record<string, Value>;

/** Policies in the form in which they are declared, and kept in state. */
export interface Declaration {
  sourceTypes?: Record<string, boolean>;
  libraryFilters?: Record<string, unknown>;
}

const MODE = "libraryFilters.mode";
const NO_THRESHOLD = "libraryFilters.quality.noThreshold";
const SOURCE_TYPE = "sourceTypes.";

const thresholds = [
  "libraryFilters.quality.minTrustScore",
  "libraryFilters.quality.maxAgeDays",
  "libraryFilters.quality.repoFilters.minStars",
  "libraryFilters.quality.websiteFilters.minBacklinks",
  "libraryFilters.quality.websiteFilters.minReferringDomains",
  "libraryFilters.quality.websiteFilters.minOrganicTraffic",
];

const libraryFilterPaths = [
  MODE,
  "libraryFilters.quality.requireVerified",
  ...thresholds,
  "libraryFilters.quality.blockedLibraries",
  "libraryFilters.quality.exceptedLibraries",
  "libraryFilters.quality.repoFilters.allowedLicenses",
  "libraryFilters.select.allowedLibraries",
];

/** What a declaration owns, and the value it wants of each. */
export function valuesOf(declaration: Declaration): Values {
  const values: Values = {};
  for (const [name, enabled] of Object.entries(declaration.sourceTypes ?? {})) {
    values[SOURCE_TYPE + name] = enabled;
  }
  for (const path of libraryFilterPaths) {
    const value = at(declaration, path);
    if (value !== undefined) values[path] = plain(value as Value);
  }
  if (values[MODE] === LibraryFilterMode.None) values[MODE] = null;
  const absent = (at(declaration, NO_THRESHOLD) ?? []) as string[];
  for (const path of thresholds) if (absent.includes(lastOf(path))) values[path] = null;
  return values;
}

/** The inverse of {@link valuesOf}; nothing empty but lists. */
export function declarationOf(values: Values): Declaration {
  const declaration: Declaration = {};
  const absent: string[] = [];
  for (const [path, value] of Object.entries(values)) {
    if (path === MODE) put(declaration, path, value ?? LibraryFilterMode.None);
    else if (value === null) absent.push(lastOf(path));
    else put(declaration, path, value);
  }
  if (absent.length > 0) put(declaration, NO_THRESHOLD, absent.sort());
  return declaration;
}

/** All policies that a teamspace has. */
export function valuesIn({ sourceTypes, libraryFilters }: Policies): Values {
  const values: Values = {};
  for (const [name, { enabled }] of Object.entries(sourceTypes)) {
    values[SOURCE_TYPE + name] = enabled;
  }
  for (const path of libraryFilterPaths)
    values[path] = plain(at({ libraryFilters }, path) as Value);
  return values;
}

/** The values of `from` at the paths of `owned`; without those that `from` does not have. */
export function onlyOwned(from: Values, owned: Values): Values {
  return Object.fromEntries(Object.entries(from).filter(([path]) => Object.hasOwn(owned, path)));
}

/** Name of the source type at a path; `undefined` for a path of the library filters. */
export function sourceTypeAt(path: string): string | undefined {
  return path.startsWith(SOURCE_TYPE) ? path.slice(SOURCE_TYPE.length) : undefined;
}

function plain(value: Value): Value {
  return Array.isArray(value) ? [...new Set(value)].sort() : value;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

function at(tree: object, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], tree);
}

/** Sets the value at a path, making the objects on the way. */
export function put(tree: object, path: string, value: unknown): void {
  const names = path.split(".");
  const last = names.pop() as string;
  let node = tree as Record<string, unknown>;
  for (const name of names) {
    node[name] ??= {};
    node = node[name] as Record<string, unknown>;
  }
  node[last] = value;
}
