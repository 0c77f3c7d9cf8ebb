import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as automation from "@pulumi/pulumi/automation";
import { orgSettingsOf } from "../../provider/okta/issuer";
import type { Sandbox } from "../../sandbox";
import { cliRoot, pulumiHome, repository } from "../../scripts/engine";
import { type Ran, run } from "../../scripts/run";

/** What a stack's `Pulumi.<stack>.yaml` holds: `context7-ema:` keys as values, others by full name. */
export type Configuration = Record<string, unknown>;

export interface StackOptions {
  sandbox: Sandbox;
  configuration: Configuration;
  /** Default: the configuration-only program. Otherwise the text of an `index.js`. */
  program?: string;
  stackName?: string;
  /** Variables beyond the sandbox's; `undefined` removes one. */
  environment?: Record<string, string | undefined>;
  /** Name of the project. Default: context7-ema. */
  projectName?: string;
}

/** One Pulumi stack in a folder of its own, run by the real engine against the sandbox. */
export interface EngineStack {
  stack: automation.Stack;
  /** Everything the engine printed so far, standard output and error, of all operations. */
  output(): string;
  up(options?: automation.UpOptions): Promise<automation.UpResult>;
  preview(options?: automation.PreviewOptions): Promise<automation.PreviewResult>;
  refresh(options?: automation.RefreshOptions): Promise<automation.RefreshResult>;
  destroy(): Promise<automation.DestroyResult>;
  /** Replaces the whole configuration. */
  configure(configuration: Configuration): Promise<void>;
  /** The exported state as text, secrets encrypted. */
  state(): Promise<string>;
  /** Runs the CLI itself in the stack's folder, as a person would. */
  cli(...args: string[]): Promise<Ran>;
  /** Starts the CLI in the stack's folder, as the leader of a process group of its own. */
  start(...args: string[]): ChildProcess;
  /** Runs shell lines in the stack's folder; what asks a person for a confirmation gets it. */
  shell(lines: string, variables?: Record<string, string>): Promise<Ran>;
  /** Removes the folder; the stack's resources stay where they are. */
  remove(): Promise<void>;
}

/** Creates a stack with a file backend, configured and ready for `up`. */
export async function createStack(options: StackOptions): Promise<EngineStack> {
  const { sandbox, stackName = "dev", projectName = "context7-ema" } = options;
  const folder = await mkdtemp(join(tmpdir(), "engine-"));
  await symlink(join(repository, "node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, "Pulumi.yaml"), projectFile(projectName, options.program));
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: projectName }));
  if (options.program) await writeFile(join(folder, "index.js"), options.program);
  const state = await mkdtemp(join(tmpdir(), "engine-state-"));
  const envVars = definedOnly({
    ...sandbox.description.environment,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "engine tests",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_HOME: pulumiHome,
    PATH: `${join(repository, "node_modules/.bin")}:${process.env.PATH}`,
    CONTEXT7_API_KEY: sandbox.description.context7.apiKey,
    ...options.environment,
  });
  const pulumiCommand = await automation.PulumiCommand.get({ root: cliRoot });
  const stack = await automation.LocalWorkspace.createStack(
    { stackName, workDir: folder },
    { envVars, pulumiCommand, pulumiHome },
  );
  const configure = async (configuration: Configuration) => {
    const file = { config: fullNames({ ...oktaSettings(sandbox), ...configuration }) };
    const settings = await stack.workspace.stackSettings(stackName).catch(() => ({}));
    await writeFile(
      join(folder, `Pulumi.${stackName}.yaml`),
      JSON.stringify({ ...settings, ...file }),
    );
  };
  await configure(options.configuration);

  let printed = "";
  const onOutput = (text: string) => {
    printed += text;
  };
  const started = (variables: Record<string, string> = {}) => ({
    cwd: folder,
    env: { ...process.env, ...envVars, ...variables },
  });
  const binary = join(cliRoot, "bin/pulumi");
  const pulumi = (...args: string[]) => run(binary, [...args, "--color", "never"], started());
  const streams = { onOutput, onError: onOutput, color: "never" as const };
  return {
    stack,
    configure,
    output: () => printed,
    up: (more) => stack.up({ ...streams, ...more }),
    preview: (more) => stack.preview({ ...streams, ...more }),
    refresh: (more) => stack.refresh({ ...streams, ...more }),
    destroy: () => stack.destroy(streams),
    // Not by the Automation API, which exports secrets in clear.
    state: async () => {
      const { code, stdout, text } = await pulumi("stack", "export");
      if (code !== 0) throw new Error(`pulumi stack export ended with ${code}:\n${text}`);
      return stdout;
    },
    cli: pulumi,
    start: (...args) =>
      spawn(binary, [...args, "--color", "never"], { ...started(), detached: true }),
    shell: (lines, variables) =>
      run("sh", ["-c", lines], started({ PULUMI_SKIP_CONFIRMATIONS: "true", ...variables })),
    async remove() {
      await rm(folder, { recursive: true, force: true });
      await rm(state, { recursive: true, force: true });
    },
  };
}

function projectFile(name: string, program?: string): string {
  const main = program ? "index.js" : "node_modules/context7-ema/dist/src/stack.js";
  return JSON.stringify({
    name,
    runtime: { name: "nodejs", options: { typescript: false } },
    main,
  });
}

function oktaSettings(sandbox: Sandbox): Configuration {
  const { orgUrl, apiToken } = sandbox.description.okta;
  return { ...orgSettingsOf(orgUrl), "okta:apiToken": apiToken };
}

function fullNames(configuration: Configuration): Configuration {
  const entries = Object.entries(configuration).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) => [key.includes(":") ? key : `context7-ema:${key}`, value]),
  );
}

function definedOnly(values: Record<string, string | undefined>): Record<string, string> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Record<string, string>;
}
