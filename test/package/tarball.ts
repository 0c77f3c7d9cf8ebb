import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { cp, mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { repository } from "../../scripts/engine";

const run = promisify(execFile);

/** A packed tarball: its path, and what `npm pack` says is in it. */
export interface Tarball {
  file: string;
  /** Paths inside the package, without the leading `package/`. */
  contents: string[];
}

/** What a build left behind that no source makes any more. */
export const STALE = "dist/src/stale.js";

let packed: Promise<Tarball> | undefined;

/**
 * The package as `npm publish` would send it, packed once per test run: from a copy of the sources,
 * so that the `dist` other tests run on stays as it is, with a left-over in the copy's `dist`.
 */
export function packTarball(): Promise<Tarball> {
  packed ??= pack();
  return packed;
}

async function pack(): Promise<Tarball> {
  const folder = await mkdtemp(join(tmpdir(), "package-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const sources = join(folder, "sources");
  const left = new Set(["node_modules", "dist", ".git"].map((name) => join(repository, name)));
  await cp(repository, sources, { recursive: true, filter: (source) => !left.has(source) });
  await symlink(join(repository, "node_modules"), join(sources, "node_modules"));
  await mkdir(join(sources, "dist/src"), { recursive: true });
  await writeFile(join(sources, STALE), "");

  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: sources,
    env: packageManagerEnvironment(),
    maxBuffer: 1 << 24,
  }).catch((error) => {
    throw new Error(`npm pack failed:\n${error.stdout}\n${error.stderr}`);
  });
  // Before its JSON, npm prints what the scripts of the package print.
  const [description] = JSON.parse(stdout.slice(stdout.indexOf("[\n"))) as [PackDescription];
  return {
    file: join(folder, basename(description.filename)),
    contents: description.files.map(({ path }) => path),
  };
}

interface PackDescription {
  filename: string;
  files: { path: string }[];
}

/**
 * This process' environment for a package manager in another folder: `npm test` tells its children
 * which package they belong to, and a package manager started from there would believe it.
 */
export function packageManagerEnvironment(): NodeJS.ProcessEnv {
  const inherited =
    /^(npm_package_|npm_lifecycle_|npm_command$|npm_config_local_prefix$|INIT_CWD$)/;
  const entries = Object.entries(process.env).filter(([name]) => !inherited.test(name));
  return Object.fromEntries(entries);
}
