import { Command } from "commander";
import type { Report } from "../verifier/report";
import { ExitCode, type Finish } from "./exit";
import { flowText } from "./flowText";
import { asJson } from "./json";
import { addLiveOptions, type LiveOptions, needsStackSecrets, prepareLive } from "./live";
import { openNetwork } from "./network";
import { OKTA_CREDENTIALS, privateHostOption, requireClient } from "./options";
import { outputLayout, print, type Session, tell } from "./session";
import { addTargetOptions, readSettings, type TargetOptions } from "./settings";

interface FlowOptions extends TargetOptions, LiveOptions {
  client: string;
  json?: boolean;
  privateHost?: string[];
}

const EXAMPLES = `
Examples (a probe client and a test user of their own are recommended):
  context7-ema flow --stack prod --client probe
  context7-ema flow --stack prod --client probe --save-refresh-token probe.token
  context7-ema flow --stack prod --client probe --refresh-token-file probe.token --probes

The client's secrets and keys come from the environment; its secret at Okta,
where it is not there, from the stack:
  CONTEXT7_EMA_CLIENT_SECRET[_FILE]                   at Okta
  CONTEXT7_EMA_CLIENT_PRIVATE_KEY[_FILE]              or its PEM key, with
  CONTEXT7_EMA_CLIENT_PRIVATE_KEY_ID                  its key's id
  CONTEXT7_EMA_CLIENT_SECRET_AT_RESOURCE[_FILE]       at Context7
  CONTEXT7_EMA_CLIENT_PRIVATE_KEY_AT_RESOURCE[_FILE]  or its PEM key, with
  CONTEXT7_EMA_CLIENT_PRIVATE_KEY_ID_AT_RESOURCE      its key's id

The checks explain a failure; without credentials for the management API some
do not run.
${OKTA_CREDENTIALS}

Exit codes: 0 it works, 1 could not run, 2 wrong usage, 3 it does not work.`;

/** `context7-ema flow`: one developer's way from sign-in to the MCP server's tools, for real. */
export function flowCommand(session: Session, finish: Finish): Command {
  const command = new Command("flow")
    .description(
      "Make one live flow: sign in, get an ID-JAG, redeem it, list the MCP server's tools.",
    )
    .requiredOption("--client <key>", "the client to be, by its key in the target")
    .option("--json", "print the report as JSON (report.schema.json in the package's docs)")
    .addOption(privateHostOption());
  addTargetOptions(addLiveOptions(command));
  return command.addHelpText("after", EXAMPLES).action(async (options: FlowOptions) => {
    finish(await flow(options, session));
  });
}

async function flow(options: FlowOptions, session: Session): Promise<ExitCode> {
  const { client } = options;
  const { target, outputs } = await readSettings(options, session, needsStackSecrets(session));
  requireClient(target, client);
  const network = openNetwork(target, options.privateHost ?? [], session);
  let report: Report;
  try {
    const prepared = await prepareLive({ client, target, outputs, options, network, session });
    if (prepared.refused !== undefined) {
      tell(session, prepared.refused);
      return ExitCode.CheckFailed;
    }
    const { request: live, counted } = prepared;
    const { runChecks } = await import("../verifier/run.js");
    report = await runChecks(target, network, { clients: [client], live, counted });
    await prepared.remember(report);
  } finally {
    await network.close();
  }
  const layout = outputLayout(session);
  print(session, options.json ? asJson(report) : flowText(report, layout));
  const broken = brokenLinks(report);
  const works = report.live?.verdict === "pass" || report.live?.verdict === "warn";
  if (works && broken.length > 0) tell(session, `${BROKEN_BESIDE} ${broken.join(", ")}.`);
  return works && broken.length === 0 ? ExitCode.Holds : ExitCode.CheckFailed;
}

const BROKEN_BESIDE =
  "This flow came through, but a developer's does not: something that it depends on fails:";

/**
 * What fails of a link of the chain, for everybody: this flow knows the addresses and begins by itself,
 * where a client has to be sent to sign in by the server's 401 first.
 */
function brokenLinks({ results }: Report): string[] {
  const broken = results.filter(
    ({ link, severity, verdict }) =>
      link !== undefined && severity === "high" && verdict === "fail",
  );
  return broken.map(({ id, tag }) => (tag === undefined ? id : `${id} (${tag})`));
}
