import type { ProxyAgent } from "undici";
import { settingsClient } from "../../provider/context7/client";
import type { ProviderConfig } from "../../provider/credentials";
import { type OktaClient, oktaClient } from "../../provider/okta/client";
import type { Sandbox } from "../../sandbox";
import { fetchThrough } from "../../sandbox/fetch";
import type { Application, Connection, Org, Teamspace, User, World } from "../../sandbox/world";
import type { Fetch } from "../../src/idjag";
import type { VerifierAccess } from "../../src/verifier/run";
import { parseTarget, type VerifierTarget } from "../../src/verifier/target";
import {
  addApp,
  assign,
  CLIENT_AT_CONTEXT7,
  connect,
  named,
  REDIRECT_URI,
} from "../sandbox/developer/arrangement";

/** A healthy setup of one client in the sandbox, made anew for every test; to be broken by it. */
export interface Setup {
  world: World;
  org: Org;
  teamspace: Teamspace;
  requesting: Application;
  resource: Application;
  connection: Connection;
  developer: User;
  target: VerifierTarget;
  access: VerifierAccess;
  /** A client of the org's admin API with other credentials than the healthy one's. */
  clientWith(settings: Record<string, string | undefined>): OktaClient;
}

/** Makes the sandbox hold that set-up and nothing of an earlier one. */
export function arrange({ world, description }: Sandbox, dispatcher: ProxyAgent): Setup {
  const org = world.orgs.get("acme");
  const [teamspace] = world.context7.teamspaces.values();
  if (!org || !teamspace) throw new Error("The sandbox is empty.");
  for (const map of [org.apps, org.connections, teamspace.members]) map.clear();
  world.context7.usedJtis = new Map();
  world.faults.length = 0;
  org.connectionsApi = "available";
  org.hideCatalogOauthClient = false;
  for (const feature of org.features.values()) feature.status = "ENABLED";
  for (const admin of org.apiTokens.values()) admin.scopes = "all";
  teamspace.settings = { issuer: org.url };

  const developer = named(org, "dev.one");
  const resource = addApp(org, "resource", "Context7");
  const requesting = addApp(org, "requesting", "Claude Code");
  for (const app of [resource, requesting]) assign(app, developer);
  const connection = connect(org, requesting, resource);

  const target = parseTarget({
    orgUrl: org.url,
    issuer: org.url,
    resourceApp: { id: resource.id },
    requestingApps: {
      claude: {
        appId: requesting.id,
        clientId: requesting.id,
        clientIdAtResource: CLIENT_AT_CONTEXT7,
        connectionId: connection.id,
        tokenEndpointAuthMethod: "client_secret_post",
        redirectUris: [REDIRECT_URI],
      },
    },
    teamspace: {
      management: "api",
      issuer: org.url,
      confirmed: true,
      settingsUrl: description.context7.settingsUrl,
    },
  });
  if (!target.ok) throw new Error(target.mistakes.join("\n"));

  const values: Record<string, string> = {
    "okta:orgName": org.name,
    "okta:apiToken": description.okta.apiToken,
    "context7-ema:apiKey": teamspace.apiKey,
  };
  const configOf = (settings: Record<string, string | undefined>): ProviderConfig => ({
    get: (key) => settings[key],
    environment: {},
    dispatcher,
    limits: { retries: 0, longestWait: 0, totalWait: 0 },
  });
  const config = configOf(values);
  return {
    world,
    org,
    teamspace,
    requesting,
    resource,
    connection,
    developer,
    clientWith: (settings) => oktaClient(configOf({ ...values, ...settings })),
    target: target.target,
    access: {
      fetch: fetchThrough(dispatcher) as unknown as Fetch,
      okta: oktaClient(config),
      context7: settingsClient(config, description.context7.settingsUrl),
    },
  };
}
