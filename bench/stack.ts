import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Sandbox } from "../sandbox";
import { newId } from "../sandbox/okta/identifiers";
import type { Org } from "../sandbox/world";
import { createStack, type EngineStack } from "../test/engine/harness";
import { type Calls, callsOf } from "./calls";

/** The programs that are compared: what they declare is the same, or a part of it. */
export type Program = "component" | "flat" | "okta";

/** How much a program declares: requesting apps, and groups that are assigned to every app. */
export interface Size {
  clients: number;
  groups: number;
}

/** Wall time in seconds, and the calls that were made meanwhile. */
export interface Measurement {
  seconds: number;
  calls: Calls;
}

/**
 * Times the first `up` of a program in a stack of its own, in an org that has none of it yet.
 *
 * @param environment further variables for Pulumi.
 */
export async function measureUp(
  sandbox: Sandbox,
  program: Program,
  size: Size,
  environment: Record<string, string> = {},
): Promise<Measurement> {
  const stack = await benchStack(sandbox, program, size, {}, environment);
  try {
    return await measure(sandbox, () => succeed(stack, "up", "--yes", "--skip-preview"));
  } finally {
    await stack.remove();
  }
}

/**
 * A stack that runs one of the programs, not yet applied. The org is emptied of all apps.
 *
 * @param more further arguments of the component.
 */
export async function benchStack(
  sandbox: Sandbox,
  program: Program,
  size: Size,
  more: object = {},
  environment: Record<string, string> = {},
): Promise<EngineStack> {
  const org = acme(sandbox);
  org.apps.clear();
  org.connections.clear();
  const file = program === "component" ? "component.js" : "flat.js";
  const { resourceApp, requestingApp } = sandbox.description.okta.catalog;
  const stack = {
    orgUrl: org.url,
    clients: Array.from({ length: size.clients }, (_, index) => `client-${index + 1}`),
    groups: groupsOf(org, size.groups),
    resourceApp,
    requestingApp,
    ownResources: program === "flat",
    more,
  };
  return createStack({
    sandbox,
    program: await readFile(join(__dirname, "programs", file), "utf8"),
    projectName: "bench",
    configuration: { "bench:stack": stack },
    environment,
  });
}

async function measure({ world }: Sandbox, work: () => Promise<unknown>): Promise<Measurement> {
  const start = performance.now();
  const calls = await callsOf(world, work);
  return { seconds: (performance.now() - start) / 1000, calls };
}

/** @throws Error with what the CLI printed when it does not end with 0. */
export async function succeed(stack: EngineStack, ...args: string[]): Promise<void> {
  const { code, text } = await stack.cli(...args, "--non-interactive");
  if (code !== 0) throw new Error(`pulumi ${args[0]} ended with ${code}:\n${text}`);
}

export function acme({ world }: Sandbox): Org {
  const org = world.orgs.get("acme");
  if (!org) throw new Error("The sandbox has no org acme.");
  return org;
}

/** The org's first groups that are not Everyone; missing ones are added. */
function groupsOf(org: Org, count: number): { id: string; name: string }[] {
  for (let index = org.groups.size; index <= count; index += 1) {
    const id = newId("00g");
    const name = `Team ${index}`;
    const members = new Set<string>();
    org.groups.set(id, { id, name, description: "", type: "OKTA_GROUP", members });
  }
  const groups = [...org.groups.values()].filter(({ type }) => type === "OKTA_GROUP");
  return groups.slice(0, count).map(({ id, name }) => ({ id, name }));
}
