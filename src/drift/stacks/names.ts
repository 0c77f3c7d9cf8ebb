import picomatch from "picomatch";
import { z } from "zod";
import { ExplainedError } from "../../../provider/explainedError";
import { readPulumiJson } from "../../pulumiCli";
import { cliEnvironment, entryFor, type StackEnvironment } from "./environments";
import type { Project } from "./project";

const listed = z.array(z.object({ name: z.string() }));

/**
 * The stacks that are meant, in the order they are named, each once. Whole names are taken as they are;
 * backends are asked only where there is a glob, or all are meant: the one that is logged in to, and
 * those that the settings name for stacks.
 *
 * @param wanted names and globs; empty: all stacks of the project.
 * @throws ExplainedError when a glob matches none, or a backend cannot be read.
 */
export async function stackNames(project: Project, wanted: readonly string[]): Promise<string[]> {
  const globs = wanted.some(isGlob);
  if (wanted.length > 0 && !globs) return [...new Set(wanted)];
  const elsewhere = project.stacks.filter(({ environment }) => environment.PULUMI_BACKEND_URL);
  const found = await Promise.all(
    [undefined, ...elsewhere].map((entry) => listStacks(project, entry)),
  );
  return chosenStacks(found.flat(), wanted);
}

/**
 * The stacks in the backend of an entry, as far as it is the entry for them: a stack of that name in
 * another backend is another stack.
 *
 * @param entry `undefined`: those in the backend that is logged in to.
 */
async function listStacks(project: Project, entry: StackEnvironment | undefined) {
  const { directory, stacks } = project;
  const args = ["stack", "ls", "--json"];
  const of = entry ? ` (drift.stacks ${entry.pattern})` : "";
  const what = `The project's list of stacks${of}`;
  const environment = cliEnvironment(project, entry);
  const parsed = listed.safeParse(await readPulumiJson({ args, directory, environment, what }));
  if (!parsed.success) throw new ExplainedError(`${what} in ${directory} is not as expected.`);
  return parsed.data
    .map(({ name }) => name)
    .filter((name) => {
      const own = entryFor(name, stacks);
      return own === entry || (!entry && !own?.environment.PULUMI_BACKEND_URL);
    });
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
