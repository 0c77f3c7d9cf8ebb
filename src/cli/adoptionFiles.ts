import { readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { type Document, isMap, parseDocument } from "yaml";
import { orgSettingsOf, orgUrlOf } from "../../provider/okta/issuer";
import { yamlText } from "../../provider/yamlText";
import type { ImportedResource } from "../adopt/importFile";
import { writeAtomically } from "../atomicFile";
import type { EnterpriseManagedAuthArgs } from "../components/enterpriseManagedAuthArgs";
import { findProject, type ProjectFile, settingsFile, shortName } from "../drift/stacks/project";
import { CannotRun } from "./exit";

/** Where an adoption goes. */
export interface AdoptionPlace {
  readonly project: ProjectFile;
  /** The stack's name, with or without organization and project. */
  readonly stack: string;
  /** Write over what is there. */
  readonly force: boolean;
}

/** New files carry no secret, and are to be committed and read by others. */
const READABLE = 0o644;

/** The files' names, as seen from the project's folder; the stack's own is where Pulumi looks for it. */
export function adoptionFileNames({ stack, project }: Pick<AdoptionPlace, "stack" | "project">) {
  const configuration = relative(project.folder, settingsFile(stack, project));
  return { configuration, imports: `import.${shortName(stack)}.json` };
}

/**
 * The project of a folder: its file is in it, not above it.
 *
 * @throws CannotRun if the folder is not a Pulumi project's, or the project's files are not YAML.
 */
export async function requireProject(folder: string): Promise<ProjectFile> {
  const project = await findProject(folder);
  if (!project.isThere || project.folder !== folder) {
    throw new CannotRun(
      `${folder} has no Pulumi.yaml, and the stack's files go beside it. Name the project's folder by --out. ` +
        "For a new project make a folder, and in it the package.json and the Pulumi.yaml of the README, " +
        "“Quickstart for a real org”, step 2; adopt writes the rest of that step.",
    );
  }
  if (project.extension === ".json") {
    throw new CannotRun(
      `${join(folder, "Pulumi.json")}: a stack of this project is configured in JSON, and adopt writes YAML. ` +
        "Write the project's file as Pulumi.yaml, or adopt in a folder of its own (--out) and copy what it writes.",
    );
  }
  return project;
}

/** The stack's configuration file as it is, made ready to be added to. */
export interface StackFile {
  readonly document: Document;
}

/**
 * Looks at the files that are there, before anything is asked or written.
 *
 * @throws CannotRun if something would be overwritten without `force`, or cannot be kept.
 */
export async function openStackFile(target: AdoptionPlace, orgUrl: string): Promise<StackFile> {
  const { force } = target;
  const { folder } = target.project;
  const names = adoptionFileNames(target);
  if (!force && (await readIfThere(join(folder, names.imports))) !== undefined) {
    throw new CannotRun(`${join(folder, names.imports)} is there already; --force overwrites it.`);
  }
  const path = join(folder, names.configuration);
  const document = parseDocument((await readIfThere(path)) ?? "");
  const [problem] = document.errors;
  if (problem) throw new CannotRun(`${path} is not YAML: ${problem.message}`);
  const config = document.get("config");
  const isNothing = (value: unknown) => value === undefined || value === null;
  if (!(isMap(document.contents) || isNothing(document.contents))) {
    throw new CannotRun(`${path} is not a stack's configuration: it has no keys.`);
  }
  if (!(isMap(config) || isNothing(config))) throw new CannotRun(`${path}: config has no keys.`);
  const values = (document.toJS() ?? {}) as { config?: Record<string, unknown> };
  refuseOtherOrg(path, values.config ?? {}, orgUrl);
  const declared = Object.keys(values.config ?? {}).filter((key) =>
    key.startsWith("context7-ema:"),
  );
  if (declared.length > 0 && !force) {
    throw new CannotRun(
      `${path} declares ${declared.join(", ")} already; --force overwrites what is found, and keeps the rest.`,
    );
  }
  return { document };
}

function refuseOtherOrg(path: string, config: Record<string, unknown>, orgUrl: string): void {
  const { "okta:orgName": name, "okta:baseUrl": base } = config;
  if (typeof name !== "string") return;
  const there = orgUrlOf(name, typeof base === "string" ? base : undefined);
  if (there === orgUrl) return;
  throw new CannotRun(
    `${path} is of ${there}, and this would declare ${orgUrl} there. Name another --stack, or the org of that one.`,
  );
}

/**
 * Writes the configuration into the stack's file, whose other keys and comments stay, and the import
 * file if there is something to import.
 *
 * @throws CannotRun if a file cannot be written.
 */
export async function writeAdoption(
  target: AdoptionPlace,
  { document }: StackFile,
  orgUrl: string,
  declared: EnterpriseManagedAuthArgs,
  resources: readonly ImportedResource[],
): Promise<void> {
  const names = adoptionFileNames(target);
  const values: Record<string, unknown> = {
    ...orgSettingsOf(orgUrl),
    ...Object.fromEntries(
      Object.entries(declared).map(([key, value]) => [`context7-ema:${key}`, value]),
    ),
  };
  for (const [key, value] of Object.entries(values)) {
    document.setIn(["config", key], nodeFrom(value));
  }
  const write = (name: string, text: string) =>
    writeOrExplain(join(target.project.folder, name), text);
  // Without the import file, the configuration alone would assign everybody anew: it comes last.
  if (resources.length > 0)
    await write(names.imports, `${JSON.stringify({ resources }, null, 2)}\n`);
  await write(names.configuration, document.toString({ lineWidth: 0 }));
}

/** What is written has the quotes it needs; what a person wrote keeps the form it has. */
function nodeFrom(value: unknown): unknown {
  return parseDocument(yamlText(JSON.parse(JSON.stringify(value)))).contents;
}

async function writeOrExplain(path: string, text: string): Promise<void> {
  try {
    // A stack's file may hold more than is written here, and be closed to others for it.
    const mode = await stat(path).then(
      (status) => status.mode & 0o777,
      () => READABLE,
    );
    await writeAtomically(path, text, mode);
  } catch (error) {
    throw new CannotRun(`${path} cannot be written: ${(error as NodeJS.ErrnoException).code}.`);
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new CannotRun(`${path} cannot be read: ${code}.`);
  }
}
