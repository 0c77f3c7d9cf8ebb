import picomatch from "picomatch";
import { groupNames } from "./byId";
import type { Difference, NotComparable, StackComparison, WantedDifference } from "./comparison";
import { type Declaration, declarationOf, orgsOf } from "./declaration";
import type { DeclaredStack } from "./declared";
import { differ, grouped, groupsOf, type Held, showingIds, showingIdsOf, spansOrgs } from "./held";
import { partsOf, pathOf, shownPath } from "./settingPath";

interface StackDeclaration {
  readonly stack: string;
  /** Addresses of its orgs, as one text. */
  readonly org: string;
  readonly declaration: Declaration;
}

/**
 * Sets environments side by side: which client, group, scope, policy and so on differs between what
 * their stacks declare. Nothing is asked of the orgs. What is given by an ID is compared within one org;
 * where stacks of different orgs give it so, it is said that it cannot be.
 *
 * @param wanted differences that are meant; they are shown and do not count. The first that matches.
 * @param problems of stacks that could not be read, and so are not among `stacks`.
 */
export function compareStacks(
  stacks: readonly DeclaredStack[],
  wanted: readonly WantedDifference[] = [],
  problems: readonly string[] = [],
): StackComparison {
  const declarations = declarationsOf(stacks);
  const paths = new Set(declarations.flatMap(({ declaration }) => [...declaration.keys()]));
  const rules = wanted.map((entry) => ({ entry, matches: pathMatcher(entry.path), used: false }));
  const differences: Difference[] = [];
  const notComparable: NotComparable[] = [];
  for (const path of [...paths].sort()) {
    const held = heldFor(path, declarations, paths);
    if (spansOrgs(held)) {
      notComparable.push({ path: shownPath(path), values: grouped(held, showingIds) });
    }
    if (!differ(held)) continue;
    const rule = rules.find(({ entry, matches }) => matches(path) && allows(entry, held));
    if (rule) rule.used = true;
    differences.push({
      path: shownPath(path),
      values: grouped(held, showingIdsOf(orgsOfSeveral(declarations))),
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
    notComparable,
    unmatched: rules.filter(({ used }) => !used).map(({ entry }) => entry),
  };
}

/** A group that one stack gives by ID has the name that another stack of the org gives it by. */
function declarationsOf(stacks: readonly DeclaredStack[]): StackDeclaration[] {
  // Where nothing tells its org, a stack is taken to be alone in one.
  const placed = stacks.map((stack) => ({ stack, org: orgsOf(stack).join(" ") || stack.stack }));
  const byOrg = groupsOf(placed, ({ org }) => org);
  return placed.map(({ stack, org }) => {
    const beside = byOrg.get(org)?.flatMap((other) => other.stack.resources) ?? [];
    return { stack: stack.stack, org, declaration: declarationOf(stack, groupNames(beside)) };
  });
}

/**
 * What the stacks have for a setting. Where the thing that it is a setting of is not declared at all, a
 * stack is left out: that is a difference of its own, and said once.
 */
function heldFor(
  path: string,
  declarations: readonly StackDeclaration[],
  paths: ReadonlySet<string>,
): Held[] {
  const owners = ownersOf(path).filter((owner) => paths.has(owner));
  return declarations.flatMap(({ stack, org, declaration }) => {
    if (!owners.every((owner) => declaration.has(owner))) return [];
    return [{ stack, org, ...(declaration.get(path) ?? { value: null }) }];
  });
}

/** Of orgs that several of the stacks are in, IDs say something. */
function orgsOfSeveral(declarations: readonly StackDeclaration[]): ReadonlySet<string> {
  const byOrg = groupsOf(declarations, ({ org }) => org);
  return new Set([...byOrg].flatMap(([org, group]) => (group.length > 1 ? [org] : [])));
}

/** `requestingApps.claude-code.label` is of the client `requestingApps.claude-code`. */
function ownersOf(path: string): string[] {
  const parts = partsOf(path);
  return parts.slice(1).map((_, index) => pathOf(...parts.slice(0, index + 1)));
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
function allows({ stacks }: WantedDifference, held: readonly Held[]): boolean {
  if (stacks === undefined) return true;
  const mayDiffer = picomatch([...stacks]);
  return !differ(held.filter(({ stack }) => !mayDiffer(stack)));
}
