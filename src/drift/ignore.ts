import picomatch from "picomatch";
import { z } from "zod";
import type { Found } from "./found";
import { finding, objectKind } from "./report";

const FINDINGS: readonly string[] = finding.shape.kind.options;
const OBJECTS: readonly string[] = objectKind.options;

/** A pattern as the settings and `--ignore` take it: one that can match something. */
export const ignorePattern = z.string().refine(canMatch, {
  error: ({ input }) =>
    `"${input}" can match nothing. A pattern is finding/object/name, such as "undeclared/requesting ` +
    `app/Acme*". Findings: ${FINDINGS.join(", ")}. Objects: ${OBJECTS.join(", ")}.`,
});

/** Whether finding and object, as far as they stand there as they are, are ones there are. */
function canMatch(pattern: string): boolean {
  const [kind = "", object = "", ...name] = pattern.split("/");
  // A glob also stands for slashes: from it on, anything goes.
  if (isGlob(kind)) return true;
  if (!FINDINGS.includes(kind)) return false;
  return isGlob(object) || (OBJECTS.includes(object) && name.length > 0);
}

function isGlob(part: string): boolean {
  const { isGlob, negated } = picomatch.scan(part);
  return isGlob || negated;
}

/** What `ignore` patterns are held against: `undeclared/requesting app/Acme Editor`. */
function ignorePath({ kind, object }: Pick<Found, "kind" | "object">): string {
  return `${kind}/${object.kind}/${object.name}`;
}

/**
 * Whether a finding is left out.
 *
 * @param patterns globs over {@link ignorePath}; `*` also stands for `/`, which names may hold.
 */
export function ignoring(patterns: readonly string[]): (finding: Found) => boolean {
  const matches = patterns.map((pattern) => picomatch(pattern, { bash: true, dot: true }));
  return (finding) => matches.some((match) => match(ignorePath(finding)));
}
