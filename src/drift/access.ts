import {
  configuredOrgUrl,
  context7ApiKey,
  oktaSettings,
  type ProviderConfig,
  SettingsError,
} from "../../provider/credentials";
import { orgSettingsOf, orgUrlOf } from "../../provider/okta/issuer";
import { IN_A_TEAMSPACE } from "./comparedTypes";
import type { DeclaredResource } from "./declared";
import { revealed } from "./secret";
import type { ReadStack } from "./stacks/read";

/** What is taken from the environment of `drift` where a stack does not say it itself. */
export interface Fallback {
  /** Orgs of all examined stacks: the environment's credentials belong to one at most. */
  readonly orgUrls: ReadonlySet<string>;
  /**
   * Examined stacks that may be of another org: they could not be read, or nothing tells where one of
   * their resources is. The environment's credentials may be theirs.
   */
  readonly unplaced: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The org that a resource is in: what it says itself, or its provider in the state, or the one org that
 * the stack's other resources name.
 *
 * @returns `undefined` for what is in a teamspace, and so in none, and where nothing tells.
 */
export function orgUrlOfResource(resource: DeclaredResource, stack: ReadStack): string | undefined {
  if (IN_A_TEAMSPACE.has(resource.type)) return undefined;
  const own = revealed(resource.inputs.orgUrl);
  if (typeof own === "string") return own;
  const settings = providerSettings(resource, stack);
  const orgName = settings.get("okta:orgName");
  if (orgName !== undefined) return orgUrlOf(orgName, settings.get("okta:baseUrl"));
  const others = new Set(stack.declared.resources.map(({ inputs }) => revealed(inputs.orgUrl)));
  const [only, ...more] = [...others].filter((url) => typeof url === "string");
  return more.length === 0 ? only : undefined;
}

/**
 * With what a resource's org, or teamspace, is read: the settings of a provider that the program makes,
 * else the stack's configuration; then what its ESC environments set; then, while all examined stacks are
 * known to be of one org, the environment.
 */
export function accessFor(
  resource: DeclaredResource,
  stack: ReadStack,
  fallback: Fallback,
): ProviderConfig {
  const explicit = stack.providers.get(resource.provider)?.explicit;
  const values = explicit ? providerSettings(resource, stack) : stack.configuration;
  const outside = whyNot(fallback) === undefined ? fallback.environment : {};
  return { get: (key) => values.get(key), environment: { ...outside, ...stack.variables } };
}

/**
 * Makes sure of the credentials before anything is sent: for this org, and complete.
 *
 * @returns the configuration with this org's name.
 * @throws SettingsError
 */
export function oktaAccess(
  orgUrl: string,
  access: ProviderConfig,
  fallback: Fallback,
): ProviderConfig {
  const named = new Map(Object.entries(orgSettingsOf(orgUrl)));
  const config = { ...access, get: (key: string) => named.get(key) ?? access.get(key) };
  const namesOrg = access.get("okta:orgName") ?? access.environment?.OKTA_ORG_NAME;
  const configured = namesOrg ? configuredOrgUrl(access) : orgUrl;
  if (configured !== orgUrl) {
    throw new SettingsError(
      `The stack's objects are in ${orgUrl}, but it is configured for ${configured} (okta:orgName and ` +
        "okta:baseUrl, or OKTA_ORG_NAME and OKTA_BASE_URL). Give it the configuration of its org.",
    );
  }
  explained(() => oktaSettings(config), fallback, "OKTA_");
  refuseForeignToken(orgUrl, access);
  return config;
}

/** A token of the environment belongs to the org that the environment names, if it names one. */
function refuseForeignToken(orgUrl: string, { get, environment = {} }: ProviderConfig): void {
  const isConfigured = ["okta:apiToken", "okta:accessToken", "okta:clientId"].some((key) =>
    get(key),
  );
  if (isConfigured || !environment.OKTA_ORG_NAME) return;
  const baseUrl = environment.OKTA_BASE_URL ? undefined : get("okta:baseUrl");
  const ofEnvironment = (key: string) => (key === "okta:baseUrl" ? baseUrl : undefined);
  const itsOrg = configuredOrgUrl({ get: ofEnvironment, environment });
  if (itsOrg === orgUrl) return;
  throw new SettingsError(
    `The credentials in the environment are for ${itsOrg} (OKTA_ORG_NAME, OKTA_BASE_URL), the stack's ` +
      `objects in ${orgUrl}. Set the variables for this org, or configure the stack's own credentials.`,
  );
}

/** @throws SettingsError if there is no key for the teamspace's settings. */
export function context7Access(access: ProviderConfig, fallback: Fallback): ProviderConfig {
  explained(() => context7ApiKey(access), fallback, "CONTEXT7_API_KEY");
  return access;
}

/** Why variables that are set are not taken, if that is what lacks. */
function explained(work: () => unknown, fallback: Fallback, prefix: string): void {
  try {
    work();
  } catch (error) {
    const set = Object.keys(fallback.environment).filter((name) => name.startsWith(prefix));
    const why = whyNot(fallback);
    if (!(error instanceof SettingsError) || why === undefined || set.length === 0) throw error;
    throw new SettingsError(
      `${error.message} The environment has ${set.join(", ")}, which is not used: ${why}. Give each stack ` +
        "its own configuration.",
    );
  }
}

/** Why the environment's credentials may belong elsewhere; `undefined` if they cannot. */
function whyNot({ orgUrls, unplaced }: Fallback): string | undefined {
  if (orgUrls.size > 1)
    return `the examined stacks are of several orgs (${[...orgUrls].join(", ")})`;
  if (unplaced.length === 0) return undefined;
  return `it is not known in which org everything of ${unplaced.join(", ")} is`;
}

/** A provider's inputs under the names of the configuration. */
function providerSettings(
  { provider }: DeclaredResource,
  stack: ReadStack,
): ReadonlyMap<string, string> {
  const inputs = Object.entries(stack.providers.get(provider)?.inputs ?? {});
  return new Map(
    inputs.flatMap(([key, input]) => {
      const value = revealed(input);
      const text = Array.isArray(value) ? JSON.stringify(value) : value;
      return typeof text === "string"
        ? [[key.includes(":") ? key : `okta:${key}`, text] as const]
        : [];
    }),
  );
}
