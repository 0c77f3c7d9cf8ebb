import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";
import type { StackEnvironment } from "./environments";

/** Where stacks are read from. */
export interface Project {
  /** The folder that the Pulumi CLI runs in: that of the Pulumi.yaml, or one below it. */
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly file: ProjectFile;
  /** What the Pulumi CLI gets besides for some stacks. */
  readonly stacks: readonly StackEnvironment[];
}

/** What a project's file says, as far as it matters here. */
export interface ProjectFile {
  /** Whether there is one. */
  readonly isThere: boolean;
  /** The folder that it is in. */
  readonly folder: string;
  /** Empty where it cannot be read: then the Pulumi CLI says so. */
  readonly name: string;
  /** The folder of the stacks' settings files. */
  readonly settingsFolder: string;
  /** `.yaml`; the stacks' files have the same. */
  readonly extension: string;
}

/** In the order in which Pulumi looks for them (sdk/go/common/encoding). */
const EXTENSIONS = [".json", ".yaml", ".yml"];

const contents = z.looseObject({
  name: z.string().catch(""),
  stackConfigDir: z.string().optional().catch(undefined),
  // Its older name, where it is a text; otherwise the project's configuration.
  config: z.string().optional().catch(undefined),
});

/**
 * Finds the project as Pulumi does (sdk/go/common/workspace/paths.go): its file is in the folder, or in
 * the nearest one above it.
 */
export async function findProject(directory: string): Promise<ProjectFile> {
  const start = resolve(directory);
  for (let folder = start; ; folder = dirname(folder)) {
    for (const extension of EXTENSIONS) {
      const path = join(folder, `Pulumi${extension}`);
      if (!(await isFile(path))) continue;
      return { isThere: true, folder, extension, ...(await readProject(path, folder)) };
    }
    if (dirname(folder) === folder) break;
  }
  return { isThere: false, folder: start, name: "", settingsFolder: start, extension: ".yaml" };
}

/** A stack's name without organization and project, by which Pulumi names its files. */
export function shortName(stack: string): string {
  return stack.slice(stack.lastIndexOf("/") + 1);
}

/** The path of a stack's settings file: `Pulumi.prod.yaml`, whatever organization the stack is in. */
export function settingsFile(stack: string, { settingsFolder, extension }: ProjectFile): string {
  return join(settingsFolder, `Pulumi.${shortName(stack)}${extension}`);
}

/** Where the file cannot be read, or is not YAML, the Pulumi CLI says so itself. */
async function readProject(path: string, folder: string) {
  const text = await readFile(path, "utf8").catch(() => "");
  const { data } = contents.safeParse(parseDocument(text).contents?.toJSON());
  const settings = data?.stackConfigDir ?? data?.config ?? "";
  return { name: data?.name ?? "", settingsFolder: join(folder, settings) };
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
