import type { RequestListener } from "node:http";

import { realClock, skippingClock } from "./clock";
import { createContext7, seedContext7 } from "./context7";
import { startControl } from "./control";
import { startNetwork } from "./network";
import { observed } from "./network/observation";
import { createOrgAuthorizationServer } from "./okta/authorization";
import { createManagementApi } from "./okta/management";
import { type OrgOptions, seedOrg } from "./okta/seed";
import type { CatalogEntry, Org, World } from "./world";

/** What `npm run sandbox -- --json` prints on one line, and what tests get. */
export interface SandboxDescription {
  /** The variables to set for programs that should meet the sandbox. */
  environment: Record<string, string>;
  proxyUrl: string;
  caFile: string;
  /** Where other processes plan faults: `/faults`, see docs/development.md. */
  controlUrl: string;
  okta: {
    orgUrl: string;
    apiToken: string;
    groups: { id: string; name: string }[];
    users: { id: string; login: string; password: string }[];
    catalog: {
      resourceApp: { key: string; settings: Record<string, unknown> };
      requestingApp: { key: string; settings: Record<string, unknown> };
    };
  };
  context7: {
    apiKey: string;
    settingsUrl: string;
    dashboardUrl: string;
    mcpUrl: string;
  };
}

export interface Sandbox {
  description: SandboxDescription;
  world: World;
  /** Stops every server and child process this sandbox started. */
  stop(): Promise<void>;
}

export interface SandboxOptions {
  /** How the two orgs start. `acme` is the one that the description tells about. */
  orgs?: { acme?: OrgOptions; globex?: OrgOptions };
  /**
   * Whether `world.clock`, by which rate limits and the log of requests go, skips the time that its
   * sleepers only wait. Default: `false`.
   */
  skipTime?: boolean;
  /** Names of orgs beside those two. Default: none. */
  otherOrgs?: string[];
}

interface Service {
  hosts: Record<string, RequestListener>;
  stop(): Promise<void>;
}

/**
 * Starts Okta (acme.okta.com, globex.okta.com) and Context7 (context7.com, clerk.context7.com,
 * mcp.context7.com) on this machine, under their real names and with everything in memory.
 *
 * @returns once every host answers. `world.orgs` has the orgs by name: `acme`, `globex`, and those of `otherOrgs`.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const acme = seedOrg("acme", options.orgs?.acme);
  const globex = seedOrg("globex", options.orgs?.globex);
  const orgs = [acme, globex, ...(options.otherOrgs ?? []).map((name) => seedOrg(name))];
  const world: World = {
    clock: options.skipTime ? skippingClock(() => activityOf(world)) : realClock,
    orgs: new Map(orgs.map((org) => [org.name, org])),
    context7: seedContext7(),
    requests: [],
    faults: [],
  };

  const context7 = await createContext7(world);
  const services: Service[] = [context7];
  for (const org of orgs) services.push(await createOrg(org, world));
  const hosts = services.flatMap((service) => Object.entries(service.hosts));
  const network = await startNetwork(
    Object.fromEntries(hosts.map(([host, listener]) => [host, observed(host, world, listener)])),
  );

  const control = await startControl(world);

  const stop = async () => {
    await control.stop();
    await Promise.all(services.map((service) => service.stop()));
    await network.stop();
  };
  try {
    await context7.start(network.environment);
  } catch (error) {
    await stop();
    throw error;
  }
  const { environment, proxyUrl, caFile } = network;
  return {
    description: {
      environment,
      proxyUrl,
      caFile,
      controlUrl: control.url,
      okta: describeOrg(acme),
      context7: context7.description,
    },
    world,
    stop,
  };
}

/** A request without an answer after this many milliseconds was dropped. */
const DROPPED = 3000;

/** How many requests there were, or `undefined` while one is not answered. */
function activityOf({ requests, clock }: World): number | undefined {
  const since = clock.now() - DROPPED;
  // The latest are the ones that may be open: looking at all of a long log takes time.
  const isBusy = requests.slice(-100).some(({ status, at }) => status === 0 && at > since);
  return isBusy ? undefined : requests.length;
}

/** An org's host: sign-in and tokens from its authorization server, everything else from its API. */
async function createOrg(org: Org, world: World): Promise<Service> {
  const management = await createManagementApi(org, world.clock);
  const authorization = createOrgAuthorizationServer(org, world);
  return {
    hosts: {
      [new URL(org.url).hostname]: (request, response) => {
        const [path = ""] = (request.url ?? "").split("?", 1);
        if (authorization.handles(path)) authorization.handler(request, response);
        else management.handler(request, response);
      },
    },
    stop: management.close,
  };
}

function describeOrg(org: Org): SandboxDescription["okta"] {
  const [apiToken = ""] = org.apiTokens.keys();
  return {
    orgUrl: org.url,
    apiToken,
    groups: [...org.groups.values()].map(({ id, name }) => ({ id, name })),
    users: [...org.users.values()].map(({ id, login, password }) => ({ id, login, password })),
    catalog: {
      resourceApp: describeEntry(org, "resource"),
      requestingApp: describeEntry(org, "requesting"),
    },
  };
}

/** A catalog entry as a stack's `catalog` input: the fields to name, with the package's placeholders. */
function describeEntry(org: Org, role: CatalogEntry["role"]) {
  const entry = [...org.catalog.values()].find((candidate) => candidate.role === role);
  if (!entry) throw new Error(`The catalog of ${org.url} has no ${role} app.`);
  const { key, issuerField, clientIdField } = entry;
  const settings = { [issuerField]: placeholder("issuerUrl") };
  if (clientIdField) settings[clientIdField] = placeholder("clientIdAtResource");
  return { key, settings };
}

const placeholder = (name: string) => `\${${name}}`;
