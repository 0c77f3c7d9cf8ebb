import { type ChildProcess, spawn } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { cliRoot, pulumiHome, repository } from "../scripts/engine";
import { Difference } from "./expect";
import { type Change, createPulumiOutput } from "./pulumiOutput";
import type { Terminal } from "./terminal";
import { stopVerifier } from "./verifierService";

export const STACK = "demo";

/** Given to every preview, up, refresh and destroy, for the sake of the display alone. */
export const DISPLAY_FLAGS = [
  "--non-interactive",
  "--suppress-outputs",
  "--suppress-permalink=true",
  "--suppress-progress",
];
const OPERATIONS = new Set(["preview", "up", "refresh", "destroy"]);
/** Milliseconds for Pulumi to end in good order. */
const PATIENCE = 5_000;

export interface RunOptions {
  /** The exit code that is right. Default 0. */
  exitCode?: number;
  /** What is typed in when the command asks. */
  input?: string;
}

export interface PulumiProject {
  /** The stack's `Pulumi.demo.yaml`. */
  readConfiguration(): Promise<string>;
  writeConfiguration(text: string): Promise<void>;
  /**
   * Runs the real CLI as a child process and shows what it says.
   *
   * @throws Difference for another exit code than expected.
   */
  run(args: string[], options?: RunOptions): Promise<{ text: string; changes: Change[] }>;
  /**
   * Runs `context7-ema`, as a person would in the project's folder, and shows what it says.
   *
   * @returns what it said.
   * @throws Difference for another exit code than expected.
   */
  runTool(args: string[], exitCode: number): Promise<string>;
  /** A stack output, with its secrets; nothing is shown. */
  output(name: string): Promise<unknown>;
  /** Where a verifier of the stack keeps its files. */
  readonly verifierFolder: string;
  /** Ends a running command and a verifier that is left, and removes all folders. */
  close(): Promise<void>;
}

/**
 * The repository's own project, `Pulumi.yaml` unchanged, in a folder of its own: configuration and
 * state of the demo's stack leave nothing behind in the repository.
 */
export async function createProject(
  terminal: Terminal,
  environment: Record<string, string>,
): Promise<PulumiProject> {
  const root = await mkdtemp(join(tmpdir(), "context7-ema-demo-"));
  const folder = join(root, "project");
  const state = join(root, "state");
  const verifierFolder = join(root, "verifier");
  await Promise.all([folder, state].map((path) => mkdir(path)));
  await copyFile(join(repository, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  for (const entry of ["dist", "node_modules", "package.json"]) {
    await symlink(join(repository, entry), join(folder, entry));
  }
  const file = join(folder, `Pulumi.${STACK}.yaml`);
  const env = {
    ...withoutSettings(process.env),
    ...environment,
    PATH: `${join(repository, "node_modules/.bin")}:${process.env.PATH}`,
    PULUMI_HOME: pulumiHome,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  let child: ChildProcess | undefined;

  /** In a process group of its own: Ctrl-C reaches Pulumi once, through `close`. */
  const start = (args: string[], input = "") => {
    const all = [
      ...args,
      "--color",
      "never",
      ...(OPERATIONS.has(args[0] ?? "") ? DISPLAY_FLAGS : []),
    ];
    const started = spawn(join(cliRoot, "bin/pulumi"), all, { cwd: folder, env, detached: true });
    started.stdin.end(input);
    child = started;
    return started;
  };

  return {
    verifierFolder,
    readConfiguration: () => readFile(file, "utf8"),
    writeConfiguration: (text) => writeFile(file, text),
    async run(args, { exitCode = 0, input } = {}) {
      terminal.command(`pulumi ${args.map(quoted).join(" ")}`);
      const output = createPulumiOutput();
      const { code, text } = await terminal.during(
        `pulumi ${args[0]}`,
        ended(start(args, input), (line) => {
          const { show, progress } = output.push(line);
          terminal.output(show);
          if (progress) terminal.progress(progress);
        }),
      );
      terminal.output(output.end());
      if (code === exitCode) return { text, changes: output.changes() };
      const ending = text.trimEnd().split("\n").slice(-40).join("\n");
      throw new Difference(
        `pulumi ${args.join(" ")} ended otherwise than expected\nexpected: exit code ${exitCode}\n` +
          `seen: exit code ${code}, and at last:\n${ending}`,
      );
    },
    async runTool(args, exitCode) {
      terminal.command(`context7-ema ${args.join(" ")}`);
      const main = join(repository, "dist/src/cli/main.js");
      const started = spawn(process.execPath, [main, ...args], {
        cwd: folder,
        env,
        detached: true,
      });
      child = started;
      const work = ended(started, (line) => terminal.output([line]));
      const { code, text } = await terminal.during(`context7-ema ${args[0]}`, work);
      if (code === exitCode) return text;
      throw new Difference(
        `context7-ema ${args.join(" ")}\nexpected: exit code ${exitCode}\nseen: exit code ${code}, and\n${text}`,
      );
    },
    async output(name) {
      const args = ["stack", "output", name, "--json", "--show-secrets"];
      const { code, text } = await ended(start(args), () => {});
      if (code !== 0)
        throw new Difference(`no stack output ${name}\nexpected: exit code 0\nseen: ${text}`);
      return JSON.parse(text);
    },
    async close() {
      if (child) await stop(child);
      await stopVerifier(verifierFolder);
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Reads both streams line by line, as they come. */
async function ended(child: ChildProcess, onLine: (line: string) => void) {
  let text = "";
  const streams = [child.stdout, child.stderr].map(async (stream) => {
    if (!stream) return;
    for await (const line of createInterface({ input: stream })) {
      text += `${line}\n`;
      onLine(line);
    }
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  await Promise.all(streams);
  return { code, text };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGINT");
  const impatient = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  await closed;
  clearTimeout(impatient);
}

/** Whatever this machine's own Okta, Context7 or Pulumi set-up is, the demo is not about it. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(OKTA_|CONTEXT7_|PULUMI_|ALL_PROXY$|all_proxy$)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name)));
}

/** As it is typed into a shell. */
function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument}'`;
}
