import type { z } from "zod";
import * as types from "../../provider/typeTokens";
import type { DeclaredResource } from "./declared";
import { HIDDEN, holdsSecret } from "./secret";

/** A value of a setting, as JSON. */
export type Setting = z.core.util.JSONType;

/** A setting as a stack declares it. */
export interface Declared {
  /** Comparable with any stack's: of what is given by an ID, only that it is, or how much. */
  readonly value: Setting;
  /** With the IDs, where there are any: comparable within their org. */
  readonly exact?: Setting;
}

/** One of a list: somebody who is assigned. */
export interface Member {
  /** Absent where the program gives an ID. */
  readonly name?: string;
  readonly exact: string;
}

/** Says of an ID that it is one; a program may have made it a secret. */
export function shownId(id: unknown): string {
  return holdsSecret(id) ? HIDDEN : `ID ${id}`;
}

/** What is given by an ID alone. */
export function givenById(id: unknown): Declared {
  return { value: "given by ID", exact: shownId(id) };
}

/** A list whose order says nothing. */
export function declaredList(members: readonly Member[]): Declared {
  const names = members.flatMap(({ name }) => name ?? []).sort();
  const byId = members.length - names.length;
  const value = [...names, ...(byId > 0 ? [`${byId} given by ID`] : [])];
  const exact = members.map((one) => one.exact).sort();
  const hasIds = members.some((one) => one.exact !== one.name);
  return { value, ...(hasIds && { exact }) };
}

/** Group's ID → its name, as far as groups were given by name. */
export function groupNames(resources: readonly DeclaredResource[]): Map<string, string> {
  const lookups = resources.filter(({ type }) => type === types.DIRECTORY_LOOKUP);
  return new Map(
    lookups.flatMap(({ outputs }) =>
      Object.entries(outputs.groupIds ?? {}).map(([name, id]) => [String(id), name] as const),
    ),
  );
}
