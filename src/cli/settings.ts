import { readFile } from "node:fs/promises";
import { type Command, InvalidArgumentError } from "commander";
import { orgUrlOf } from "../../provider/okta/issuer";
import { shownText } from "../../provider/shownText";
import {
  type ParsedTarget,
  parseTarget,
  targetFromOutputs,
  type VerifierTarget,
} from "../verifier/target";
import { CannotRun, UsageError } from "./exit";
import type { Session } from "./session";
import { readStackOutputs } from "./stackOutputs";

/** The options by which every command is told what to look at. */
export interface TargetOptions {
  stack?: string;
  cwd?: string;
  target?: string;
  orgUrl?: string;
  issuer?: string;
  resourceIssuer?: string;
  mcpUrl?: string;
  resourceApp?: string;
  requestingApp?: Record<string, RequestingAppFlag>;
}

interface RequestingAppFlag {
  appId: string;
  clientId: string;
  clientIdAtResource: string;
}

/** What a command works on. */
export interface Settings {
  readonly target: VerifierTarget;
  /** The stack's outputs, with their secrets if those were asked for; empty without a stack. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export function addTargetOptions(command: Command): Command {
  return command
    .optionsGroup("What to look at:")
    .option("-s, --stack <name>", "take everything from a Pulumi stack's outputs")
    .option("-C, --cwd <folder>", "folder of the stack's Pulumi.yaml (default: this one)")
    .option(
      "--target <file>",
      "take everything from a JSON file (node_modules/context7-ema/docs/command-line.md)",
    )
    .option("--org-url <url>", "the Okta org (default: of OKTA_ORG_NAME and OKTA_BASE_URL)")
    .option("--issuer <url>", "issuer of the ID-JAGs (default: the org's address)")
    .option("--resource-issuer <url>", "issuer at Context7 (default: https://context7.com)")
    .option("--mcp-url <url>", "the MCP server (default: https://mcp.context7.com/mcp/oauth)")
    .option("--resource-app <app>", "Context7 as Okta knows it, by id or label (default: Context7)")
    .option(
      "--requesting-app <client>",
      "an MCP client as key=app id,client id at Context7[,client id]; may be repeated",
      addRequestingApp,
    );
}

/** `probe=0oa1,mcpclient-at-context7`; Okta's client ID is the app's id unless it was set. */
export function addRequestingApp(
  value: string,
  previous: Record<string, RequestingAppFlag> = {},
): Record<string, RequestingAppFlag> {
  const parts = /^([^=,]+)=([^=,]+),([^=,]+)(?:,([^=,]+))?$/.exec(value);
  if (!parts) {
    throw new InvalidArgumentError(
      "Expected is key=app id,client id at Context7, such as probe=0oa1,mcpclient-at-context7.",
    );
  }
  const [, key = "", appId = "", clientIdAtResource = "", clientId = appId] = parts;
  return { ...previous, [key]: { appId, clientId, clientIdAtResource } };
}

/** Whether anything says which org to look at. */
export function namesTarget(options: TargetOptions, session: Session): boolean {
  const { stack, target, orgUrl } = options;
  return Boolean(stack || target || orgUrl || orgUrlFrom(session));
}

/**
 * Puts together what to look at: a stack's outputs or a file, and over them the flags; without
 * either, flags and environment alone.
 *
 * @param withSecrets whether the stack's secret outputs are needed as well.
 * @throws UsageError for flags that contradict each other; CannotRun for settings that do not fit,
 *   with all mistakes at once.
 */
export async function readSettings(
  options: TargetOptions,
  session: Session,
  withSecrets = false,
): Promise<Settings> {
  if (options.stack && options.target) {
    throw new UsageError("Both --stack and --target are given; take one of them.");
  }
  if (options.cwd && !options.stack) throw new UsageError("-C goes with --stack.");
  if (options.orgUrl !== undefined) requireHttps(options.orgUrl);
  if (options.stack) {
    const outputs = await readStackOutputs({
      name: options.stack,
      directory: options.cwd ?? process.cwd(),
      withSecrets,
      environment: { ...session.environment },
    });
    const base = accepted(
      targetFromOutputs(outputs),
      `The outputs of the stack ${options.stack} do not say`,
      OUTPUTS_REMEDY,
    );
    return { target: withFlags(base, options), outputs };
  }
  if (options.target) {
    const base = accepted(
      parseTarget(await readJson(options.target)),
      `${options.target} does not say`,
    );
    return { target: withFlags(base, options), outputs: {} };
  }
  return { target: fromFlags(options, session), outputs: {} };
}

/** Here, where the flag's name is known: later it is an org's address, and the issuer's default as well. */
function requireHttps(orgUrl: string): void {
  const url = URL.parse(orgUrl);
  if (url?.protocol === "https:") {
    if (!/^[^.]+-admin\./.test(url.hostname)) return;
    const org = url.hostname.replace("-admin.", ".");
    throw new UsageError(
      `--org-url is the Admin Console's address, ${shownText(orgUrl)}. Expected is the org's: https://${org}.`,
    );
  }
  const bare = /^[\w.-]+\.[a-z]{2,}$/i.test(orgUrl) ? `https://${orgUrl}` : "https://acme.okta.com";
  throw new UsageError(
    `--org-url is ${shownText(orgUrl) || "empty"}. Expected is an https address: ${bare}.`,
  );
}

function withFlags(base: VerifierTarget, options: TargetOptions): VerifierTarget {
  const flags = flagValues(options);
  const requestingApps = { ...base.requestingApps, ...options.requestingApp };
  return accepted(parseTarget({ ...base, ...flags, requestingApps }), COMMAND_LINE);
}

function fromFlags(options: TargetOptions, session: Session): VerifierTarget {
  const orgUrl = options.orgUrl ?? orgUrlFrom(session);
  if (!orgUrl) {
    throw new CannotRun(
      "It is not known which Okta org to look at. Name a stack (--stack dev), a file (--target), or the " +
        "org: --org-url https://acme.okta.com, or OKTA_ORG_NAME=acme in the environment.",
    );
  }
  const defaults = {
    orgUrl,
    issuer: orgUrl,
    resourceApp: { label: "Context7" },
    requestingApps: {},
  };
  return accepted(parseTarget({ ...defaults, ...flagValues(options) }), COMMAND_LINE);
}

function orgUrlFrom({ environment }: Session): string | undefined {
  const { OKTA_ORG_NAME: name, OKTA_BASE_URL: base } = environment;
  return name ? orgUrlOf(name, base || undefined) : undefined;
}

function flagValues(options: TargetOptions): Record<string, unknown> {
  const { orgUrl, issuer, resourceIssuer, mcpUrl, resourceApp, requestingApp } = options;
  const values = {
    orgUrl,
    issuer,
    resourceIssuer,
    mcpUrl,
    resourceApp: resourceApp === undefined ? undefined : appNamed(resourceApp),
    requestingApps: requestingApp,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Okta's ids of apps: `0oa` and 17 more letters and digits. Anything else is a label. */
export function appNamed(name: string): { id: string } | { label: string } {
  return /^0oa[0-9A-Za-z]{17}$/.test(name) ? { id: name } : { label: name };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const missing = code === "ENOENT" ? "there is no such file" : code;
    const why = error instanceof SyntaxError ? "it is not JSON" : missing;
    throw new CannotRun(`${path} cannot be read: ${why}.`);
  }
}

const COMMAND_LINE = "The command line does not say";
const OUTPUTS_REMEDY =
  "\nThe stack's program has to export them at the top level, by these names " +
  "(node_modules/context7-ema/docs/command-line.md, What to look at); then run `pulumi up`.";

function accepted(parsed: ParsedTarget, whatDoesNot: string, remedy = ""): VerifierTarget {
  if (parsed.ok) return parsed.target;
  const lines = parsed.mistakes.map((mistake) => `  - ${mistake}`);
  throw new CannotRun(`${whatDoesNot} all that is needed:\n${lines.join("\n")}${remedy}`);
}
