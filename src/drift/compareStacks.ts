import picomatch from "picomatch";
import type { Difference, StackComparison, WantedDifference } from "./comparison";
import {
  type Declaration,
  declarationOf,
  partsOf,
  pathOf,
  type Setting,
  shownPath,
} from "./declaration";
import type { DeclaredStack } from "./declared";

interface StackDeclaration {
  readonly stack: string;
  readonly declaration: Declaration;
}

/**
 * Sets environments side by side: which client, group, scope, policy and so on differs between what
 * their stacks declare. Nothing is asked of the orgs.
 *
 * @param wanted differences that are meant; they are shown and do not count. The first that matches.
 * @param problems of stacks that could not be read, and so are not among `stacks`.
 */
export function compareStacks(
  stacks: readonly DeclaredStack[],
  wanted: readonly WantedDifference[] = [],
  problems: readonly string[] = [],
): StackComparison {
  const declarations = stacks.map((stack) => ({
    stack: stack.stack,
    declaration: declarationOf(stack),
  }));
  const paths = new Set(declarations.flatMap(({ declaration }) => [...declaration.keys()]));
  const rules = wanted.map((entry) => ({ entry, matches: pathMatcher(entry.path), used: false }));
  const differences: Difference[] = [];
  for (const path of [...paths].sort()) {
    const values = valuesOf(path, declarations, paths);
    if (values.length < 2) continue;
    const rule = rules.find(({ entry, matches }) => matches(path) && allows(entry, values));
    if (rule) rule.used = true;
    differences.push({
      path: shownPath(path),
      values,
      ...(rule && { wanted: rule.entry.reason }),
    });
  }
  const counts = differences.some((each) => each.wanted === undefined);
  return {
    version: 1,
    verdict: problems.length > 0 ? "unknown" : counts ? "different" : "none",
    stacks: stacks.map(({ stack }) => stack),
    problems: [...problems],
    compared: paths.size,
    differences,
    unmatched: rules.filter(({ used }) => !used).map(({ entry }) => entry),
  };
}

/**
 * The values of a setting, each with the stacks that have it, the one that most have first. Where the
 * thing that it is a setting of is not declared at all, a stack is left out: that is a difference of its
 * own, and said once.
 */
function valuesOf(
  path: string,
  declarations: readonly StackDeclaration[],
  paths: ReadonlySet<string>,
): Difference["values"] {
  const owners = ownersOf(path).filter((owner) => paths.has(owner));
  const byValue = new Map<string, { value: Setting; stacks: string[] }>();
  for (const { stack, declaration } of declarations) {
    if (!owners.every((owner) => declaration.has(owner))) continue;
    const value = declaration.get(path) ?? null;
    const group = byValue.get(canonical(value)) ?? { value, stacks: [] };
    group.stacks.push(stack);
    byValue.set(canonical(value), group);
  }
  return [...byValue.values()].sort((one, other) => other.stacks.length - one.stacks.length);
}

/** `requestingApps.claude-code.label` is of the client `requestingApps.claude-code`. */
function ownersOf(path: string): string[] {
  const parts = partsOf(path);
  return parts.slice(1).map((_, index) => pathOf(...parts.slice(0, index + 1)));
}

/** Lists of redirect URIs, grant types or names say the same in any order. */
function canonical(value: Setting): string {
  return JSON.stringify(
    Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value,
  );
}

/** Parts of a path are what folders are to a glob. A part's own dots and slashes are neither. */
function pathMatcher(pattern: string): (path: string) => boolean {
  const isMatch = picomatch(pattern.replaceAll(".", "/"), { dot: true });
  return (path) =>
    isMatch(
      partsOf(path)
        .map((part) => part.replaceAll("/", "_"))
        .join("/"),
    );
}

/** Whether the stacks that may differ are the only ones that do. */
function allows({ stacks }: WantedDifference, values: Difference["values"]): boolean {
  if (stacks === undefined) return true;
  const mayDiffer = picomatch([...stacks]);
  const others = values.filter((each) => each.stacks.some((stack) => !mayDiffer(stack)));
  return others.length <= 1;
}
