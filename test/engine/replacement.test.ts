import assert from "node:assert/strict";
import type { CatalogEntry } from "../../sandbox/world";
import { sandboxed } from "../provider/sandboxed";
import { catalogClient, firstStack } from "./configurations";
import { appNamed, assertClean, assigned, connectionOf, labels } from "./declared";
import type { Configuration, EngineStack } from "./harness";
import { stacksIn } from "./stacks";
import { writesOf } from "./writes";

describe("engine: what cannot be changed is replaced", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let configuration: Configuration;
  let stack: EngineStack;

  const declare = async (more: Configuration) => {
    configuration = { ...configuration, ...more };
    await stack.configure(configuration);
    return writesOf(world, () => stack.up());
  };
  /** The same integration under another key. */
  const secondKey = (role: "requestingApp" | "resourceApp") => {
    const { key, settings } = world.sandbox.description.okta.catalog[role];
    const entry = world.acme.catalog.get(key) as CatalogEntry;
    world.acme.catalog.set(`${key}_2`, { ...entry, key: `${key}_2` });
    return { key: `${key}_2`, settings };
  };

  before(async () => {
    configuration = firstStack(world.sandbox);
    stack = await stacks.create({ configuration });
    await stack.up();
  });

  it("a client of another catalog key: its app, connection and assignments", async () => {
    const { id } = appNamed(world, "claude-code");
    const catalog = secondKey("requestingApp");
    const writes = await declare({
      requestingApps: { "claude-code": catalogClient(world.sandbox, { catalog }) },
    });
    const app = appNamed(world, "claude-code");
    assert.notEqual(app.id, id);
    assert.equal(app.name, catalog.key);
    assert.deepEqual(assigned(world, "claude-code"), ["Engineering"]);
    assert.equal(connectionOf(world, "claude-code").status, "ACTIVE");
    assert.equal(world.acme.connections.size, 1);
    assert.deepEqual(
      writes.filter((call) => call.includes("<Context7>")),
      [],
    );
  });

  it("the resource app of another catalog key: the old one first, for its issuer URL is unique", async () => {
    const { id } = appNamed(world, "Context7");
    const catalog = secondKey("resourceApp");
    const writes = await declare({ resourceApp: { catalog } });
    const app = appNamed(world, "Context7");
    assert.notEqual(app.id, id);
    assert.equal(app.name, catalog.key);
    assert.ok(
      writes.indexOf("DELETE /apps/<Context7>") < writes.indexOf("POST /apps"),
      `${writes}`,
    );
    assert.deepEqual(assigned(world, "Context7"), ["Engineering"]);
    assert.equal(connectionOf(world, "claude-code").resourceAppInstanceId, app.id);
    assert.equal(world.acme.connections.size, 1);
    await assertClean(stack);
  });

  it("another adopted app: the connection and the assignments, never an app", async () => {
    const first = await world.addApp("requesting", "First");
    const second = await world.addApp("requesting", "Second");
    const existing = (id: string) => ({
      existing: { id },
      clientIdAtResource: "probe-at-context7",
    });
    const { requestingApps } = configuration as { requestingApps: object };
    const withProbe = (id: string) => ({
      requestingApps: { ...requestingApps, probe: existing(id) },
    });
    await declare(withProbe(first.id));
    const writes = await declare(withProbe(second.id));
    assert.deepEqual(writes.sort(), [
      "DELETE /apps/<First>/cwo/connections/<connection>",
      "DELETE /apps/<First>/groups/<Engineering>",
      "POST /apps/<Second>/cwo/connections",
      "PUT /apps/<Second>/groups/<Engineering>",
    ]);
    assert.deepEqual(labels(world), ["Context7", "First", "Second", "claude-code"]);
    assert.equal(connectionOf(world, "Second").status, "ACTIVE");
  });
});
