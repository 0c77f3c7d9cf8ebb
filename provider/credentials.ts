import { ExplainedError } from "./explainedError";
import type { HttpOptions } from "./http";
import { issuerProblem, orgUrlOf } from "./okta/issuer";

/**
 * What the CRUD functions get from outside: the provider's configuration, as Pulumi's `Config`, and
 * the rims of the program, which have defaults.
 */
export interface ProviderConfig extends HttpOptions {
  /** A configuration value by its full key, for instance `okta:orgName`. */
  get(key: string): string | undefined;
  /** Default: `process.env`. */
  environment?: Record<string, string | undefined>;
  /** Takes a line for the person at the terminal. Default: standard error, which Pulumi displays. */
  warn?(line: string): void;
}

export type OktaCredentials =
  | { kind: "apiToken"; apiToken: string }
  | { kind: "accessToken"; accessToken: string }
  | {
      kind: "privateKey";
      clientId: string;
      /** PEM text, or the path of a PEM file. */
      privateKey: string;
      privateKeyId?: string;
      scopes: string[];
    };

export interface OktaSettings {
  /** `https://acme.okta.com`. */
  orgUrl: string;
  credentials: OktaCredentials;
}

/** A setting is missing, ambiguous or malformed; the message names it in both spellings. */
export class SettingsError extends ExplainedError {}

/** Configuration key → environment variable: the names of the Okta provider plugin. */
export const environmentNames = {
  "okta:orgName": "OKTA_ORG_NAME",
  "okta:baseUrl": "OKTA_BASE_URL",
  "okta:apiToken": "OKTA_API_TOKEN",
  "okta:accessToken": "OKTA_ACCESS_TOKEN",
  "okta:clientId": "OKTA_API_CLIENT_ID",
  "okta:privateKey": "OKTA_API_PRIVATE_KEY",
  "okta:privateKeyId": "OKTA_API_PRIVATE_KEY_ID",
  "okta:scopes": "OKTA_API_SCOPES",
  "context7-ema:apiKey": "CONTEXT7_API_KEY",
} as const;

type SettingKey = keyof typeof environmentNames;

/** Those that are secrets: what a stack may be deployed with. */
export const secretSettings = [
  "okta:apiToken",
  "okta:accessToken",
  "okta:privateKey",
  "context7-ema:apiKey",
] as const satisfies readonly SettingKey[];

/**
 * The configured org's address.
 *
 * @throws SettingsError if it is missing, or is not that of an org (an Admin Console address, …).
 */
export function configuredOrgUrl(config: ProviderConfig): string {
  const orgName = required(
    config,
    "okta:orgName",
    "the first label of https://acme.okta.com: acme",
  );
  const orgUrl = orgUrlOf(orgName, setting(config, "okta:baseUrl"));
  const problem = issuerProblem(orgUrl);
  if (problem) {
    throw new SettingsError(`${bothNames("okta:orgName")} is "${orgName}". ${problem.message}`);
  }
  return orgUrl;
}

/**
 * The org and the one way to sign in to it. Each setting comes from the configuration or, if it is
 * not there, from the environment. Configured credentials win over credentials that are only in the
 * environment; two ways from the same place are refused rather than guessed between.
 *
 * @throws SettingsError
 */
export function oktaSettings(config: ProviderConfig): OktaSettings {
  const orgUrl = configuredOrgUrl(config);
  const ways: SettingKey[] = ["okta:apiToken", "okta:accessToken", "okta:clientId"];
  const configured = ways.filter((key) => configValue(config, key));
  const given = configured.length > 0 ? configured : ways.filter((key) => setting(config, key));
  if (given.length > 1) {
    throw new SettingsError(
      `There is more than one way to sign in to ${orgUrl}: ${given.map(bothNames).join("; ")}. ` +
        "Keep one and remove the others.",
    );
  }
  return { orgUrl, credentials: credentialsFrom(config, given[0], orgUrl) };
}

function credentialsFrom(
  config: ProviderConfig,
  key: SettingKey | undefined,
  orgUrl: string,
): OktaCredentials {
  switch (key) {
    case "okta:apiToken":
      return { kind: "apiToken", apiToken: required(config, key) };
    case "okta:accessToken":
      return { kind: "accessToken", accessToken: required(config, key) };
    case "okta:clientId":
      return {
        kind: "privateKey",
        clientId: required(config, key),
        privateKey: required(config, "okta:privateKey", "the private key of that API service app"),
        privateKeyId: setting(config, "okta:privateKeyId"),
        scopes: scopesFrom(
          required(
            config,
            "okta:scopes",
            "which scopes to ask for; see node_modules/context7-ema/docs/permissions.md",
          ),
        ),
      };
    default:
      throw new SettingsError(
        `There are no credentials for ${orgUrl}. Set one of: ${bothNames("okta:apiToken")}; ` +
          `${bothNames("okta:accessToken")}; ${bothNames("okta:clientId")} with ` +
          `${bothNames("okta:privateKey")} and ${bothNames("okta:scopes")}.`,
      );
  }
}

/** @throws SettingsError if there is no key. */
export function context7ApiKey(config: ProviderConfig): string {
  return required(
    config,
    "context7-ema:apiKey",
    "an API key made by an owner or admin of the teamspace in Context7's dashboard",
  );
}

/** A JSON array, as Pulumi stores lists, or separated by commas or spaces, as in the environment. */
function scopesFrom(value: string): string[] {
  const list = value.trim().startsWith("[") ? parseList(value) : value.split(/[\s,]+/);
  const scopes = list.filter((scope) => scope !== "");
  if (scopes.length === 0) throw new SettingsError(`${bothNames("okta:scopes")} names no scope.`);
  return scopes;
}

function parseList(value: string): string[] {
  try {
    const list: unknown = JSON.parse(value);
    if (Array.isArray(list) && list.every((item) => typeof item === "string")) return list;
  } catch {
    // Reported below: what matters is what was expected.
  }
  throw new SettingsError(
    `${bothNames("okta:scopes")} is not a list of strings such as ["okta.apps.manage"].`,
  );
}

function configValue(config: ProviderConfig, key: SettingKey): string | undefined {
  return config.get(key) || undefined;
}

function setting(config: ProviderConfig, key: SettingKey): string | undefined {
  const environment = config.environment ?? process.env;
  return configValue(config, key) ?? (environment[environmentNames[key]] || undefined);
}

function required(config: ProviderConfig, key: SettingKey, meaning?: string): string {
  const value = setting(config, key);
  if (value !== undefined) return value;
  throw new SettingsError(`${bothNames(key)} is missing${meaning ? `: ${meaning}` : ""}.`);
}

function bothNames(key: SettingKey): string {
  return `${key} (or ${environmentNames[key]})`;
}
