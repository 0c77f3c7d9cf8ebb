import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../../scripts/engine";
import { type Instruction, readStages } from "./dockerfile";

/** What the Dockerfile's last stage makes of an image, as far as a start needs to know. */
export interface Image {
  workingDirectory: string;
  environment: Record<string, string>;
  /** `uid:gid`. */
  user: string;
  command: string[];
  /** What the stage that `node_modules` is copied from runs. */
  installation: string[];
  /** Where in the image → the folder or file of this repository that is there. */
  content: Map<string, string>;
}

/**
 * Reads the Dockerfile. Folders that an earlier stage made are those of this repository: `dist` as it
 * was built, and of `node_modules` what that stage's `npm ci` would install.
 */
export function readImage(text = readFileSync(join(repository, "Dockerfile"), "utf8")): Image {
  const stages = readStages(text);
  const instructions = stages.at(-1)?.instructions ?? [];
  const all = (instruction: string) => argumentsOf(instructions, instruction);
  const last = (instruction: string) => {
    const found = all(instruction).at(-1);
    if (!found) throw new Error(`The Dockerfile's last stage has no ${instruction}.`);
    return found;
  };
  const workingDirectory = last("WORKDIR");
  const source = all("COPY").find((line) => / \S*\/node_modules /.test(line));
  const from = /--from=(\S+)/.exec(source ?? "")?.[1];
  const stage = stages.find(({ name }) => name !== undefined && name === from);
  if (!stage) throw new Error("The Dockerfile copies no node_modules from a stage of its own.");
  const installation = argumentsOf(stage.instructions, "RUN");
  const packages = installedPackages(omittedBy(installation));
  return {
    workingDirectory,
    environment: Object.fromEntries(all("ENV").map((pair) => pair.split("=", 2))),
    user: last("USER"),
    command: JSON.parse(last("CMD")),
    installation,
    content: new Map(all("COPY").flatMap((line) => copied(line, workingDirectory, packages))),
  };
}

function argumentsOf(instructions: readonly Instruction[], name: string): string[] {
  return instructions.filter((one) => one.name === name).map((one) => one.arguments);
}

function copied(
  line: string,
  workingDirectory: string,
  packages: readonly string[],
): [string, string][] {
  const words = line.split(" ").filter((word) => !word.startsWith("--"));
  const destination = words.pop() ?? "";
  return words.flatMap((word): [string, string][] => {
    const source = word.replace(`${workingDirectory}/`, "");
    const within = destination.endsWith("/") ? destination + source : destination;
    const at = join(workingDirectory, within);
    if (source !== "node_modules") return [[at, join(repository, source)]];
    return packages.map((name) => [join(workingDirectory, name), join(repository, name)]);
  });
}

/** The kinds of dependencies that the installation leaves out. */
function omittedBy(installation: readonly string[]): string[] {
  const flags = installation.flatMap((line) => [...line.matchAll(/ --omit=(\w+)/g)]);
  return flags.map(([, kind = ""]) => kind);
}

/** Folders of the packages that `npm ci` installs; what is nested in them comes along. */
function installedPackages(omitted: readonly string[]): string[] {
  const lock = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8"));
  const packages = Object.entries(lock.packages as Record<string, Record<string, boolean>>);
  // As package-lock.json marks them: `devOptional` is there for both, and goes when both are left out.
  const both = omitted.includes("dev") && omitted.includes("optional") ? ["devOptional"] : [];
  // The one link is this package itself, a folder with everything for development in it.
  const unwanted = [...omitted, ...both, "link"];
  return packages
    .filter(([path]) => /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path))
    .filter(([, entry]) => !unwanted.some((flag) => entry[flag]))
    .map(([path]) => path);
}
