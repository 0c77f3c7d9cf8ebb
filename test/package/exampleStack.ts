import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Sandbox } from "../../sandbox";
import { cliRoot, pulumiHome } from "../../scripts/engine";
import { type Ran, run as runProgram } from "../../scripts/run";

/** The CLI in an example's folder, as its reader runs it, with a file backend of its own. */
export interface ExampleStack {
  /** @throws Error with everything that was printed when the CLI fails. */
  pulumi(...args: string[]): Promise<string>;
  /** The same with its exit code, whichever it is. */
  run(...args: string[]): Promise<Ran>;
  remove(): Promise<void>;
}

/** Makes ready to run `pulumi` in `folder` against the sandbox, with `variables` beyond its own. */
export async function exampleStack(
  folder: string,
  sandbox: Sandbox,
  variables: Record<string, string> = {},
): Promise<ExampleStack> {
  const state = await mkdtemp(join(tmpdir(), "example-state-"));
  const env = {
    ...process.env,
    ...sandbox.description.environment,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "examples",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_HOME: pulumiHome,
    // The Node that runs the tests, and nothing of this repository's node_modules.
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    ...variables,
  };
  const run = (...words: string[]) => {
    const args = [...words, "--non-interactive", "--color", "never"];
    return runProgram(join(cliRoot, "bin/pulumi"), args, { cwd: folder, env });
  };
  return {
    run,
    async pulumi(...args) {
      const { code, text } = await run(...args);
      if (code === 0) return text;
      throw new Error(`pulumi ${args[0]} in ${folder} ended with ${code}:\n${text}`);
    },
    remove: () => rm(state, { recursive: true, force: true }),
  };
}
