import { type Command, InvalidArgumentError, Option } from "commander";
import type { LiveRequest } from "../verifier/flow/request";
import { FLOW_PROBES, type IdJagCount, type Report } from "../verifier/report";
import type { RequestingAppTarget, VerifierTarget } from "../verifier/target";
import {
  AT_OKTA,
  AT_RESOURCE,
  AUTH_METHODS,
  type AuthMethod,
  hasCredentials,
  oauthClient,
} from "./clientCredentials";
import { signInRefusalText } from "./errorText";
import { UsageError } from "./exit";
import { idJagCountPath, readIdJagCount, writeIdJagCount } from "./idJagCountFile";
import { isLoopback } from "./loopback";
import type { Network } from "./network";
import { openBrowser } from "./openBrowser";
import { readRefreshTokenFile, saveRefreshToken } from "./refreshTokenFile";
import { isInteractive, outputLayout, type Session, tell } from "./session";
import { signInWithBrowser } from "./signIn";

/** The options of a live flow, in `flow` and in `doctor --live`. */
export interface LiveOptions {
  refreshTokenFile?: string;
  saveRefreshToken?: string;
  redirectUri?: string;
  signInScope?: string;
  scope?: string;
  open?: boolean;
  timeout?: number;
  probes?: boolean;
  oktaAuth?: AuthMethod;
  resourceAuth?: AuthMethod;
}

export function addLiveOptions(command: Command): Command {
  const method = (flags: string, text: string) => new Option(flags, text).choices(AUTH_METHODS);
  return command
    .option(
      "--refresh-token-file <file>",
      "sign in with the refresh token in this file (mode 0600)",
    )
    .option("--save-refresh-token <file>", "keep the browser sign-in's refresh token in this file")
    .option("--redirect-uri <url>", "loopback address for the browser sign-in (default: the app's)")
    .option("--open", "open the browser (default: on a terminal)")
    .option("--no-open", "do not open the browser, only print the address")
    .option("--timeout <seconds>", "how long to wait for the browser sign-in", secondsOf, 300)
    .option("--sign-in-scope <scopes>", "scopes of the browser sign-in", "openid email")
    .option("--scope <scopes>", "scopes to ask for on the ID-JAG (default: none)")
    .option("--probes", "also try what must be refused; takes one more ID-JAG each")
    .addOption(method("--okta-auth <method>", "how the client proves itself at Okta"))
    .addOption(method("--resource-auth <method>", "how the client proves itself at Context7"));
}

function secondsOf(value: string): number {
  if (!/^[1-9]\d{0,4}$/.test(value)) throw new InvalidArgumentError("Expected are whole seconds.");
  return Number(value);
}

/** A live flow, ready to be asked for; or why the sign-in before it was refused, as text. */
export type PreparedLive =
  | {
      readonly refused?: undefined;
      readonly request: LiveRequest;
      readonly counted: IdJagCount | undefined;
      /** Keeps the count of ID-JAGs for the next time. */
      remember(report: Report): Promise<void>;
    }
  | {
      readonly refused: string;
      /** The same in one line, for a report. */
      readonly reason: string;
      readonly request?: undefined;
      readonly counted: IdJagCount | undefined;
    };

export interface LivePreparation {
  /** The requesting app's key. */
  readonly client: string;
  readonly target: VerifierTarget;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly options: LiveOptions;
  readonly network: Network;
  readonly session: Session;
}

/** Whether a stack's secrets are needed for a live flow: not where the environment has the client's own. */
export function needsStackSecrets({ environment }: Session): boolean {
  return !hasCredentials(environment, AT_OKTA);
}

const WARNING =
  "This signs in for real. The first success makes the person a member of the teamspace, who may be " +
  "billed; use a person and a client of their own for probing. Okta allows 250 ID-JAGs for one user, " +
  "app and month: this takes ";

/** Reads the client's credentials, warns, and signs in. */
export async function prepareLive(preparation: LivePreparation): Promise<PreparedLive> {
  const { client, target, options, network, session } = preparation;
  const app = target.requestingApps[client] as RequestingAppTarget;
  if (options.refreshTokenFile && options.saveRefreshToken) {
    throw new UsageError(
      "--save-refresh-token goes with the browser sign-in; --refresh-token-file is kept up to date anyway.",
    );
  }
  const { environment } = session;
  const atOkta = await oauthClient({
    clientId: app.clientId,
    method: options.oktaAuth ?? declaredMethod(app),
    names: AT_OKTA,
    environment,
    stackSecret: secretIn(preparation),
  });
  const atResource = await oauthClient({
    clientId: app.clientIdAtResource,
    method: options.resourceAuth,
    names: AT_RESOURCE,
    environment,
  });
  const probes = options.probes ? FLOW_PROBES : [];
  // Last of all that comes before the sign-in: who only mistyped something is not to be warned of a bill.
  const warn = () => tell(session, `${WARNING}${idJags(1 + probes.length)}\n`);

  const common = { client, atOkta, atResource, scope: options.scope, probes };
  const countPath = idJagCountPath(environment);
  const counted = await readIdJagCount(countPath);
  const remember = (report: Report) => rememberCount(countPath, report, session);
  if (options.refreshTokenFile) {
    const file = await readRefreshTokenFile(options.refreshTokenFile);
    warn();
    const subject = { type: "refresh_token", token: file.token } as const;
    return { request: { ...common, subject, onRefreshToken: file.replace }, counted, remember };
  }
  const redirectUri = redirectUriFor(client, app, options);
  const signedIn = await signInWithBrowser({
    issuer: target.issuer,
    client: atOkta,
    redirectUri,
    scopes: scopesOf(options),
    fetch: network.fetch,
    timeout: (options.timeout ?? 300) * 1000,
    present: (url) => {
      warn();
      present(url, options, session);
    },
  });
  if (!signedIn.ok) {
    const { error, errorDescription } = signedIn;
    const said = errorDescription ? `${error}: ${errorDescription}` : error;
    return {
      refused: signInRefusalText(signedIn, target, outputLayout(session)),
      reason: `Okta refused the sign-in before the live flow (${said})`,
      counted,
    };
  }
  if (options.saveRefreshToken)
    await keep(options.saveRefreshToken, signedIn.refreshToken, session);
  const subject = { type: "id_token", token: signedIn.idToken } as const;
  return { request: { ...common, subject }, counted, remember };
}

function idJags(count: number): string {
  return count === 1 ? "one." : `up to ${count}.`;
}

/** A method that is declared and known here; Okta's `client_secret_jwt` is not. */
function declaredMethod({ tokenEndpointAuthMethod }: RequestingAppTarget): AuthMethod | undefined {
  return AUTH_METHODS.find((method) => method === tokenEndpointAuthMethod);
}

function secretIn({ client, outputs }: LivePreparation): string | undefined {
  const apps = outputs.requestingApps as Record<string, { clientSecret?: unknown }> | undefined;
  const secret = apps?.[client]?.clientSecret;
  // Without --show-secrets Pulumi writes "[secret]".
  return typeof secret === "string" && secret !== "" && secret !== "[secret]" ? secret : undefined;
}

function redirectUriFor(key: string, app: RequestingAppTarget, options: LiveOptions): string {
  const uri = options.redirectUri ?? app.redirectUris?.find(isLoopback);
  if (uri !== undefined) return uri;
  throw new UsageError(
    `No redirect URI on this machine is known for the client ${key}. Name one of the app's Sign-in ` +
      "redirect URIs with --redirect-uri, such as http://127.0.0.1:6276/oauth/callback (Okta compares " +
      "them letter by letter), or sign in with --refresh-token-file.",
  );
}

function scopesOf({ signInScope = "", saveRefreshToken }: LiveOptions): string[] {
  const scopes = signInScope.split(/\s+/).filter((scope) => scope !== "");
  return saveRefreshToken ? [...new Set([...scopes, "offline_access"])] : scopes;
}

function present(url: URL, { open }: LiveOptions, session: Session): void {
  tell(session, `\nSign in here:\n${url.href}\n`);
  if (open ?? isInteractive(session)) openBrowser(url);
}

async function keep(path: string, token: string | undefined, session: Session): Promise<void> {
  if (token !== undefined) return saveRefreshToken(path, token);
  tell(
    session,
    "Okta gave no refresh token: allow the grant type Refresh Token and the scope offline_access for the app.",
  );
}

async function rememberCount(path: string, report: Report, session: Session): Promise<void> {
  try {
    await writeIdJagCount(path, report.idJagsThisMonth);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    tell(session, `The count of ID-JAGs could not be written to ${path}: ${code}.`);
  }
}
