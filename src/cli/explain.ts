import { Command, Option } from "commander";
import { issuerProblem } from "../../provider/okta/issuer";
import { endpointsOf, resourcesOf } from "../endpoints";
import { decodeIdJag, scrub } from "../idjag";
import { explainCause } from "../verifier/causes";
import { shownClaims } from "../verifier/flow/shownClaims";
import type { CheckResult } from "../verifier/report";
import { parseTarget, type VerifierTarget } from "../verifier/target";
import { errorText } from "./errorText";
import { CannotRun, ExitCode, type Finish } from "./exit";
import { explainError, isKnownError, type Leg, type PastedError } from "./explainError";
import { type Expectations, explainToken } from "./explainToken";
import { asJson } from "./json";
import { type Network, openNetwork } from "./network";
import { privateHostOption, requireClient } from "./options";
import { recognise } from "./pasted";
import { outputLayout, print, type Session } from "./session";
import { addTargetOptions, namesTarget, readSettings, type TargetOptions } from "./settings";
import { readInput } from "./standardInput";
import { tokenText } from "./tokenText";

interface ExplainOptions extends TargetOptions {
  json?: boolean;
  leg?: "1" | "2" | "3";
  check?: boolean;
  client?: string;
  offline?: boolean;
  privateHost?: string[];
}

const LEG =
  "where the error came from: 1 Okta (sign-in, exchange), 2 Context7 (redemption), 3 the MCP server";

const EXAMPLES = `
It reads an ID-JAG, or an error of Okta, Context7 or the MCP server, from
standard input: a token, a code, a JSON answer, a redirect's address, a line of
a log. The token itself is never shown again. With a stack or an org, its
signature is checked.

Examples:
  pbpaste | context7-ema explain --stack prod
  context7-ema explain < answer.json
  echo invalid_target | context7-ema explain --stack prod --check --client probe

Exit codes: 0 explained (an ID-JAG: it holds), 1 could not run or not
understood, 2 wrong usage, 3 the ID-JAG does not hold.`;

/** `context7-ema explain`: what an ID-JAG or an error means here. */
export function explainCommand(session: Session, finish: Finish): Command {
  const command = new Command("explain")
    .description("Explain an ID-JAG or an OAuth error from standard input.")
    .option(
      "--json",
      "print the explanation as JSON (node_modules/context7-ema/docs/command-line.md)",
    )
    .addOption(new Option("--leg <leg>", LEG).choices(["1", "2", "3"]))
    .option("--check", "for an error: also run the checks, to tell its meanings apart")
    .option("--client <key>", "with --check: the client that met the error (default: all of them)")
    .option("--offline", "for an ID-JAG: ask nobody for keys")
    .addOption(privateHostOption());
  return addTargetOptions(command)
    .addHelpText("after", EXAMPLES)
    .action(async (options: ExplainOptions) => {
      finish(await explain(options, session));
    });
}

async function explain(options: ExplainOptions, session: Session): Promise<ExitCode> {
  const named = namesTarget(options, session);
  const target = named ? (await readSettings(options, session)).target : undefined;
  const pasted = recognise(await readInput(session, "an ID-JAG or an error"));
  if (pasted.kind === "nothing") {
    throw new CannotRun(
      "This is neither a token nor an error. Expected is one of: an ID-JAG (three parts with dots), an " +
        'OAuth error ({"error": …} or its code), a redirect with error=…, the MCP server\'s 401.',
    );
  }
  if (pasted.kind === "token") return explainPastedToken(pasted.token, options, target, session);
  if (!isKnownError(pasted)) {
    throw new CannotRun(
      "This has no code that is known here, and no words that Okta, Context7 or the MCP server say. Paste the " +
        'whole answer ({"error": …, "error_description": …}), or its code, such as invalid_grant.',
    );
  }
  const results = options.check ? await checked(options, target, session) : undefined;
  return explainPastedError(pasted, options, target, session, results);
}

async function explainPastedToken(
  token: string,
  options: ExplainOptions,
  target: VerifierTarget | undefined,
  session: Session,
): Promise<ExitCode> {
  const now = Date.now();
  const expected = expectations(target ?? assumedTarget(options, token));
  const online = target !== undefined && options.offline !== true;
  const network = online ? openNetwork(target, options.privateHost ?? [], session) : undefined;
  try {
    const explanation = await explainToken(token, expected, now, network?.fetch);
    const { refusals, signature, header } = explanation;
    const claims = explanation.claims && shownClaims(explanation.claims);
    const shown = { ...explanation, claims };
    const document = {
      version: 1,
      kind: "idJag",
      holds: refusals.length === 0,
      signatureHolds: signature.held,
      refusals: refusals.map(({ reason, message, remedy, specification }) => ({
        tag: `idJag.${reason}`,
        summary: message,
        remedy,
        source: specification,
      })),
      ...(header && { header: headerShown(header) }),
      ...(claims && { claims }),
    };
    const text = () =>
      [
        ...issuerNote(expected, target),
        tokenText({ ...shown, header: header && headerShown(header) }, now, outputLayout(session)),
      ].join("\n\n");
    print(session, options.json ? asJson(document) : text());
    return refusals.length === 0 ? ExitCode.Holds : ExitCode.CheckFailed;
  } finally {
    await network?.close();
  }
}

/** Only what says how it is signed: anything else in a header is its sender's choice. */
function headerShown(header: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = ["typ", "alg", "kid"].filter((name) => Object.hasOwn(header, name));
  return Object.fromEntries(names.map((name) => [name, scrub(String(header[name]))]));
}

function expectations(target: VerifierTarget): Expectations {
  const { issuer, resourceIssuer, mcpUrl, requestingApps } = target;
  return {
    issuer,
    audience: resourceIssuer,
    resources: resourcesOf(mcpUrl),
    clientIds: Object.values(requestingApps).map((app) => app.clientIdAtResource),
    jwksUri: endpointsOf(issuer, resourceIssuer, mcpUrl).keys,
  };
}

/** Without a stack or an org: Context7's own values, and the issuer that the token names. */
function assumedTarget(options: ExplainOptions, token?: string): VerifierTarget {
  const decoded = token === undefined ? undefined : decodeIdJag(token);
  const iss = decoded?.ok ? decoded.claims.iss : undefined;
  const named = typeof iss === "string" && URL.parse(iss)?.protocol === "https:" ? iss : undefined;
  const issuer = options.issuer ?? named ?? "https://your-org.okta.com";
  const parsed = parseTarget({
    orgUrl: new URL(issuer).origin,
    issuer,
    resourceIssuer: options.resourceIssuer,
    mcpUrl: options.mcpUrl,
    resourceApp: { label: "Context7" },
    requestingApps: options.requestingApp ?? {},
  });
  if (parsed.ok) return parsed.target;
  throw new CannotRun(parsed.mistakes.join("\n"));
}

function issuerNote({ issuer }: Expectations, target: VerifierTarget | undefined): string[] {
  if (target) return [];
  const problem = issuerProblem(issuer);
  const note = `No stack or org was named, so ${scrub(issuer)}, the issuer in the token, is taken as the right one.`;
  if (!problem) return [note];
  const { summary, remedy } = explainCause("okta_issuer_unusable", {
    seen: scrub(problem.message),
  });
  return [`${summary}\n${remedy}`];
}

async function checked(
  options: ExplainOptions,
  target: VerifierTarget | undefined,
  session: Session,
): Promise<readonly CheckResult[]> {
  if (!target)
    throw new CannotRun("--check needs to know what to look at: --stack, --target or flags.");
  const { client, privateHost = [] } = options;
  if (client !== undefined) requireClient(target, client);
  const network: Network = openNetwork(target, privateHost, session);
  try {
    const { runChecks } = await import("../verifier/run.js");
    const { results } = await runChecks(target, network, {
      groups: ["okta", "context7"],
      clients: client === undefined ? undefined : [client],
    });
    return results;
  } finally {
    await network.close();
  }
}

function explainPastedError(
  pasted: PastedError,
  options: ExplainOptions,
  target: VerifierTarget | undefined,
  session: Session,
  results: readonly CheckResult[] | undefined,
): ExitCode {
  const leg = options.leg === undefined ? undefined : (Number(options.leg) as Leg);
  const context = { target: target ?? assumedTarget(options), results };
  const meanings = explainError(pasted, context, leg);
  const document = { version: 1, kind: "error", meanings };
  const text = errorText(meanings, outputLayout(session));
  print(session, options.json ? asJson(document) : text);
  return ExitCode.Holds;
}
