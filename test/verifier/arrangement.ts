import { after, before, beforeEach } from "mocha";
import type { ProxyAgent } from "undici";
import { type Sandbox, startSandbox } from "../../sandbox";
import { signIn } from "../../sandbox/developer";
import { sandboxDispatcher } from "../../sandbox/dispatcher";
import type { Fault } from "../../sandbox/world";
import type { LiveRequest } from "../../src/verifier/flow/request";
import type { Report } from "../../src/verifier/report";
import { type RunOptions, runChecks } from "../../src/verifier/run";
import { CLIENT_AT_CONTEXT7, REDIRECT_URI } from "../sandbox/developer/arrangement";
import { arrange, type Setup } from "./setup";

export type { Setup } from "./setup";

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
