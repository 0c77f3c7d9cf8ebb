import { randomBytes } from "node:crypto";
import type { RequestListener } from "node:http";

import { realClock } from "../../../sandbox/clock";
import { type Context7, createContext7, seedContext7 } from "../../../sandbox/context7";
import type { DeveloperOptions } from "../../../sandbox/developer";
import { sandboxDispatcher } from "../../../sandbox/dispatcher";
import { type Fetch, fetchThrough } from "../../../sandbox/fetch";
import { type Network, startNetwork } from "../../../sandbox/network";
import { createOrgAuthorizationServer } from "../../../sandbox/okta/authorization";
import { newId, timestamp } from "../../../sandbox/okta/identifiers";
import { seedOrg } from "../../../sandbox/okta/seed";
import type {
  Application,
  CatalogEntry,
  Connection,
  Org,
  Teamspace,
  User,
  World,
} from "../../../sandbox/world";

export const REDIRECT_URI = "http://127.0.0.1:6276/oauth/callback";
export const ISSUER = "https://context7.com";
export const CLIENT_AT_CONTEXT7 = "mcpclient-at-context7";
export const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

/** Two orgs and Context7 under their real names, with Cross App Access set up in the first org. */
export interface Arrangement {
  world: World;
  org: Org;
  otherOrg: Org;
  teamspace: Teamspace;
  user: User;
  requesting: Application;
  resource: Application;
  connection: Connection;
  network: Network;
  fetch: Fetch;
  context7: Context7;
  /** The whole journey of `user`, as it works; to be changed by a test. */
  journey(): DeveloperOptions;
  stop(): Promise<void>;
}

/** @param options.mcpServer `false`: without the MCP server's process, for tests that end before leg 3 */
export async function arrange(options: { mcpServer?: boolean } = {}): Promise<Arrangement> {
  const org = seedOrg("acme");
  const otherOrg = seedOrg("globex");
  const world: World = {
    clock: realClock,
    orgs: new Map([org, otherOrg].map((each) => [each.name, each])),
    context7: seedContext7(),
    requests: [],
    faults: [],
  };
  const [teamspace] = [...world.context7.teamspaces.values()];
  if (!teamspace) throw new Error("no teamspace");
  const user = named(org, "dev.one");

  const resource = addApp(org, "resource", "Context7");
  const requesting = addApp(org, "requesting", "Claude Code");
  for (const app of [resource, requesting]) assign(app, user);
  const connection = connect(org, requesting, resource);
  teamspace.settings = { issuer: org.url };

  const context7 = await createContext7(world);
  const network = await startNetwork({
    ...context7.hosts,
    "acme.okta.com": onlyAuthorization(org, world),
    "globex.okta.com": onlyAuthorization(otherOrg, world),
  });
  const dispatcher = sandboxDispatcher(network);
  const fetch = fetchThrough(dispatcher);
  await context7.start(network.environment, options);

  return {
    world,
    org,
    otherOrg,
    teamspace,
    user,
    requesting,
    resource,
    connection,
    network,
    fetch,
    context7,
    journey: () => ({
      fetch,
      signIn: {
        issuer: org.url,
        clientId: requesting.credentials.oauthClient.client_id,
        clientSecret: requesting.credentials.oauthClient.client_secret,
        redirectUri: REDIRECT_URI,
        login: user.login,
        password: user.password,
        scopes: ["openid", "email", "offline_access"],
      },
      exchange: { audience: ISSUER, resource: "https://mcp.context7.com" },
      redemption: {
        clientIdAtResource: CLIENT_AT_CONTEXT7,
        clientSecretAtResource: world.context7.clients.get(CLIENT_AT_CONTEXT7)?.secret,
      },
      mcp: {
        tool: { name: "query-docs", arguments: { libraryId: "/pulumi/docs", query: "drift" } },
      },
    }),
    async stop() {
      await context7.stop();
      await dispatcher.close();
      await network.stop();
    },
  };
}

/** An app from the sandbox's catalog, set up for Context7, with a client secret and all grant types. */
export function addApp(org: Org, role: CatalogEntry["role"], label: string): Application {
  const entry = [...org.catalog.values()].find((candidate) => candidate.role === role);
  if (!entry) throw new Error(`no ${role} app in the catalog`);
  const fields = { ...entry.fields, [entry.issuerField]: ISSUER };
  if (entry.clientIdField) fields[entry.clientIdField] = CLIENT_AT_CONTEXT7;
  return register(org, entry.key, label, fields);
}

/** An app that the organization made itself, outside Cross App Access. */
export function addOrdinaryApp(org: Org, label: string): Application {
  return register(org, "oidc_client", label, {});
}

function register(org: Org, name: string, label: string, app: Record<string, unknown>) {
  const id = newId("0oa");
  const application: Application = {
    id,
    name,
    label,
    status: "ACTIVE",
    signOnMode: "OPENID_CONNECT",
    created: timestamp(),
    lastUpdated: timestamp(),
    credentials: {
      oauthClient: {
        client_id: id,
        client_secret: randomBytes(32).toString("base64url"),
        token_endpoint_auth_method: "client_secret_post",
      },
    },
    app,
    oauthClient: {
      application_type: "web",
      redirect_uris: [REDIRECT_URI],
      response_types: ["code"],
      grant_types: ["authorization_code", "refresh_token", TOKEN_EXCHANGE],
    },
    settings: {},
    groups: new Map(),
    users: new Map(),
  };
  org.apps.set(id, application);
  return application;
}

export function assign(app: Application, user: User): void {
  app.users.set(user.id, { userName: user.login, created: timestamp() });
}

/** Lets the requesting app ask for the resource app, as "Manage Connections" does. */
export function connect(org: Org, requesting: Application, resource: Application): Connection {
  const connection: Connection = {
    id: newId("cwo"),
    requestingAppInstanceId: requesting.id,
    resourceAppInstanceId: resource.id,
    status: "ACTIVE",
    created: timestamp(),
    lastUpdated: timestamp(),
  };
  org.connections.set(connection.id, connection);
  return connection;
}

/** The user whose login starts so. */
export function named(org: Org, name: string): User {
  const user = [...org.users.values()].find(({ login }) => login.startsWith(`${name}@`));
  if (!user) throw new Error(`no user ${name}`);
  return user;
}

function onlyAuthorization(org: Org, world: World): RequestListener {
  const server = createOrgAuthorizationServer(org, world);
  return (request, response) => {
    const [path = ""] = (request.url ?? "").split("?", 1);
    if (server.handles(path)) server.handler(request, response);
    else response.writeHead(404).end();
  };
}
