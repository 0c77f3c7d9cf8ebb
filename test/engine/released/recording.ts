import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Sandbox } from "../../../sandbox";
import type { Org, Teamspace } from "../../../sandbox/world";
import type { Configuration, EngineStack } from "../harness";

/** A stack as a released version of this package left it, and the clouds as they were then. */
export interface Recording {
  readonly configuration: Configuration;
  /** What `pulumi stack export` wrote; its secrets are encrypted. */
  readonly state: object;
  readonly org: RecordedOrg;
  readonly teamspace: Pick<Teamspace, "settings" | "revision">;
}

/** No credentials: whoever replays it signs in with its own. */
type RecordedOrg = Pick<
  Org,
  "id" | "apps" | "groups" | "users" | "connections" | "features" | "policies"
>;

export const RECORDED_STACK = { projectName: "context7-ema", stackName: "dev" };

/** The folder with one recording a version, named after it. */
export const recordings = __dirname;

/** Takes down what `stack` and its clouds are like now. */
export async function record(
  stack: EngineStack,
  sandbox: Sandbox,
  configuration: Configuration,
): Promise<Recording> {
  const { id, apps, groups, users, connections, features, policies } = acmeOf(sandbox);
  const { settings, revision } = teamspaceOf(sandbox);
  const withoutPasswords = new Map(
    [...users].map(([key, user]) => [key, { ...user, password: "" }] as const),
  );
  return {
    configuration,
    state: JSON.parse(await stack.state(), withoutPositions),
    org: { id, apps, groups, users: withoutPasswords, connections, features, policies },
    teamspace: { settings, revision },
  };
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
