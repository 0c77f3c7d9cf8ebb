import { after, before, beforeEach } from "mocha";
import { type ProxyAgent, request } from "undici";
import type { ProviderConfig } from "../../provider/credentials";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox";
import { sandboxDispatcher } from "../../sandbox/dispatcher";
import { type FaultRule, type PlannedFault, planFault } from "../../sandbox/network/faultPlan";
import type { Application, Org, RequestRecord } from "../../sandbox/world";

/** A sandbox for the tests of one `describe`, and provider configurations that reach it. */
export interface Sandboxed {
  readonly sandbox: Sandbox;
  readonly acme: Org;
  readonly globex: Org;
  /** Lines that the provider wrote for the person at the terminal. */
  readonly told: string[];
  /** The configuration of acme's admin; `settings` override, `undefined` removes. */
  config(settings?: Record<string, string | undefined>): ProviderConfig;
  /** Requests since the test began, to any host: `GET /api/v1/apps`. */
  requests(): string[];
  /** Plans a fault for the requests from now on; it is gone before the next test. */
  plan(fault: FaultRule): PlannedFault;
  /** Puts an app of the catalog into acme as if somebody had made it in the console. */
  addApp(role: "requesting" | "resource", label: string, issuerUrl?: string): Promise<Application>;
}

export function sandboxed(options?: SandboxOptions): Sandboxed {
  let sandbox: Sandbox | undefined;
  let dispatcher: ProxyAgent | undefined;
  const told: string[] = [];
  let since = 0;

  before(async () => {
    sandbox = await startSandbox(options);
    dispatcher = sandboxDispatcher(sandbox.description);
  });
  beforeEach(() => {
    told.length = 0;
    if (!sandbox) return;
    sandbox.world.faults.length = 0;
    since = sandbox.world.requests.length;
  });
  after(async () => {
    await dispatcher?.close();
    await sandbox?.stop();
  });

  const running = () => {
    if (!sandbox) throw new Error("The sandbox is not running.");
    return sandbox;
  };
  const org = (name: string) => {
    const found = running().world.orgs.get(name);
    if (!found) throw new Error(`The sandbox has no org ${name}.`);
    return found;
  };

  return {
    told,
    get sandbox() {
      return running();
    },
    get acme() {
      return org("acme");
    },
    get globex() {
      return org("globex");
    },
    config(settings = {}) {
      const { okta, context7 } = running().description;
      const values: Record<string, string | undefined> = {
        "okta:orgName": "acme",
        "okta:apiToken": okta.apiToken,
        "context7-ema:apiKey": context7.apiKey,
        ...settings,
      };
      return {
        get: (key) => values[key],
        environment: {},
        dispatcher,
        limits: { retries: 2, longestWait: 5000, totalWait: 10_000 },
        warn: (line) => told.push(line),
      };
    },
    requests() {
      return running()
        .world.requests.slice(since)
        .map(({ method, path }: RequestRecord) => `${method} ${path.split("?")[0]}`);
    },
    plan(fault) {
      return planFault(running().world.faults, fault);
    },
    async addApp(role, label, issuerUrl = "https://context7.com") {
      const { orgUrl, apiToken, catalog } = running().description.okta;
      const { key, settings } = role === "resource" ? catalog.resourceApp : catalog.requestingApp;
      const filled = JSON.stringify(settings)
        .replace(/\$\{issuerUrl\}/g, issuerUrl)
        .replace(/\$\{clientIdAtResource\}/g, "mcpclient-at-context7");
      const oauthClient = { grant_types: ["authorization_code"], application_type: "web" };
      const answer = await request(`${orgUrl}/api/v1/apps`, {
        method: "POST",
        headers: { authorization: `SSWS ${apiToken}`, "content-type": "application/json" },
        body: JSON.stringify({
          name: key,
          label,
          signOnMode: "OPENID_CONNECT",
          credentials: { oauthClient: { token_endpoint_auth_method: "client_secret_basic" } },
          settings: { app: JSON.parse(filled), oauthClient },
        }),
        dispatcher,
      });
      const body = (await answer.body.json()) as { id: string };
      const made = org("acme").apps.get(body.id);
      if (!made) throw new Error(`No app was made: ${JSON.stringify(body)}`);
      return made;
    },
  };
}

/** A rejected promise's message. */
export async function messageOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("It was expected to fail.");
}
