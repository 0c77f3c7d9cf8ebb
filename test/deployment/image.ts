import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../../scripts/engine";

/** What the Dockerfile's last stage makes of an image, as far as a start needs to know. */
export interface Image {
  workingDirectory: string;
  environment: Record<string, string>;
  /** `uid:gid`. */
  user: string;
  command: string[];
  /** Where in the image → the folder or file of this repository that is there. */
  content: Map<string, string>;
}

/**
 * Reads the Dockerfile. Folders that an earlier stage made are those of this repository: `dist` as it
 * was built, and of `node_modules` what `npm ci --omit=dev` would install.
 */
export function readImage(): Image {
  const text = readFileSync(join(repository, "Dockerfile"), "utf8");
  const stage = text.slice(text.lastIndexOf("\nFROM "));
  const lines = stage.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const all = (instruction: string) =>
    lines
      .filter((line) => line.startsWith(`${instruction} `))
      .map((line) => line.slice(instruction.length + 1));
  const last = (instruction: string) => {
    const found = all(instruction).at(-1);
    if (!found) throw new Error(`The Dockerfile's last stage has no ${instruction}.`);
    return found;
  };
  const workingDirectory = last("WORKDIR");
  return {
    workingDirectory,
    environment: Object.fromEntries(all("ENV").map((pair) => pair.split("=", 2))),
    user: last("USER"),
    command: JSON.parse(last("CMD")),
    content: new Map(all("COPY").flatMap((line) => copied(line, workingDirectory))),
  };
}

function copied(line: string, workingDirectory: string): [string, string][] {
  const words = line.split(" ").filter((word) => !word.startsWith("--"));
  const destination = words.pop() ?? "";
  return words.flatMap((word): [string, string][] => {
    const source = word.replace(`${workingDirectory}/`, "");
    const within = destination.endsWith("/") ? destination + source : destination;
    const at = join(workingDirectory, within);
    if (source !== "node_modules") return [[at, join(repository, source)]];
    return productionPackages().map((name) => [
      join(workingDirectory, name),
      join(repository, name),
    ]);
  });
}

/** Folders of the packages that are not for development alone; what is nested in them comes along. */
function productionPackages(): string[] {
  const lock = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8"));
  const packages = Object.entries(lock.packages as Record<string, Record<string, boolean>>);
  const unwanted = ["dev", "devOptional", "optional", "peer", "link"];
  return packages
    .filter(([path]) => /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path))
    .filter(([, entry]) => !unwanted.some((flag) => entry[flag]))
    .map(([path]) => path);
}
