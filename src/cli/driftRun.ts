import pLimit from "p-limit";
import { processDispatcher } from "../../provider/http";
import { pacedDispatcher } from "../../provider/okta/pacedDispatcher";
import { compareStacks } from "../drift/compareStacks";
import type { StackComparison } from "../drift/comparison";
import { comparisonMarkdown } from "../drift/comparisonMarkdown";
import { ignorePattern } from "../drift/ignore";
import { lookForDrift } from "../drift/lookForDrift";
import { driftMarkdown } from "../drift/markdown";
import type { DriftReport } from "../drift/report";
import { driftSarif } from "../drift/sarif";
import { type DriftSettings, readSettings } from "../drift/settings";
import { stackNames } from "../drift/stacks/names";
import { findProject, type Project } from "../drift/stacks/project";
import { readDeclarations } from "../drift/stacks/read";
import { comparisonText } from "./comparisonText";
import type { DriftCommandOptions } from "./drift";
import { driftJunit } from "./driftJunit";
import { driftText } from "./driftText";
import { ExitCode, UsageError } from "./exit";
import { asJson } from "./json";
import { writeReport } from "./reportFile";
import { folderInRepository } from "./repositoryFolder";
import { outputLayout, print, type Session, tell } from "./session";

/**
 * Runs `context7-ema drift`.
 *
 * @returns the exit code of the verdict.
 * @throws UsageError for options that contradict each other; CannotRun where nothing can be looked at.
 */
export async function drift(
  options: DriftCommandOptions,
  session: Session,
  version: string,
): Promise<ExitCode> {
  const { stacks, all, parallel, ignore = [], cwd: directory = process.cwd() } = options;
  if (all && stacks) throw new UsageError("Both --stacks and --all are given; take one of them.");
  if (options.compare && (options.junit || options.sarif)) {
    throw new UsageError("--junit and --sarif are of drift; --compare has --json and --markdown.");
  }
  if (!all && !stacks) {
    throw new UsageError("Which stacks? --stacks dev,staging,prod names them; --all takes all.");
  }
  for (const pattern of ignore) refuseUnmatchable(pattern);
  const file = await findProject(directory);
  const settings = await readSettings(file.folder);
  const project = { directory, environment: session.environment, file, stacks: settings.stacks };
  const names = await stackNames(project, stacks ?? []);
  if (options.compare) return compare(names, project, settings, options, session);
  const report = await lookForDrift({
    project,
    stacks: names,
    parallel,
    strict: options.strict ?? settings.strict,
    ignore: [...settings.ignore, ...ignore],
    now: new Date(),
    dispatcher: pacedDispatcher(processDispatcher(), { onWait: sayingSo(session) }),
  });
  await show(report, file.settingsFolder, options, session, version);
  return EXIT_CODES[report.verdict];
}

function refuseUnmatchable(pattern: string): void {
  const { error } = ignorePattern.safeParse(pattern);
  const [issue] = error?.issues ?? [];
  if (issue) throw new UsageError(`--ignore ${issue.message}`);
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
    throw new UsageError(
      `--compare needs two stacks or more, and this is only one: ${names.join()}. Name others with --stacks.`,
    );
  }
  const read = await readDeclarations(names, project, pLimit(parallel));
  const declared = read.flatMap(({ stack }) => stack ?? []);
  const problems = read.flatMap(({ problem }) => problem ?? []);
  const comparison = compareStacks(declared, wanted, problems);
  print(session, json ? asJson(comparison) : comparisonText(comparison, outputLayout(session)));
  if (markdown) await writeReport(markdown, comparisonMarkdown(comparison));
  return EXIT_CODES[comparison.verdict];
}

async function show(
  report: DriftReport,
  settingsFolder: string,
  options: DriftCommandOptions,
  session: Session,
  version: string,
): Promise<void> {
  const { json, junit, markdown, sarif } = options;
  print(session, json ? asJson(report) : driftText(report, outputLayout(session)));
  if (junit) await writeReport(junit, driftJunit(report));
  if (markdown) await writeReport(markdown, driftMarkdown(report));
  if (!sarif) return;
  const folder = folderInRepository(settingsFolder);
  await writeReport(sarif, asJson(driftSarif(report, version, folder)));
}
