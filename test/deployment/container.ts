import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { lstatSync, mkdtempSync, readlinkSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { repository } from "../../scripts/engine";

/** A container without a container runtime: a root of its own, mounted read-only, and a user. */
export interface ContainerOptions {
  command: string[];
  workingDirectory: string;
  environment: Record<string, string>;
  /** `uid:gid`. */
  user: string;
  /** Where in the container → what of this machine is there, read-only. */
  content: Map<string, string>;
  /** Where in the container → folder of this machine that may be written to. */
  writable: Map<string, string>;
}

export interface Container {
  process: ChildProcess;
  /** What it printed so far. */
  output(): string;
  stop(): Promise<void>;
}

/** Why this machine cannot make one; `undefined` if it can. */
export function whyNoContainer(): string | undefined {
  try {
    execFileSync("unshare", ["--mount", "true"], { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return `a mount namespace needs root on Linux (${(error as Error).message.split("\n")[0]})`;
  }
}

const SYSTEM = ["usr", "bin", "lib", "lib64"];

/** Starts the command with a file system in which nothing but `writable` can be written to. */
export function startContainer(options: ContainerOptions): Container {
  const root = mkdtempSync(join(tmpdir(), "container-"));
  const node = join(repository, "node_modules/node/bin/node");
  const content = new Map([...options.content, ["/opt/node", node]]);
  const mounts = [...content]
    .map(
      ([at, from]) => `${mountPoint(root, at, from)}; mount --bind ${quote(from)} ${at_(root, at)}`,
    )
    .concat(
      [...options.writable].map(
        ([at, from]) => `mkdir -p ${at_(root, at)}; mount --bind ${quote(from)} ${at_(root, at)}`,
      ),
    );
  const script = [
    "set -eu",
    `mount -t tmpfs tmpfs ${quote(root)}`,
    `mkdir -p ${at_(root, "/proc")} ${at_(root, "/dev")} ${at_(root, "/etc")} ${at_(root, "/usr")}`,
    `mount --rbind /proc ${at_(root, "/proc")}`,
    `mount --rbind /dev ${at_(root, "/dev")}`,
    `cp /etc/hosts /etc/resolv.conf ${at_(root, "/etc")}`,
    ...SYSTEM.flatMap((name) => systemFolder(root, name)),
    ...mounts,
    `mkdir -p ${at_(root, "/bin-of-node")}; ln -s /opt/node ${at_(root, "/bin-of-node/node")}`,
    `mount -o remount,ro ${quote(root)}`,
    `exec chroot --userspec=${options.user} ${quote(root)} /usr/bin/env -C ${quote(options.workingDirectory)} "$@"`,
  ].join("\n");
  const child = spawn("unshare", ["--mount", "sh", "-c", script, "sh", ...options.command], {
    env: { ...options.environment, PATH: "/bin-of-node:/usr/sbin:/usr/bin:/sbin:/bin" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      printed += chunk;
    });
  }
  return {
    process: child,
    output: () => printed,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function systemFolder(root: string, name: string): string[] {
  const path = `/${name}`;
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  if (found.isSymbolicLink()) return [`ln -s ${quote(readlinkSync(path))} ${at_(root, path)}`];
  return [`mkdir -p ${at_(root, path)}; mount --bind ${path} ${at_(root, path)}`];
}

function mountPoint(root: string, at: string, from: string): string {
  const path = at_(root, at);
  return statSync(from).isDirectory()
    ? `mkdir -p ${path}`
    : `mkdir -p ${at_(root, dirname(at))}; touch ${path}`;
}

function at_(root: string, path: string): string {
  return quote(join(root, path));
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
