import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repository } from "../../../scripts/engine";

export const PIPELINES = join(repository, "examples/pipelines");

export interface WorkflowStep {
  name?: string;
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}

export interface WorkflowJob {
  needs?: string;
  if?: string;
  permissions?: Record<string, string>;
  environment?: string;
  concurrency?: { group: string; queue?: "single" | "max"; "cancel-in-progress"?: boolean };
  strategy?: { matrix: Record<string, string[]> };
  env?: Record<string, string>;
  steps: WorkflowStep[];
}

export interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  defaults: { run: { shell: string } };
  env?: Record<string, string>;
  jobs: Record<string, WorkflowJob>;
}

export const WORKFLOWS = ["preview", "up", "drift"] as const;
export type WorkflowName = (typeof WORKFLOWS)[number];

export function workflowText(name: WorkflowName): string {
  return readFileSync(join(PIPELINES, `github/${name}.yml`), "utf8");
}

export function workflow(name: WorkflowName): Workflow {
  return parse(workflowText(name));
}

export function job(name: WorkflowName, jobName: string): WorkflowJob {
  const found = workflow(name).jobs[jobName];
  if (!found) throw new Error(`${name}.yml has no job ${jobName}.`);
  return found;
}

/** What `${{ … }}` is looked up in: `{ matrix: { stack: "dev" } }`. */
export type Contexts = Record<string, Record<string, string>>;

/** Text with its `${{ name.name }}` filled in. @throws Error for one that `contexts` has not. */
export function filled(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{\s*(\w+)\.([\w.]+)\s*\}\}/g, (expression, context, name) => {
    const value = contexts[context]?.[name];
    if (value === undefined) throw new Error(`Nothing is known of ${expression}.`);
    return value;
  });
}

/** The variables that a step's commands get, as GitHub sets them: the step's win over the job's. */
export function stepEnvironment(
  { env }: WorkflowJob,
  step: WorkflowStep,
  contexts: Contexts,
): Record<string, string> {
  const entries = Object.entries({ ...env, ...step.env });
  return Object.fromEntries(entries.map(([name, text]) => [name, filled(text, contexts)]));
}

export function stepNamed({ steps }: WorkflowJob, name: string): WorkflowStep & { run: string } {
  const found = steps.find((step) => step.name === name);
  if (!found?.run) throw new Error(`There is no step “${name}” with commands.`);
  return { ...found, run: found.run };
}

export interface GitLabJob {
  extends?: string;
  stage?: string;
  rules?: Record<string, unknown>[];
  variables?: Record<string, string>;
  environment?: string | { name: string; action: string };
  resource_group?: string;
  parallel?: { matrix: Record<string, string[]>[] };
  allow_failure?: { exit_codes: number };
  id_tokens?: Record<string, { aud: string }>;
  before_script?: string[];
  script?: string[];
  artifacts?: Record<string, unknown>;
}

const GITLAB_KEYWORDS = ["stages", "workflow", "default", "variables"];

/** The jobs of `.gitlab-ci.yml` with what they extend, templates left out. */
export function gitLabJobs(): Record<string, GitLabJob> {
  const file = gitLabFile();
  const names = Object.keys(file).filter(
    (name) => !name.startsWith(".") && !GITLAB_KEYWORDS.includes(name),
  );
  return Object.fromEntries(names.map((name) => [name, extended(name, file)]));
}

/** The variables that all jobs have. */
export function gitLabVariables(): Record<string, string> {
  return gitLabFile().variables as Record<string, string>;
}

function gitLabFile(): Record<string, GitLabJob> {
  return parse(readFileSync(join(PIPELINES, "gitlab/.gitlab-ci.yml"), "utf8"));
}

/** GitLab merges hashes key by key, and replaces lists. */
function extended(name: string, file: Record<string, GitLabJob>): GitLabJob {
  const own = file[name];
  if (!own) throw new Error(`.gitlab-ci.yml has no ${name}.`);
  if (!own.extends) return own;
  const base = extended(own.extends, file);
  return { ...base, ...own, variables: { ...base.variables, ...own.variables } };
}

/** A job's commands, as the runner runs them: one script. */
export function gitLabScript(lines: string[] = []): string {
  return lines.join("\n");
}
