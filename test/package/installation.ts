import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "../../scripts/engine";
import { packageManagerEnvironment, packTarball } from "./tarball";

const run = promisify(execFile);

export type PackageManager = "npm" | "pnpm";

/** Install scripts are off: the package and what it depends on work without any. */
const INSTALL: Record<PackageManager, [command: string, ...args: string[]]> = {
  npm: ["npm", "install", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"],
  pnpm: ["npx", "--yes", "pnpm@latest", "install", "--ignore-scripts", "--prefer-offline"],
};

/** A folder with one of the examples in it and the packed package installed. */
export interface Installation {
  folder: string;
  remove(): Promise<void>;
}

/** Copies an example of `examples/` into an empty folder and installs it with the packed package. */
export async function installExample(
  example: string,
  manager: PackageManager,
): Promise<Installation> {
  const { file } = await packTarball();
  const folder = await mkdtemp(join(tmpdir(), `${example}-${manager}-`));
  const ownFiles = (source: string) => !/[\\/]node_modules$|-lock\.(json|yaml)$/.test(source);
  await cp(join(repository, "examples", example), folder, { recursive: true, filter: ownFiles });
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  manifest.dependencies["context7-ema"] = `file:${file}`;
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));

  const [command, ...args] = INSTALL[manager];
  const env = packageManagerEnvironment();
  await run(command, args, { cwd: folder, env, maxBuffer: 1 << 24 }).catch((error) => {
    throw new Error(`${manager} install failed:\n${error.stdout}\n${error.stderr}`);
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
