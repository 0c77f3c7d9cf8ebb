import { writeFile } from "node:fs/promises";
import { Command, InvalidArgumentError } from "commander";
import pLimit from "p-limit";
import { processDispatcher } from "../../provider/http";
import { pacedDispatcher } from "../../provider/okta/pacedDispatcher";
import { compareStacks } from "../drift/compareStacks";
import type { StackComparison } from "../drift/comparison";
import { comparisonMarkdown } from "../drift/comparisonMarkdown";
import { type DriftLook, lookForDrift } from "../drift/lookForDrift";
import { driftMarkdown } from "../drift/markdown";
import type { DriftReport } from "../drift/report";
import { driftSarif } from "../drift/sarif";
import { type DriftSettings, readSettings } from "../drift/settings";
import { stackNames } from "../drift/stacks/names";
import { type Project, readStacks } from "../drift/stacks/read";
import { shownText } from "../drift/wording";
import { comparisonText } from "./comparisonText";
import { driftJunit } from "./driftJunit";
import { driftText } from "./driftText";
import { CannotRun, ExitCode, type Finish, UsageError } from "./exit";
import { asJson } from "./json";
import { folderInRepository } from "./repositoryFolder";
import { outputLayout, print, type Session, tell } from "./session";

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
  compare?: boolean;
}

const EXAMPLES = `
Examples:
  context7-ema drift --stacks prod
  context7-ema drift --stacks dev,staging,prod --markdown drift.md
  context7-ema drift --all --strict --ignore 'undeclared/requesting app/Acme*'

Exit codes: 0 no drift, 1 could not look (wholly), 2 wrong usage, 7 drift (with --compare:
a difference that is not wanted).`;

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
    .optionsGroup("Instead:")
    .option("--compare", "set the stacks side by side: which settings differ between them")
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
  if (options.compare && (options.junit || options.sarif)) {
    throw new UsageError("--junit and --sarif are of drift; --compare has --json and --markdown.");
  }
  if (!all && !stacks) {
    throw new UsageError("Which stacks? --stacks dev,staging,prod names them; --all takes all.");
  }
  const project = { directory: options.cwd ?? process.cwd(), environment: session.environment };
  const settings = await readSettings(project.directory);
  const names = await stackNames(project, stacks ?? []);
  if (options.compare) return compare(names, project, settings, options, session);
  const look = await lookForDrift({
    project,
    stacks: names,
    parallel,
    strict: options.strict ?? settings.strict,
    ignore: [...settings.ignore, ...ignore],
    now: new Date(),
    dispatcher: pacedDispatcher(processDispatcher(), { onWait: sayingSo(session) }),
  });
  await show(look, options, session, version);
  return EXIT_CODES[look.report.verdict];
}

/** With many apps in one org it takes minutes: nobody should think that it hangs. */
function sayingSo(session: Session) {
  return (orgUrl: string, milliseconds: number) =>
    tell(
      session,
      `Waiting ${Math.ceil(milliseconds / 1000)} s for the next minute of ${orgUrl}'s rate limit: half of ` +
        "it is left to others.",
    );
}

/** What was found is shown, even if not all could be looked at. */
const EXIT_CODES: Record<DriftReport["verdict"] | StackComparison["verdict"], ExitCode> = {
  none: ExitCode.Holds,
  drift: ExitCode.Drift,
  different: ExitCode.Drift,
  unknown: ExitCode.CouldNotRun,
};

/** Of what the stacks declare alone: nothing is asked of Okta or Context7. */
async function compare(
  names: readonly string[],
  project: Project,
  { wanted }: DriftSettings,
  { parallel, json, markdown }: DriftCommandOptions,
  session: Session,
): Promise<ExitCode> {
  if (names.length < 2) {
    throw new UsageError(`--compare needs two stacks or more; this is ${names.join()} only.`);
  }
  const read = await readStacks(names, project, pLimit(parallel));
  const declared = read.flatMap(({ stack }) => (stack ? [stack.declared] : []));
  const problems = read.flatMap(({ problem }) => problem ?? []);
  const comparison = compareStacks(declared, wanted, problems);
  print(session, json ? asJson(comparison) : comparisonText(comparison, outputLayout(session)));
  if (markdown) await write(markdown, comparisonMarkdown(comparison));
  return EXIT_CODES[comparison.verdict];
}

async function show(
  { report, notes }: DriftLook,
  options: DriftCommandOptions,
  session: Session,
  version: string,
): Promise<void> {
  const { json, junit, markdown, sarif, cwd = "." } = options;
  print(session, json ? asJson(report) : driftText(report, outputLayout(session)));
  for (const note of notes) tell(session, shownText(note));
  if (junit) await write(junit, driftJunit(report));
  if (markdown) await write(markdown, driftMarkdown(report));
  if (sarif) await write(sarif, asJson(driftSarif(report, version, folderInRepository(cwd))));
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
