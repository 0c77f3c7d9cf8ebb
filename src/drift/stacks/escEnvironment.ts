import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { readPulumiJson } from "../../pulumiCli";
import type { Project } from "./read";

const settings = z.looseObject({ environment: z.array(z.string()).catch([]).default([]) });
const opened = z.looseObject({
  environmentVariables: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String))
    .catch({})
    .default({}),
});

/** The ESC environments that a stack's settings file imports, in order. */
export function importedEnvironments(settingsFile: string): string[] {
  return settings.safeParse(parse(settingsFile) ?? {}).data?.environment ?? [];
}

/** What an opened ESC environment sets for processes. */
export function environmentVariables(environment: unknown): Record<string, string> {
  return opened.safeParse(environment).data?.environmentVariables ?? {};
}

/**
 * The variables that `pulumi up` would set from the stack's ESC environments. `pulumi config` resolves
 * their `pulumiConfig` only, so each environment is opened by itself; the later one wins.
 *
 * @returns nothing for a stack without a settings file, or without ESC environments.
 */
export async function readEscVariables(
  stack: string,
  { directory, environment }: Project,
): Promise<Record<string, string>> {
  const file = join(directory, `Pulumi.${stack.split("/").at(-1)}.yaml`);
  const text = await readFile(file, "utf8").catch(() => "");
  const variables: Record<string, string> = {};
  for (const name of importedEnvironments(text)) {
    const args = ["env", "open", name, "--format", "json"];
    const what = `The ESC environment ${name} of the stack ${stack}`;
    Object.assign(
      variables,
      environmentVariables(await readPulumiJson({ args, directory, environment, what })),
    );
  }
  return variables;
}
