import assert from "node:assert/strict";
import { join } from "node:path";
import { cliRoot, repository } from "../../scripts/engine";
import { type Ran, run } from "../../scripts/run";
import { type DriftReport, driftReport, type Finding } from "../../src/drift/report";
import type { EngineStack } from "./harness";

/** What `context7-ema drift` came to. */
export interface Drifted {
  code: number;
  report: DriftReport;
  /** Findings that count, of all stacks. */
  counted: Finding[];
  /** Everything it printed. */
  text: string;
}

const MAIN = join(repository, "dist/src/cli/main.js");

/** Runs `context7-ema drift` as it is installed, in a stack's folder, as a person would. */
export function runDrift(
  stack: EngineStack,
  args: string[],
  variables: Record<string, string | undefined> = {},
): Promise<Ran> {
  const { workDir: cwd, envVars } = stack.stack.workspace;
  const { PATH, HOME } = process.env;
  const env = { HOME, ...envVars, PATH: `${join(cliRoot, "bin")}:${PATH}`, ...variables };
  return run(process.execPath, [MAIN, "drift", ...args], { cwd, env });
}

/** The same with `--json`, read as its schema says. */
export async function drift(
  stack: EngineStack,
  args: string[] = ["--stacks", "dev"],
  variables?: Record<string, string | undefined>,
): Promise<Drifted> {
  const { code, stdout, stderr } = await runDrift(stack, [...args, "--json"], variables);
  assert.notEqual(stdout, "", stderr);
  const report = driftReport.parse(JSON.parse(stdout));
  const counted = report.stacks.flatMap(({ findings }) => findings).filter(({ counts }) => counts);
  return { code, report, counted, text: stdout + stderr };
}

/** What differs, by resource's name: the properties, or `deleted`. */
export type Differences = Record<string, string[]>;

/** What `drift` says of a stack's resources. */
export function differences(findings: readonly Finding[]): Differences {
  return Object.fromEntries(
    findings.map(({ kind, object, changes }) => {
      const properties = changes.map(({ property }) => property.split(".")[0] ?? property);
      return [keyOf(object.urn ?? ""), kind === "deleted" ? ["deleted"] : sorted(properties)];
    }),
  );
}

/** What `pulumi refresh` says of them. */
export function refreshDifferences(text: string): Differences {
  const lines = text.matchAll(
    /^ +[~-] +(\S+:\S+) (\S+) (?:update|delete) ?(?:\[diff: ([^\]]*)\])?/gm,
  );
  return Object.fromEntries(
    [...lines].map(([, type = "", name, diff]) => {
      const properties = (diff ?? "").split(/[,~+-]/).filter(Boolean);
      return [`${type.split(":").at(-1)} ${name}`, diff ? sorted(properties) : ["deleted"]];
    }),
  );
}

function keyOf(urn: string): string {
  const [types = "", name = ""] = urn.split("::").slice(-2);
  return `${types.split(":").at(-1)} ${name}`;
}

function sorted(values: string[]): string[] {
  return [...new Set(values)].sort();
}
