import assert from "node:assert/strict";
import type { Application } from "../../sandbox/world";
import type { Sandboxed } from "../provider/sandboxed";
import { assertClean, assigned, teamspace } from "./declared";
import type { Configuration, EngineStack } from "./harness";

/** What these tests declare of an app; all of it has a default but `catalog`. */
interface AppDeclaration {
  catalog?: { key: string; settings: Record<string, unknown> };
  existing?: { label: string };
  label?: string;
  redirectUris?: string[];
  clientIdAtResource?: string;
}

/** A stack with the configuration it was given. */
export interface Declared {
  stack: EngineStack;
  configuration: Configuration;
}

/**
 * The org of these stacks holds exactly what they declare: every app, assignment and connection once and
 * as declared, nothing beside them; their states name these objects and no others; the teamspace's
 * settings are those declared by `api`; and neither `refresh` nor `preview` finds a difference.
 *
 * @param byHand labels of apps that were there before, and that stacks adopt.
 */
export async function assertExactly(
  world: Sandboxed,
  stacks: Declared[],
  byHand: string[] = [],
): Promise<void> {
  const { acme } = world;
  const expected = stacks.flatMap(({ configuration }) => declaredApps(configuration));
  const own = expected.filter(({ label }) => !byHand.includes(label));
  const apps = [...acme.apps.values()];
  const there = apps.map(({ label }) => label).sort();
  assert.deepEqual(there, [...own.map(({ label }) => label), ...byHand].sort(), "apps");

  for (const { label, key, app, redirectUris, groups } of own) {
    const live = apps.find((one) => one.label === label) as Application;
    assert.deepEqual([live.name, live.status], [key, "ACTIVE"], label);
    for (const [field, value] of Object.entries(app)) assert.equal(live.app[field], value, label);
    assert.deepEqual(live.oauthClient.redirect_uris ?? [], redirectUris, label);
    assert.deepEqual(assigned(world, label), groups, `who is assigned to ${label}`);
  }
  const labelOf = (id: string) => acme.apps.get(id)?.label ?? id;
  assert.deepEqual(
    [...acme.connections.values()]
      .map((one) => [
        labelOf(one.requestingAppInstanceId),
        labelOf(one.resourceAppInstanceId),
        one.status,
      ])
      .sort(),
    stacks
      .flatMap(({ configuration }) => {
        const { label } = resourceApp(configuration);
        return clients(configuration).map((client) => [client.label, label, "ACTIVE"]);
      })
      .sort(),
    "connections",
  );
  for (const { configuration } of stacks) {
    const { management } = (configuration.teamspace ?? {}) as { management?: string };
    const wanted = management === "api" ? { issuer: acme.url } : undefined;
    assert.deepEqual(teamspace(world).settings, wanted, "teamspace");
  }
  await assertStatesNameThem(world, stacks, byHand);
  for (const { stack } of stacks) {
    await assertClean(stack);
    const { code, text } = await stack.cli("preview", "--expect-no-changes");
    assert.equal(code, 0, text);
  }
}

/** Each object of the org is in one state, and each state's objects are in the org. */
async function assertStatesNameThem({ acme }: Sandboxed, stacks: Declared[], byHand: string[]) {
  const known = await Promise.all(stacks.map(({ stack }) => resourcesOf(stack)));
  const ids = (type: string) =>
    known
      .flat()
      .filter((resource) => resource.type === type)
      .map(({ outputs }) => outputs);
  const own = [...acme.apps.values()].filter(({ label }) => !byHand.includes(label));
  assert.deepEqual(
    ids("okta:app/oAuth:OAuth")
      .map(({ id }) => id)
      .sort(),
    own.map(({ id }) => id).sort(),
    "apps in the state",
  );
  assert.deepEqual(
    ids("okta:app/groupAssignment:GroupAssignment")
      .map(({ appId, groupId }) => `${appId} ${groupId}`)
      .sort(),
    [...acme.apps.values()]
      .flatMap(({ id, groups }) => [...groups.keys()].map((group) => `${id} ${group}`))
      .sort(),
    "assignments in the state",
  );
  assert.deepEqual(
    ids("pulumi-nodejs:dynamic/context7-ema:CrossAppAccessConnection")
      .map(({ connectionId }) => connectionId)
      .sort(),
    [...acme.connections.keys()].sort(),
    "connections in the state",
  );
}

interface StateResource {
  type: string;
  outputs: Record<string, unknown>;
}

async function resourcesOf(stack: EngineStack): Promise<StateResource[]> {
  const { deployment } = JSON.parse(await stack.state());
  assert.deepEqual(deployment.pending_operations ?? [], [], "pending operations");
  return deployment.resources;
}

function declaredApps(configuration: Configuration) {
  return [resourceApp(configuration), ...clients(configuration)].filter(({ key }) => key !== "");
}

function clients(configuration: Configuration) {
  const declared = configuration.requestingApps as Record<string, AppDeclaration>;
  return Object.entries(declared).map(([key, app]) => expectation(configuration, key, app));
}

function resourceApp(configuration: Configuration) {
  return expectation(configuration, "Context7", configuration.resourceApp as AppDeclaration);
}

/** Defaults as the components have them; an adopted app has no key of its own here. */
function expectation(configuration: Configuration, name: string, app: AppDeclaration) {
  const { groupNames = [] } = (configuration.assignments ?? {}) as { groupNames?: string[] };
  const filled = JSON.stringify(app.catalog?.settings ?? {})
    .replaceAll(placeholder("issuerUrl"), "https://context7.com")
    .replaceAll(placeholder("clientIdAtResource"), app.clientIdAtResource ?? "");
  return {
    label: app.label ?? app.existing?.label ?? name,
    key: app.catalog?.key ?? "",
    app: JSON.parse(filled) as Record<string, unknown>,
    redirectUris: app.redirectUris ?? [],
    groups: [...groupNames].sort(),
  };
}

const placeholder = (name: string) => `\${${name}}`;
