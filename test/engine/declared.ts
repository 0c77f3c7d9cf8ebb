import assert from "node:assert/strict";
import type { Application, Connection, Teamspace } from "../../sandbox/world";
import type { Sandboxed } from "../provider/sandboxed";
import type { EngineStack } from "./harness";

/** The only app of acme with this label. */
export function appNamed({ acme }: Sandboxed, label: string): Application {
  const [app, ...more] = [...acme.apps.values()].filter((one) => one.label === label);
  assert.ok(app, `acme has no app ${label}`);
  assert.deepEqual(more, [], `acme has several apps ${label}`);
  return app;
}

/** Labels of acme's apps, sorted. */
export function labels({ acme }: Sandboxed): string[] {
  return [...acme.apps.values()].map(({ label }) => label).sort();
}

/** The connection from the app with this label. */
export function connectionOf(world: Sandboxed, label: string): Connection {
  const { id } = appNamed(world, label);
  const found = [...world.acme.connections.values()].find(
    ({ requestingAppInstanceId }) => requestingAppInstanceId === id,
  );
  assert.ok(found, `${label} has no connection`);
  return found;
}

/** Who is assigned to an app one by one: names of groups and logins of users, sorted. */
export function assigned(world: Sandboxed, label: string): string[] {
  const { groups, users } = appNamed(world, label);
  return [
    ...[...groups.keys()].map((id) => world.acme.groups.get(id)?.name ?? id),
    ...[...users.keys()].map((id) => world.acme.users.get(id)?.login ?? id),
  ].sort();
}

/** The group of acme with this name. */
export function groupId({ acme }: Sandboxed, name: string): string {
  const found = [...acme.groups.values()].find((group) => group.name === name);
  assert.ok(found, `acme has no group ${name}`);
  return found.id;
}

/** The user of acme with this login. */
export function userId({ acme }: Sandboxed, login: string): string {
  const found = [...acme.users.values()].find((user) => user.login === login);
  assert.ok(found, `acme has no user ${login}`);
  return found.id;
}

/** The feature of acme with this name. */
export function feature({ acme }: Sandboxed, name = "Cross App Access") {
  const found = [...acme.features.values()].find((one) => one.name === name);
  assert.ok(found, `acme has no feature ${name}`);
  return found;
}

/** The teamspace that the stacks' API key belongs to. */
export function teamspace({ sandbox }: Sandboxed): Teamspace {
  const { apiKey } = sandbox.description.context7;
  const found = [...sandbox.world.context7.teamspaces.values()].find(
    (one) => one.apiKey === apiKey,
  );
  assert.ok(found, "no teamspace has the API key");
  return found;
}

/** What a person runs at night: nothing differs from what is declared. */
export async function assertClean(stack: EngineStack): Promise<void> {
  const { code, text } = await lookForDrift(stack);
  assert.equal(code, 0, text);
}

/** The README's command to look for drift. */
export function lookForDrift(stack: EngineStack): Promise<{ code: number; text: string }> {
  return stack.cli("refresh", "--preview-only", "--expect-no-changes");
}
