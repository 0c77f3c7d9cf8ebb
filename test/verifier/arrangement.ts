import { after, before, beforeEach } from "mocha";
import type { ProxyAgent } from "undici";
import { settingsClient } from "../../provider/context7/client";
import type { ProviderConfig } from "../../provider/credentials";
import { oktaClient } from "../../provider/okta/client";
import { type Sandbox, startSandbox } from "../../sandbox";
import { signIn } from "../../sandbox/developer";
import { sandboxDispatcher } from "../../sandbox/dispatcher";
import { fetchThrough } from "../../sandbox/fetch";
import { newId, timestamp } from "../../sandbox/okta/identifiers";
import type {
  Application,
  Connection,
  Fault,
  Org,
  Teamspace,
  User,
  World,
} from "../../sandbox/world";
import type { Fetch } from "../../src/idjag";
import type { LiveRequest } from "../../src/verifier/flow/request";
import type { Report } from "../../src/verifier/report";
import { type RunOptions, runChecks, type VerifierAccess } from "../../src/verifier/run";
import { parseTarget, type VerifierTarget } from "../../src/verifier/target";
import {
  addApp,
  assign,
  CLIENT_AT_CONTEXT7,
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
}

/** Starts one sandbox for a `describe`. */
export function verifiedSandbox() {
  let sandbox: Sandbox;
  let dispatcher: ProxyAgent;
  let setup: Setup;

  before(async function () {
    this.timeout(60_000);
    sandbox = await startSandbox();
    dispatcher = sandboxDispatcher(sandbox.description);
  });
  beforeEach(() => {
    setup = arrange(sandbox, dispatcher);
  });
  after(async () => {
    await dispatcher?.close();
    await sandbox?.stop();
  });

  return {
    get setup() {
      return setup;
    },
    get description() {
      return sandbox.description;
    },
    plan(fault: Omit<Fault, "times">) {
      setup.world.faults.push({ ...fault, times: 1000 });
    },
    run(options?: RunOptions) {
      return runChecks(setup.target, setup.access, options);
    },
    live: (overrides?: LiveOptions) => liveRequest(setup, overrides),
  };
}

function arrange({ world, description }: Sandbox, dispatcher: ProxyAgent): Setup {
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
  const connection: Connection = {
    id: newId("cwo"),
    requestingAppInstanceId: requesting.id,
    resourceAppInstanceId: resource.id,
    status: "ACTIVE",
    created: timestamp(),
    lastUpdated: timestamp(),
  };
  org.connections.set(connection.id, connection);

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
  const config: ProviderConfig = {
    get: (key) => values[key],
    environment: {},
    dispatcher,
    limits: { retries: 0, longestWait: 0, totalWait: 0 },
  };
  return {
    world,
    org,
    teamspace,
    requesting,
    resource,
    connection,
    developer,
    target: target.target,
    access: {
      fetch: fetchThrough(dispatcher) as unknown as Fetch,
      okta: oktaClient(config),
      context7: settingsClient(config, description.context7.settingsUrl),
    },
  };
}

/** How a live flow differs from the healthy one. */
export interface LiveOptions extends Partial<LiveRequest> {
  /** Scopes of the sign-in. */
  scopes?: string[];
  subjectType?: LiveRequest["subject"]["type"];
  secretAtOkta?: string;
  secretAtResource?: string;
}

/** Signs the developer in, as the command line would, and asks for a live flow with that sign-in. */
async function liveRequest(
  { org, requesting, developer, world, access }: Setup,
  options: LiveOptions = {},
): Promise<LiveRequest> {
  const {
    scopes,
    subjectType = "refresh_token",
    secretAtOkta,
    secretAtResource,
    ...rest
  } = options;
  const { client_id: clientId, client_secret: clientSecret } = requesting.credentials.oauthClient;
  const signedIn = await signIn({
    fetch: access.fetch as unknown as typeof globalThis.fetch,
    issuer: org.url,
    clientId,
    clientSecret,
    redirectUri: REDIRECT_URI,
    login: developer.login,
    password: developer.password,
    scopes,
  });
  if (!signedIn.ok) throw new Error(`${signedIn.error}: ${signedIn.error_description}`);
  const { idToken, refreshToken = "" } = signedIn.reveal();
  const knownSecret = world.context7.clients.get(CLIENT_AT_CONTEXT7)?.secret ?? "";
  const method = "client_secret_post";
  return {
    client: "claude",
    atOkta: { clientId, method, clientSecret: secretAtOkta ?? clientSecret },
    atResource: {
      clientId: CLIENT_AT_CONTEXT7,
      method,
      clientSecret: secretAtResource ?? knownSecret,
    },
    subject: { type: subjectType, token: subjectType === "id_token" ? idToken : refreshToken },
    ...rest,
  };
}

/** Who complains in a report, and of what. */
export function complaints({ results }: Report) {
  return results
    .filter(({ verdict }) => verdict === "warn" || verdict === "fail")
    .map(({ id, verdict, tag }) => [id, verdict, tag]);
}
