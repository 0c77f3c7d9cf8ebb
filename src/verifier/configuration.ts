import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { type Settings, settings } from "./configurationSettings";
import { type ReadFile, readSources } from "./configurationSources";
import type { VerifierTarget } from "./target";

/** Long ones and secrets, which may also come from a file. */
const OR_FILE = [
  "VERIFIER_TARGET",
  "VERIFIER_BEARER_KEY",
  "VERIFIER_REDIS_URL",
  "VERIFIER_OKTA_PRIVATE_KEY",
  "VERIFIER_CONTEXT7_API_KEY",
  "VERIFIER_LIVE_CLIENT_SECRET",
  "VERIFIER_LIVE_PRIVATE_KEY",
  "VERIFIER_LIVE_CLIENT_SECRET_AT_RESOURCE",
  "VERIFIER_LIVE_PRIVATE_KEY_AT_RESOURCE",
];
const KNOWN = {
  orFile: OR_FILE,
  plain: Object.keys(settings.shape).filter((name) => !OR_FILE.includes(name)),
};

/** What a live flow needs besides the target; the sign-in is a refresh token in a file. */
export interface LiveConfiguration {
  /** The requesting app's key. */
  readonly client: string;
  readonly clientSecret?: string;
  /** PEM, for `private_key_jwt`. */
  readonly privateKey?: string;
  readonly privateKeyId?: string;
  readonly clientSecretAtResource?: string;
  /** PEM, for `private_key_jwt` at Context7. */
  readonly privateKeyAtResource?: string;
  readonly privateKeyIdAtResource?: string;
  /** How the secret is shown at Context7, which publishes no rule. */
  readonly authMethodAtResource: Settings["VERIFIER_LIVE_AUTH_METHOD_AT_RESOURCE"];
  readonly refreshTokenFile: string;
  readonly scope?: string;
  /** Milliseconds, at least a day; absent: only when asked for. */
  readonly interval?: number;
}

export interface VerifierConfiguration {
  readonly target: VerifierTarget;
  readonly listen: { readonly address: string; readonly port: number };
  /** Whether only programs of this machine reach it; then no key is asked for. */
  readonly isLoopback: boolean;
  readonly bearerKey?: string;
  /** Milliseconds between checks; absent: only when asked for. */
  readonly interval?: number;
  /** Folder for the last reports. */
  readonly dataDirectory: string;
  readonly redisUrl?: string;
  readonly privateHosts: readonly string[];
  /** Whose `X-Forwarded-For` is believed: addresses, or ranges in CIDR form. */
  readonly trustedProxies: readonly string[];
  /** That one address may make. */
  readonly requestsPerMinute: number;
  readonly logLevel: Settings["VERIFIER_LOG_LEVEL"];
  /** Read-only API service app in the Okta org. */
  readonly okta?: {
    readonly clientId: string;
    readonly privateKey: string;
    readonly privateKeyId?: string;
    readonly scopes: string;
  };
  readonly context7ApiKey?: string;
  readonly live?: LiveConfiguration;
  readonly warnings: readonly string[];
}

export type ParsedConfiguration =
  | { readonly ok: true; readonly configuration: VerifierConfiguration }
  /** All of them, each beginning with the name of its variable; no value of a secret. */
  | { readonly ok: false; readonly mistakes: readonly string[] };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The verifier's configuration from environment variables, or files that `*_FILE` names.
 * The reference is docs/verifier.md.
 */
export function readConfiguration(
  environment: Environment,
  readFile: ReadFile = (path) => readFileSync(path, "utf8"),
): ParsedConfiguration {
  const sources = readSources(environment, KNOWN, readFile);
  const parsed = settings.safeParse(sources.values);
  const wrong = (parsed.error?.issues ?? []).map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );
  const others = [...wrong, ...contradictions(sources.values, parsed.data?.VERIFIER_TARGET)];
  // A file that cannot be read was reported; that its setting is missing is no second mistake.
  const isReported = (line: string) =>
    sources.mistakes.some((known) => known.startsWith(line.split(":")[0] ?? ""));
  const mistakes = [...sources.mistakes, ...others.filter((line) => !isReported(line))];
  if (mistakes.length > 0 || !parsed.data) return { ok: false, mistakes };
  return { ok: true, configuration: configurationFrom(parsed.data, environment, sources.warnings) };
}

/** Rules between settings; on what was written, so that they are told along with all others. */
function contradictions(
  values: Readonly<Record<string, string>>,
  checked?: VerifierTarget,
): string[] {
  const has = (name: string) => values[name] !== undefined;
  const together = (name: string, other: string, why: string) =>
    has(name) && !has(other) ? [`${other}: It is missing, though ${name} is set: ${why}`] : [];
  const oneOf = (name: string, other: string) =>
    has(name) && has(other) ? [`${name}: ${other} is set as well. Keep one of the two.`] : [];
  const address = values.VERIFIER_LISTEN_ADDRESS ?? "127.0.0.1";
  const client = values.VERIFIER_LIVE_CLIENT;
  const clients = Object.keys(checked?.requestingApps ?? {});
  return [
    ...(isLoopbackAddress(address) || has("VERIFIER_BEARER_KEY")
      ? []
      : [
          `VERIFIER_BEARER_KEY: It is missing. On ${address} others than this machine reach the verifier, ` +
            "so everything but /healthz and /readyz needs a key: openssl rand -hex 32",
        ]),
    ...together(
      "VERIFIER_OKTA_CLIENT_ID",
      "VERIFIER_OKTA_PRIVATE_KEY",
      "the app signs in with it.",
    ),
    ...together("VERIFIER_OKTA_PRIVATE_KEY", "VERIFIER_OKTA_CLIENT_ID", "it says whose key it is."),
    ...together("VERIFIER_LIVE_CLIENT", "VERIFIER_LIVE_REFRESH_TOKEN_FILE", "it is the sign-in."),
    ...together("VERIFIER_LIVE_REFRESH_TOKEN_FILE", "VERIFIER_LIVE_CLIENT", "it says whose it is."),
    ...((values.VERIFIER_LIVE_INTERVAL ?? "off") === "off"
      ? []
      : together("VERIFIER_LIVE_INTERVAL", "VERIFIER_LIVE_CLIENT", "it says which client to try.")),
    ...oneOf("VERIFIER_LIVE_PRIVATE_KEY", "VERIFIER_LIVE_CLIENT_SECRET"),
    ...oneOf("VERIFIER_LIVE_PRIVATE_KEY_AT_RESOURCE", "VERIFIER_LIVE_CLIENT_SECRET_AT_RESOURCE"),
    ...(client && checked && !clients.includes(client)
      ? [
          `VERIFIER_LIVE_CLIENT: "${client}" is none of the target's requesting apps: ${clients.join(", ") || "it has none"}.`,
        ]
      : []),
  ];
}

function configurationFrom(
  from: Settings,
  environment: Environment,
  warnings: readonly string[],
): VerifierConfiguration {
  return {
    target: from.VERIFIER_TARGET,
    listen: { address: from.VERIFIER_LISTEN_ADDRESS, port: from.VERIFIER_LISTEN_PORT },
    isLoopback: isLoopbackAddress(from.VERIFIER_LISTEN_ADDRESS),
    bearerKey: from.VERIFIER_BEARER_KEY,
    interval: from.VERIFIER_INTERVAL,
    dataDirectory: from.VERIFIER_DATA_DIR ?? defaultDataDirectory(environment),
    redisUrl: from.VERIFIER_REDIS_URL,
    privateHosts: from.VERIFIER_PRIVATE_HOSTS,
    trustedProxies: from.VERIFIER_TRUSTED_PROXIES,
    requestsPerMinute: from.VERIFIER_REQUESTS_PER_MINUTE,
    logLevel: from.VERIFIER_LOG_LEVEL,
    okta: oktaFrom(from),
    context7ApiKey: from.VERIFIER_CONTEXT7_API_KEY,
    live: liveFrom(from),
    warnings,
  };
}

function oktaFrom(from: Settings): VerifierConfiguration["okta"] {
  const { VERIFIER_OKTA_CLIENT_ID: clientId, VERIFIER_OKTA_PRIVATE_KEY: key } = from;
  if (!clientId || !key) return undefined;
  const { VERIFIER_OKTA_PRIVATE_KEY_ID: privateKeyId, VERIFIER_OKTA_SCOPES: scopes } = from;
  return { clientId, privateKey: key, privateKeyId, scopes };
}

function liveFrom(from: Settings): LiveConfiguration | undefined {
  const { VERIFIER_LIVE_CLIENT: client, VERIFIER_LIVE_REFRESH_TOKEN_FILE: refreshTokenFile } = from;
  if (!client || !refreshTokenFile) return undefined;
  return {
    client,
    refreshTokenFile,
    clientSecret: from.VERIFIER_LIVE_CLIENT_SECRET,
    privateKey: from.VERIFIER_LIVE_PRIVATE_KEY,
    privateKeyId: from.VERIFIER_LIVE_PRIVATE_KEY_ID,
    clientSecretAtResource: from.VERIFIER_LIVE_CLIENT_SECRET_AT_RESOURCE,
    privateKeyAtResource: from.VERIFIER_LIVE_PRIVATE_KEY_AT_RESOURCE,
    privateKeyIdAtResource: from.VERIFIER_LIVE_PRIVATE_KEY_ID_AT_RESOURCE,
    authMethodAtResource: from.VERIFIER_LIVE_AUTH_METHOD_AT_RESOURCE,
    scope: from.VERIFIER_LIVE_SCOPE,
    interval: from.VERIFIER_LIVE_INTERVAL,
  };
}

/** The whole of 127.0.0.0/8 is this machine (RFC 1122 §3.2.1.3). */
function isLoopbackAddress(address: string): boolean {
  return address === "localhost" || address === "::1" || /^127(?:\.\d{1,3}){3}$/.test(address);
}

/** systemd's `StateDirectory=`, else the place of the XDG Base Directory Specification. */
function defaultDataDirectory(environment: Environment): string {
  if (environment.STATE_DIRECTORY) return environment.STATE_DIRECTORY;
  const state = environment.XDG_STATE_HOME || join(environment.HOME || homedir(), ".local/state");
  return join(state, "context7-ema");
}

/** What must not be seen in any output. */
export function secretsOf(configuration: VerifierConfiguration): string[] {
  const { bearerKey, okta, context7ApiKey, live, redisUrl } = configuration;
  // As the address has it and as Redis gets it: either may turn up in what a library says.
  const password = redisUrl ? new URL(redisUrl).password : "";
  const secrets = [
    bearerKey,
    okta?.privateKey,
    context7ApiKey,
    live?.clientSecret,
    live?.privateKey,
    live?.clientSecretAtResource,
    live?.privateKeyAtResource,
    password,
    decodeURIComponent(password),
  ];
  return [...new Set(secrets)].filter(
    (secret) => secret !== undefined && secret !== "",
  ) as string[];
}
