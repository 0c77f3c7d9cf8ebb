import { writeFile } from "node:fs/promises";
import { Command, InvalidArgumentError } from "commander";
import { type DriftLook, lookForDrift } from "../drift/lookForDrift";
import { driftMarkdown } from "../drift/markdown";
import type { DriftReport } from "../drift/report";
import { driftSarif } from "../drift/sarif";
import { readSettings } from "../drift/settings";
import { stackNames } from "../drift/stacks/names";
import { driftJunit } from "./driftJunit";
import { driftText } from "./driftText";
import { CannotRun, ExitCode, type Finish, UsageError } from "./exit";
import { outputLayout, print, type Session } from "./session";

interface DriftCommandOptions {
  stacks?: string[];
  all?: boolean;
  cwd?: string;
  strict?: boolean;
  ignore?: string[];
  parallel: number;
  json?: boolean;
  junit?: string;
  markdown?: string;
  sarif?: string;
}

const EXAMPLES = `
Examples:
  context7-ema drift --stacks prod
  context7-ema drift --stacks dev,staging,prod --markdown drift.md
  context7-ema drift --all --strict --ignore 'undeclared/requesting app/Acme*'

Exit codes: 0 no drift, 1 could not look (wholly), 2 wrong usage, 7 drift.`;

/** `context7-ema drift`: what consoles changed, stack by stack. It only reads. */
export function driftCommand(session: Session, finish: Finish, version: string): Command {
  return new Command("drift")
    .description("Say what somebody changed in the consoles of Okta and Context7. It only reads.")
    .optionsGroup("What to look at:")
    .option("--stacks <names>", "stacks by name or glob, with commas; may be repeated", addList)
    .option("--all", "all stacks of the project")
    .option("-C, --cwd <folder>", "folder of the stacks' Pulumi.yaml (default: this one)")
    .option("--parallel <number>", "how many stacks at a time", positive, 4)
    .optionsGroup("What counts:")
    .option("--strict", "count what is there and declared nowhere, too")
    .option("--ignore <pattern>", "leave out, as kind/object/name; may be repeated", addOne)
    .optionsGroup("Output:")
    .option("--json", "print the report as JSON (docs/drift-report.schema.json)")
    .option("--junit <file>", "also write it as JUnit")
    .option("--markdown <file>", "also write it as Markdown, for a pull request or an issue")
    .option("--sarif <file>", "also write it as SARIF, for code scanning")
    .addHelpText("after", EXAMPLES)
    .action(async (options: DriftCommandOptions) => {
      finish(await drift(options, session, version));
    });
}

async function drift(
  options: DriftCommandOptions,
  session: Session,
  version: string,
): Promise<ExitCode> {
  const { stacks, all, parallel, ignore = [] } = options;
  if (all && stacks) throw new UsageError("Both --stacks and --all are given; take one of them.");
  if (!all && !stacks) {
    throw new UsageError("Which stacks? --stacks dev,staging,prod names them; --all takes all.");
  }
  const project = { directory: options.cwd ?? process.cwd(), environment: session.environment };
  const settings = await readSettings(project.directory);
  const look = await lookForDrift({
    project,
    stacks: await stackNames(project, stacks ?? []),
    parallel,
    strict: options.strict ?? settings.strict,
    ignore: [...settings.ignore, ...ignore],
    now: new Date(),
  });
  await show(look, options, session, version);
  return EXIT_CODES[look.report.verdict];
}

/** What was found is shown, even if not all could be looked at. */
const EXIT_CODES: Record<DriftReport["verdict"], ExitCode> = {
  none: ExitCode.Holds,
  drift: ExitCode.Drift,
  unknown: ExitCode.CouldNotRun,
};

async function show(
  { report }: DriftLook,
  options: DriftCommandOptions,
  session: Session,
  version: string,
): Promise<void> {
  const { json, junit, markdown, sarif, cwd = "" } = options;
  print(session, json ? asJson(report) : driftText(report, outputLayout(session)));
  if (junit) await write(junit, driftJunit(report));
  if (markdown) await write(markdown, driftMarkdown(report));
  if (sarif) await write(sarif, asJson(driftSarif(report, version, cwd)));
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new CannotRun(`${path} cannot be written: ${(error as NodeJS.ErrnoException).code}.`);
  }
}

function addList(value: string, previous: string[] = []): string[] {
  const names = value.split(",").map((name) => name.trim());
  if (names.includes("")) throw new InvalidArgumentError("A name between the commas is empty.");
  return [...previous, ...names];
}

function addOne(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

function positive(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("Expected is a whole number above 0.");
}
