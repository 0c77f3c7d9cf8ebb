import { type Ran, run } from "../../../scripts/run";

/** As GitHub runs `shell: bash`; GitLab's runner sets the same two options. */
const BASH = ["--noprofile", "--norc", "-eo", "pipefail", "-c"];

/** Runs commands of a pipeline in `folder` with exactly these variables. */
export function runCommands(
  commands: string,
  folder: string,
  env: Record<string, string | undefined>,
): Promise<Ran> {
  return run("bash", [...BASH, commands], { cwd: folder, env });
}
