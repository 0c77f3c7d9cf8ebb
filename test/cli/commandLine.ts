import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { after, before } from "mocha";
import type { ProxyAgent } from "undici";
import { type Sandbox, startSandbox } from "../../sandbox";
import { sandboxDispatcher } from "../../sandbox/dispatcher";
import { type Fetch, fetchThrough } from "../../sandbox/fetch";
import type { Application, Connection, Org, Teamspace, User } from "../../sandbox/world";
import { runCommandLine } from "../../src/cli/program";
import { addApp, assign, connect, named } from "../sandbox/developer/arrangement";

const ROOT = join(__dirname, "..", "..");
/** As it is installed: compiled. */
const MAIN = ["dist/src/cli/main.js"];

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  finished: Promise<Finished>;
  /** Waits for text that matches on standard error. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
}

export interface RunOptions {
  environment?: Record<string, string | undefined>;
  input?: string;
}

/** Starts the command line as a process of its own, with nothing of this one's environment but PATH. */
export function start(args: string[], { environment = {}, input = "" }: RunOptions = {}): Running {
  const child = spawn(process.execPath, [...MAIN, ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  // A command that does not read its input may have ended by now.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const finished = once(child, "close").then(([code]) => ({ code, stdout, stderr }));
  return {
    child,
    finished,
    async said(pattern) {
      for (;;) {
        const found = pattern.exec(stderr);
        if (found) return found;
        const ended = await Promise.race([
          once(child.stderr, "data").then(() => false),
          finished.then(() => true),
        ]);
        if (ended && !pattern.test(stderr)) throw new Error(`It ended without it: ${stderr}`);
      }
    },
  };
}

export function run(args: string[], options?: RunOptions): Promise<Finished> {
  return start(args, options).finished;
}

/**
 * The same without a process of its own, for what needs no network: a process takes seconds to start.
 */
export async function runInProcess(
  args: string[],
  { environment = {}, input = "" }: RunOptions = {},
): Promise<Finished> {
  const stdout = new Collected();
  const stderr = new Collected();
  const session = { stdin: Readable.from([Buffer.from(input)]), stdout, stderr, environment };
  const code = await runCommandLine(args, session, "0.0.0");
  return { code, stdout: stdout.text, stderr: stderr.text };
}

class Collected extends Writable {
  text = "";

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk;
    done();
  }
}

/** A sandbox with Cross App Access set up by hand in acme, and command lines that meet it. */
export interface Workplace {
  readonly sandbox: Sandbox;
  readonly acme: Org;
  readonly teamspace: Teamspace;
  readonly user: User;
  readonly resource: Application;
  readonly requesting: Application;
  readonly connection: Connection;
  readonly fetch: Fetch;
  /** A folder for this `describe`'s files. */
  readonly folder: string;
  /** The sandbox's variables, the org's name and the admin's API token. */
  readonly environment: Record<string, string>;
  /** The client's secrets, as a live flow takes them. */
  readonly secrets: Record<string, string>;
  /** Options that name the apps. */
  readonly target: string[];
  run(args: string[], options?: RunOptions): Promise<Finished>;
  start(args: string[], options?: RunOptions): Running;
  /** Whatever must never be seen in an output. */
  secretValues(): string[];
}

export const CLIENT_AT_CONTEXT7 = "mcpclient-at-context7";

export function workplace(): Workplace {
  let sandbox: Sandbox;
  let dispatcher: ProxyAgent;
  let folder: string;
  let acme: Org;
  let teamspace: Teamspace;
  let user: User;
  let resource: Application;
  let requesting: Application;
  let connection: Connection;

  before(async () => {
    sandbox = await startSandbox();
    dispatcher = sandboxDispatcher(sandbox.description);
    folder = await mkdtemp(join(tmpdir(), "cli-"));
    const { world } = sandbox;
    acme = world.orgs.get("acme") as Org;
    [teamspace] = [...world.context7.teamspaces.values()] as [Teamspace];
    teamspace.settings = { issuer: acme.url };
    user = named(acme, "dev.one");
    resource = addApp(acme, "resource", "Context7");
    requesting = addApp(acme, "requesting", "Probe Client");
    for (const app of [resource, requesting]) assign(app, user);
    connection = connect(acme, requesting, resource);
  });
  after(async () => {
    await dispatcher?.close();
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const secretsAtContext7 = () => [...sandbox.world.context7.clients.values()];
  const workplace: Workplace = {
    get sandbox() {
      return sandbox;
    },
    get acme() {
      return acme;
    },
    get teamspace() {
      return teamspace;
    },
    get user() {
      return user;
    },
    get resource() {
      return resource;
    },
    get requesting() {
      return requesting;
    },
    get connection() {
      return connection;
    },
    get fetch() {
      return fetchThrough(dispatcher);
    },
    get folder() {
      return folder;
    },
    get environment() {
      return {
        ...sandbox.description.environment,
        XDG_STATE_HOME: join(folder, "state"),
        OKTA_ORG_NAME: "acme",
        OKTA_API_TOKEN: sandbox.description.okta.apiToken,
      };
    },
    get secrets() {
      return {
        CONTEXT7_EMA_CLIENT_SECRET: requesting.credentials.oauthClient.client_secret,
        CONTEXT7_EMA_CLIENT_SECRET_AT_RESOURCE:
          sandbox.world.context7.clients.get(CLIENT_AT_CONTEXT7)?.secret ?? "",
      };
    },
    get target() {
      return [
        "--resource-app",
        resource.id,
        "--requesting-app",
        `probe=${requesting.id},${CLIENT_AT_CONTEXT7}`,
      ];
    },
    start(args, options = {}) {
      const environment = { ...workplace.environment, ...options.environment };
      return start(args, { ...options, environment });
    },
    run: (args, options) => workplace.start(args, options).finished,
    secretValues: () => [
      sandbox.description.okta.apiToken,
      sandbox.description.context7.apiKey,
      requesting.credentials.oauthClient.client_secret,
      ...secretsAtContext7().flatMap(({ secret }) => secret ?? []),
    ],
  };
  return workplace;
}

const TOKEN_LIKE = /eyJ[\w-]+\.eyJ[\w-]+/;

/** @throws when an output holds a token, a secret or a stack trace. */
export function assertClean({ stdout, stderr }: Finished, secrets: string[]): void {
  const output = `${stdout}\n${stderr}`;
  const leaked = secrets.find((secret) => secret !== "" && output.includes(secret));
  if (leaked) throw new Error(`A secret is in the output:\n${output}`);
  if (TOKEN_LIKE.test(output)) throw new Error(`A token is in the output:\n${output}`);
  if (/^\s+at .*:\d+:\d+\)?$/m.test(output)) throw new Error(`A stack trace:\n${output}`);
}

/** Text for a person on one line, for comparing it however it was wrapped. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
