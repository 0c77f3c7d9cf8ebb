import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { ExplainedError } from "../../provider/explainedError";
import { wantedDifference } from "./comparison";
import { ignorePattern } from "./ignore";
import { stackEnvironments } from "./stacks/environments";

/** The file beside Pulumi.yaml with what drift is to make of findings, and how stacks are read. */
const SETTINGS_FILE = "context7-ema.yaml";

const settings = z.strictObject({
  drift: z
    .strictObject({
      ignore: z.array(ignorePattern).default([]),
      stacks: stackEnvironments.prefault({}),
      strict: z.boolean().default(false),
      wanted: z.array(wantedDifference).default([]),
    })
    .prefault({}),
});
export type DriftSettings = z.infer<typeof settings>["drift"];

/** @throws ExplainedError with every mistake and where it stands. */
export function parseSettings(text: string): DriftSettings {
  const parsed = settings.safeParse(parsedYaml(text) ?? {});
  if (parsed.success) return parsed.data.drift;
  throw new ExplainedError(
    `${SETTINGS_FILE} does not fit:\n${z.prettifyError(parsed.error)}\nIt may have: drift: { ignore: ` +
      "[patterns], strict: true or false, wanted: [differences], stacks: { name: { environment: { variables " +
      "of the Pulumi CLI } } } } (node_modules/context7-ema/docs/command-line.md).",
  );
}

/** @returns the defaults where there is no such file in the folder. */
export async function readSettings(folder: string): Promise<DriftSettings> {
  const path = join(folder, SETTINGS_FILE);
  try {
    return parseSettings(await readFile(path, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === "ENOENT" || code === "ENOTDIR") return parseSettings("");
    throw new ExplainedError(`${path} cannot be read: ${code}.`);
  }
}

function parsedYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new ExplainedError(`${SETTINGS_FILE} is not YAML: ${(error as Error).message}`);
  }
}
