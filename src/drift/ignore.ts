import picomatch from "picomatch";
import type { Found } from "./found";

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
