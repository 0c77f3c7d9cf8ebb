import { Command, InvalidArgumentError } from "commander";
import { CHECK_GROUPS, type CheckGroup, type Report } from "../verifier/report";
import { PROXY_NOTE } from "../verifier/transport";
import { ExitCode, type Finish, UsageError } from "./exit";
import { asJson } from "./json";
import { addLiveOptions, type LiveOptions, needsStackSecrets, prepareLive } from "./live";
import { openNetwork } from "./network";
import { collect, OKTA_CREDENTIALS, privateHostOption, requireClient } from "./options";
import { writeReport } from "./reportFile";
import { reportJunit } from "./reportJunit";
import { reportText } from "./reportText";
import { isMissing, type Requirement } from "./requirement";
import { outputLayout, print, type Session, tell } from "./session";
import { addTargetOptions, readSettings, type TargetOptions } from "./settings";

interface DoctorOptions extends TargetOptions, LiveOptions {
  json?: boolean;
  junit?: string;
  require?: CheckGroup[];
  client?: string[];
  live?: boolean;
  privateHost?: string[];
}

const EXAMPLES = `
${OKTA_CREDENTIALS}
CONTEXT7_API_KEY reads the teamspace's settings, where they can be read.
Reading is enough for both. With --live, the client's secrets as in
context7-ema flow --help.

Examples:
  context7-ema doctor --stack prod
  context7-ema doctor --stack prod --require okta,context7 --junit checks.xml
  context7-ema doctor --stack prod --live --client probe \\
    --refresh-token-file probe.token --require okta,context7,live

Exit codes: 0 all hold, 1 could not run, 2 wrong usage, 3 a check failed.`;

/** `context7-ema doctor`: all checks, and the live flow where asked. */
export function doctorCommand(session: Session, finish: Finish): Command {
  const command = new Command("doctor")
    .description("Check the whole chain: Okta, Context7 and, where asked, one live flow.")
    .option("--json", "print the report as JSON (report.schema.json in the package's docs)")
    .option("--junit <file>", "also write the checks as a JUnit report")
    .option(
      "--require <groups>",
      "a check of these groups that did not run is a failure: okta, context7, live",
      groupsOf,
    )
    .option("--client <key>", "only this client of the target; may be repeated", collect)
    .addOption(privateHostOption());
  addTargetOptions(command);
  addLiveOptions(
    command.optionsGroup("Live flow:").option("--live", "also make one live flow; needs --client"),
  );
  return command.addHelpText("after", EXAMPLES).action(async (options: DoctorOptions) => {
    finish(await doctor(options, session));
  });
}

async function doctor(options: DoctorOptions, session: Session): Promise<ExitCode> {
  const [client] = options.client ?? [];
  if (options.live && options.client?.length !== 1) {
    throw new UsageError("--live makes one flow, as one client: name it with --client.");
  }
  const { refreshTokenFile, saveRefreshToken, probes } = options;
  if (!options.live && (refreshTokenFile || saveRefreshToken || probes)) {
    throw new UsageError("--refresh-token-file, --save-refresh-token and --probes go with --live.");
  }
  const { target, outputs } = await readSettings(
    options,
    session,
    options.live && needsStackSecrets(session),
  );
  for (const key of options.client ?? []) requireClient(target, key);

  const network = openNetwork(target, options.privateHost ?? [], session);
  if (!network.okta) tell(session, NO_OKTA);
  if (network.addressesCheckedBy === "proxy") tell(session, PROXY_NOTE);
  let report: Report;
  let refusal: string | undefined;
  try {
    const prepared =
      options.live && client !== undefined
        ? await prepareLive({ client, target, outputs, options, network, session })
        : undefined;
    if (prepared?.refused !== undefined) tell(session, prepared.refused);
    refusal = prepared?.refused === undefined ? undefined : prepared.reason;
    // Loaded here: the other commands start faster without the checks.
    const { runChecks } = await import("../verifier/run.js");
    report = await runChecks(target, network, {
      clients: options.client,
      groups: ["okta", "context7", ...(needsLive(options) ? (["live"] as const) : [])],
      live: prepared?.request,
      noLive: refusal,
      counted: prepared?.counted,
    });
    if (prepared?.request) await prepared.remember(report);
  } finally {
    await network.close();
  }
  const required = options.require ?? [];
  // Who asks for a live flow has to hear of it, in JUnit too, when the sign-in before it is refused.
  const groups = refusal === undefined ? required : [...required, "live" as const];
  const requirement = { groups, probes: probes === true };
  print(session, options.json ? asJson(report) : reportText(report, outputLayout(session)));
  const code = judged(report, requirement, session);
  if (options.junit) await writeReport(options.junit, reportJunit(report, requirement));
  return code;
}

const NO_OKTA =
  "Okta's management API is not asked, since the environment has no credentials for it: OKTA_API_TOKEN, " +
  "OKTA_ACCESS_TOKEN, or OKTA_API_CLIENT_ID with its key and scopes (reading is enough).";

/** A required group is looked at even where nothing can run in it: then it says so. */
function needsLive({ live, require }: DoctorOptions): boolean {
  return live === true || require?.includes("live") === true;
}

function judged(report: Report, requirement: Requirement, session: Session): ExitCode {
  const missing = report.results.filter((result) => isMissing(result, requirement));
  if (missing.length > 0) {
    const ids = missing.map(({ id, client }) => (client ? `${id} (${client})` : id));
    tell(session, `Required, but did not run: ${ids.join(", ")}.`);
  }
  return report.counts.fail > 0 || missing.length > 0 ? ExitCode.CheckFailed : ExitCode.Holds;
}

function groupsOf(value: string): CheckGroup[] {
  const names = value.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !CHECK_GROUPS.includes(name as CheckGroup));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`The groups are ${CHECK_GROUPS.join(", ")}.`);
  }
  return names as CheckGroup[];
}
