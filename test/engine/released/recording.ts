import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Sandbox } from "../../../sandbox";
import type { Org, Teamspace } from "../../../sandbox/world";
import type { Configuration, EngineStack } from "../harness";

/** A stack as a released version of this package left it, and the clouds as they were then. */
export interface Recording {
  readonly configuration: Configuration;
  /** What `pulumi stack export` wrote; its secrets are encrypted. */
  readonly state: State;
  readonly org: RecordedOrg;
  readonly teamspace: Pick<Teamspace, "settings" | "revision" | "policies">;
}

interface State {
  readonly deployment: { readonly resources: StateResource[] };
}

interface StateResource {
  readonly type: string;
  readonly inputs?: object;
  readonly outputs?: object;
}

/** No credentials: whoever replays it signs in with its own. */
type RecordedOrg = Pick<
  Org,
  "id" | "apps" | "groups" | "users" | "connections" | "features" | "policies"
>;

export const RECORDED_STACK = { projectName: "context7-ema", stackName: "dev" };

/** The folder with one recording a version, named after it. */
export const recordings = __dirname;

/** Takes down what `stack` and its clouds are like now, whatever becomes of them. */
export async function record(
  stack: EngineStack,
  sandbox: Sandbox,
  configuration: Configuration,
): Promise<Recording> {
  const { id, apps, groups, users, connections, features, policies } = acmeOf(sandbox);
  const { settings, revision, policies: ofTeamspace } = teamspaceOf(sandbox);
  const withoutPasswords = new Map(
    [...users].map(([key, user]) => [key, { ...user, password: "" }] as const),
  );
  return structuredClone({
    configuration,
    state: ofAnotherMachine(JSON.parse(await stack.state(), withoutPositions)),
    org: { id, apps, groups, users: withoutPasswords, connections, features, policies },
    teamspace: { settings, revision, policies: ofTeamspace },
  });
}

/** Puts the sandbox's clouds back to what they were. */
export function replay({ org, teamspace }: Recording, sandbox: Sandbox): void {
  Object.assign(acmeOf(sandbox), org);
  Object.assign(teamspaceOf(sandbox), teamspace);
}

export async function save(version: string, recording: Recording): Promise<string> {
  const folder = join(recordings, version);
  await mkdir(folder, { recursive: true });
  const file = join(folder, "recording.json");
  await writeFile(file, `${JSON.stringify(recording, asJson, 2)}\n`);
  return file;
}

export async function load(version: string): Promise<Recording> {
  const text = await readFile(join(recordings, version, "recording.json"), "utf8");
  return JSON.parse(text, fromJson);
}

/** Pulumi notes where in the program a resource was declared: paths of the machine that recorded it. */
function withoutPositions(key: string, value: unknown): unknown {
  return key === "sourcePosition" || key === "stackTrace" ? undefined : value;
}

const VERIFIER = "pulumi-nodejs:dynamic/context7-ema:VerifierProcess";

/** Where the recorded verifier is said to run: nowhere that a recording is made or replayed. */
const ELSEWHERE = {
  host: "verifier.example.com",
  machineId: "00000000000000000000000000000001",
  bootId: "00000000-0000-4000-8000-000000000001",
  pid: 4242,
  startTime: "4242",
  path: "/home/pulumi/.local/state/context7-ema/context7-ema/dev/context7",
};

/** Tells nothing of the machine that recorded it; and what runs elsewhere cannot be seen from here, and stays. */
function ofAnotherMachine(state: State): State {
  const id = `${ELSEWHERE.host}:${ELSEWHERE.path}`;
  return withVerifier(state, (one) => ({ ...one, id, outputs: { ...one.outputs, ...ELSEWHERE } }));
}

/**
 * The state for a preview by this version. Another version of the verifier's program is another program,
 * which takes the old one's place on purpose; what is asked here is whether all else is understood.
 */
export function stateFor({ state }: Recording, programVersion: string): State {
  return withVerifier(state, (one) => ({
    ...one,
    inputs: { ...one.inputs, programVersion },
    outputs: { ...one.outputs, programVersion },
  }));
}

function withVerifier(state: State, change: (verifier: StateResource) => StateResource): State {
  const resources = state.deployment.resources.map((one) =>
    one.type === VERIFIER ? change(one) : one,
  );
  return { ...state, deployment: { ...state.deployment, resources } };
}

/** JSON has neither maps nor sets. A client secret is no part of what Okta answers, so none is kept. */
function asJson(key: string, value: unknown): unknown {
  if (key === "client_secret") return "";
  if (value instanceof Map) return { $map: [...value] };
  if (value instanceof Set) return { $set: [...value] };
  return value;
}

function fromJson(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("$map" in value) return new Map(value.$map as [unknown, unknown][]);
  if ("$set" in value) return new Set(value.$set as unknown[]);
  return value;
}

function acmeOf({ world }: Sandbox): Org {
  const org = world.orgs.get("acme");
  if (!org) throw new Error("The sandbox has no org acme.");
  return org;
}

function teamspaceOf({ world, description }: Sandbox): Teamspace {
  const { apiKey } = description.context7;
  const found = [...world.context7.teamspaces.values()].find((one) => one.apiKey === apiKey);
  if (!found) throw new Error("The sandbox has no teamspace with the API key.");
  return found;
}
