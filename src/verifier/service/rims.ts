import { settingsClient } from "../../../provider/context7/client";
import { oktaClient } from "../../../provider/okta/client";
import { orgSettingsOf } from "../../../provider/okta/issuer";
import type { LiveConfiguration, VerifierConfiguration } from "../configuration";
import type { LiveRequest } from "../flow/request";
import type { VerifierAccess } from "../run";
import type { VerifierTarget } from "../target";
import { createTransport, type Transport, type TransportOptions } from "../transport";
import { clientAtOkta, clientAtResource } from "./liveClients";
import type { RunRequest } from "./runs";

/** A run must not hang because a rate limit will not end; the next one comes soon. Milliseconds. */
const RETRIES = { retries: 2, longestWait: 10_000, totalWait: 15_000 };

/** A transport that reaches the hosts of the configuration's target and no others. */
export function transportFor(
  { target, privateHosts }: VerifierConfiguration,
  options: Partial<TransportOptions> = {},
): Transport {
  const { orgUrl, issuer, resourceIssuer, mcpUrl, teamspace } = target;
  const settings = teamspace?.settingsUrl ? [teamspace.settingsUrl] : [];
  const urls = [orgUrl, issuer, resourceIssuer, mcpUrl, ...settings];
  return createTransport({ urls, privateHosts, ...options });
}

/** What checks reach the world by: only the verifier's own credentials, nothing of the environment. */
export function accessFor(
  { target, okta, context7ApiKey }: VerifierConfiguration,
  { fetch, dispatcher }: Transport,
): VerifierAccess {
  const values: Record<string, string | undefined> = {
    ...orgSettingsOf(target.orgUrl),
    "okta:clientId": okta?.clientId,
    "okta:privateKey": okta?.privateKey,
    "okta:privateKeyId": okta?.privateKeyId,
    "okta:scopes": okta?.scopes,
    "context7-ema:apiKey": context7ApiKey,
  };
  const settings = {
    get: (key: string) => values[key],
    environment: {},
    dispatcher,
    limits: RETRIES,
  };
  const settingsUrl = target.teamspace?.settingsUrl;
  return {
    fetch,
    okta: okta && oktaClient(settings),
    context7: context7ApiKey && settingsUrl ? settingsClient(settings, settingsUrl) : undefined,
  };
}

/** A refresh token of a file, and the way to replace it there. */
export interface StoredRefreshToken {
  readonly token: string;
  replace(token: string): Promise<void>;
}

/**
 * Puts together what one live flow needs.
 *
 * @throws when the refresh token cannot be read.
 */
export async function liveRequest(
  live: LiveConfiguration,
  target: VerifierTarget,
  request: RunRequest,
  readRefreshToken: (path: string) => Promise<StoredRefreshToken>,
): Promise<LiveRequest> {
  const app = target.requestingApps[live.client];
  if (!app) throw new Error(`The target has no requesting app "${live.client}".`);
  const stored = await readRefreshToken(live.refreshTokenFile);
  return {
    client: live.client,
    atOkta: await clientAtOkta(live, app.clientId, app.tokenEndpointAuthMethod),
    atResource: await clientAtResource(live, app.clientIdAtResource),
    subject: { type: "refresh_token", token: stored.token },
    scope: live.scope,
    probes: request.probes,
    onRefreshToken: (token) => stored.replace(token),
  };
}
