import picomatch from "picomatch";
import { z } from "zod";
import { ExplainedError } from "../../../provider/explainedError";
import { readPulumiJson } from "../../pulumiCli";
import type { Project } from "./read";

const listed = z.array(z.object({ name: z.string() }));

/**
 * The stacks that are meant, in the order they are named, each once. Whole names are taken as they are;
 * the backend is asked only where there is a glob, or all are meant.
 *
 * @param wanted names and globs; empty: all stacks of the project.
 * @throws ExplainedError when a glob matches none, or the backend cannot be read.
 */
export async function stackNames(project: Project, wanted: readonly string[]): Promise<string[]> {
  const globs = wanted.some(isGlob);
  if (wanted.length > 0 && !globs) return [...new Set(wanted)];
  const { directory, environment } = project;
  const args = ["stack", "ls", "--json"];
  const what = "The project's list of stacks";
  const parsed = listed.safeParse(await readPulumiJson({ args, directory, environment, what }));
  if (!parsed.success) throw new ExplainedError(`${what} in ${directory} is not as expected.`);
  return chosenStacks(
    parsed.data.map(({ name }) => name),
    wanted,
  );
}

/** The stacks of a project that are meant; see {@link stackNames}. */
export function chosenStacks(all: readonly string[], wanted: readonly string[]): string[] {
  const there = all.length > 0 ? `It has ${all.join(", ")}.` : "It has none.";
  if (wanted.length === 0) {
    if (all.length > 0) return [...all];
    throw new ExplainedError("The project has no stacks: pulumi stack init makes one.");
  }
  const chosen = wanted.flatMap((name) => {
    if (!isGlob(name)) return [name];
    const matches = all.filter((one) => picomatch.isMatch(one, name));
    if (matches.length > 0) return matches;
    throw new ExplainedError(`No stack of the project matches ${name}. ${there}`);
  });
  return [...new Set(chosen)];
}

function isGlob(name: string): boolean {
  return picomatch.scan(name).isGlob;
}
