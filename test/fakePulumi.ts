import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** What the stand-in does when its arguments begin so: the first that fits. */
export interface Answer {
  args: string;
  /** Printed as JSON. */
  json?: unknown;
  stderr?: string;
  code?: number;
  /** A signal that it ends itself with, or `never`: it waits. */
  end?: NodeJS.Signals | "never";
}

/** One call of it. */
export interface Call {
  args: string;
  /** Of the environment what is Pulumi's. */
  variables: Record<string, string>;
}

/**
 * A stand-in for the Pulumi CLI, for what the real one does only with Pulumi Cloud, or when it is ended.
 *
 * @param folder gets the executable.
 * @returns the PATH that has it, and what it was asked so far.
 */
export async function fakePulumi(folder: string, answers: readonly Answer[]) {
  const bin = join(folder, "bin");
  const log = join(folder, "calls.jsonl");
  await mkdir(bin, { recursive: true });
  const file = join(bin, "pulumi");
  await writeFile(
    file,
    `#!${process.execPath}\n(${stand})(${JSON.stringify({ log, answers })});\n`,
  );
  await chmod(file, 0o755);
  await writeFile(log, "");
  return {
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    async calls(): Promise<Call[]> {
      const lines = (await readFile(log, "utf8")).split("\n").filter(Boolean);
      return lines.map((line) => JSON.parse(line));
    },
  };
}

/** Runs in the executable, as text: it refers to nothing here. */
function stand({ log, answers }: { log: string; answers: Answer[] }): void {
  const { appendFileSync } = require("node:fs") as typeof import("node:fs");
  const args = process.argv.slice(2).join(" ");
  const variables = Object.entries(process.env).filter(([name]) => name.startsWith("PULUMI_"));
  appendFileSync(log, `${JSON.stringify({ args, variables: Object.fromEntries(variables) })}\n`);
  const answer = answers.find((one) => args.startsWith(one.args));
  if (!answer) throw new Error(`unexpected: ${args}`);
  if (answer.stderr) process.stderr.write(answer.stderr);
  if (answer.json !== undefined) process.stdout.write(JSON.stringify(answer.json));
  if (answer.end === "never") setInterval(() => {}, 1000);
  else if (answer.end) process.kill(process.pid, answer.end);
  else process.exitCode = answer.code ?? 0;
}
