import type { SettingsClient } from "../../provider/context7/client";
import { settingsClient } from "../../provider/context7/client";
import type { ProviderConfig } from "../../provider/credentials";
import { type OktaClient, oktaClient } from "../../provider/okta/client";
import { orgSettingsOf } from "../../provider/okta/issuer";
import type { VerifierAccess } from "../verifier/run";
import type { VerifierTarget } from "../verifier/target";
import { createTransport, type Transport } from "../verifier/transport";
import { CannotRun } from "./exit";
import type { Session } from "./session";

/** The ways to Okta and Context7 for one command. */
export interface Network extends VerifierAccess, Pick<Transport, "addressesCheckedBy"> {
  close(): Promise<void>;
}

/**
 * Opens the ways to the hosts of a target, and to no others. Okta's management API is used where the
 * environment has credentials for it, under the names of the Okta provider plugin; the teamspace's
 * settings where it has `CONTEXT7_API_KEY`.
 *
 * @throws SettingsError for credentials that are incomplete or ambiguous.
 */
export function openNetwork(
  target: VerifierTarget,
  privateHosts: readonly string[],
  session: Session,
): Network {
  const { orgUrl, issuer, resourceIssuer, mcpUrl, teamspace } = target;
  const urls = [orgUrl, issuer, resourceIssuer, mcpUrl, teamspace?.settingsUrl ?? orgUrl];
  const transport = createTransport({
    urls,
    privateHosts,
    environment: { ...session.environment },
  });
  const config = configFor(orgUrl, transport, session);
  return {
    fetch: transport.fetch,
    addressesCheckedBy: transport.addressesCheckedBy,
    okta: oktaIfSignedIn(config),
    context7: settingsIfReadable(config, target),
    close: transport.close,
  };
}

/** @throws CannotRun where there are no credentials for the management API. */
export function requireOkta({ okta }: Network, orgUrl: string): OktaClient {
  if (okta) return okta;
  throw new CannotRun(
    `Okta's management API has to be asked, and there are no credentials for ${orgUrl} in the ` +
      "environment. Set OKTA_API_TOKEN, OKTA_ACCESS_TOKEN, or OKTA_API_CLIENT_ID with " +
      "OKTA_API_PRIVATE_KEY and OKTA_API_SCOPES (node_modules/context7-ema/docs/permissions.md has the scopes; reading is enough).",
  );
}

function configFor(orgUrl: string, { dispatcher }: Transport, session: Session): ProviderConfig {
  // The target says which org; the environment may name another one, whose credentials would be wrong.
  const values: Record<string, string> = { ...orgSettingsOf(orgUrl) };
  return {
    get: (key) => values[key],
    environment: { ...session.environment },
    dispatcher,
  };
}

function oktaIfSignedIn(config: ProviderConfig): OktaClient | undefined {
  const { environment = {} } = config;
  const names = ["OKTA_API_TOKEN", "OKTA_ACCESS_TOKEN", "OKTA_API_CLIENT_ID"];
  return names.some((name) => environment[name]) ? oktaClient(config) : undefined;
}

function settingsIfReadable(
  config: ProviderConfig,
  { teamspace }: VerifierTarget,
): SettingsClient | undefined {
  const hasKey = Boolean(config.environment?.CONTEXT7_API_KEY);
  const url = teamspace?.settingsUrl;
  return hasKey && url !== undefined ? settingsClient(config, url) : undefined;
}
