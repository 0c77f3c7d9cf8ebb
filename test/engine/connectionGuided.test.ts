import assert from "node:assert/strict";
import { sandboxed } from "../provider/sandboxed";
import { connectingStack } from "./configurations";
import type { EngineStack } from "./harness";
import { oneLine, stacksIn } from "./stacks";

const unconfirmed = /The connection is not confirmed, and cannot be observed/;

describe("engine: a guided connection", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let stack: EngineStack;
  let code = "";

  before(async () => {
    await world.addApp("resource", "Context7");
    await world.addApp("requesting", "Claude Code");
    stack = await stacks.create({ configuration: {} });
  });

  /** What an operation printed with these settings of the connection, on one line. */
  async function printed(settings: object, work: () => Promise<unknown>): Promise<string> {
    await stack.configure(connectingStack({ management: "guided", ...settings }));
    const before = stack.output().length;
    await work();
    return oneLine(stack.output().slice(before));
  }
  const connections = () => world.requests().filter((request) => request.includes("connections"));

  it("preview and up show what to do and the code, and touch no connection", async () => {
    const preview = await printed({}, () => stack.preview());
    assert.match(preview, unconfirmed);
    assert.match(preview, /2\. .*Manage Connections → Apps providing consent → Add resource apps/);
    code = /Give the code (\S+) back/.exec(preview)?.[1] ?? "";
    const text = await printed({}, () => stack.up());
    assert.ok(text.includes(`Give the code ${code} back`), text);
    assert.deepEqual(connections(), []);
  });

  it("the code confirms it; another status is another code", async () => {
    assert.doesNotMatch(await printed({ confirmation: code }, () => stack.up()), unconfirmed);
    const inactive = { confirmation: code, status: "INACTIVE" };
    const text = await printed(inactive, () => stack.preview({ diff: true }));
    assert.match(text, /confirmed ?: true => false/);
    assert.match(text, /set the connection to inactive/);
  });

  it("with requireConfirmation up fails with code and steps, and preview does not", async () => {
    const strict = { requireConfirmation: true };
    await printed(strict, () => stack.preview());
    const text = await stacks.refusal(stack.up());
    assert.match(text, /The connection is not confirmed, and requireConfirmation is true/);
    assert.ok(text.includes(`Give the code ${code} back`), text);
  });

  it("refresh says that it cannot see", async () => {
    const text = await printed({ confirmation: code }, () =>
      stack.refresh({ expectNoChanges: true }),
    );
    assert.match(text, /The connection from \S+ to \S+ is guided and not observable/);
    assert.deepEqual(connections(), []);
  });

  it("automatic adopts what a person made, and guided takes it back unchanged", async () => {
    const [requesting] = [...world.acme.apps.values()].filter(({ label }) => label !== "Context7");
    const [resource] = [...world.acme.apps.values()].filter(({ label }) => label === "Context7");
    const now = new Date().toISOString();
    world.acme.connections.set("cwobyhand", {
      id: "cwobyhand",
      requestingAppInstanceId: requesting?.id ?? "",
      resourceAppInstanceId: resource?.id ?? "",
      status: "ACTIVE",
      created: now,
      lastUpdated: now,
    });
    await stack.configure(connectingStack());
    const { outputs } = await stack.up();
    assert.equal(outputs.requestingApps?.value.claude.connectionId, "cwobyhand");

    await printed({ confirmation: code }, () => stack.up());
    assert.deepEqual([...world.acme.connections.keys()], ["cwobyhand"]);
  });

  it("destroy says what only a person can remove", async () => {
    const text = await printed({ confirmation: code }, () => stack.destroy());
    assert.match(text, /The connection was made by hand; only a person can remove it/);
    assert.deepEqual([...world.acme.connections.keys()], ["cwobyhand"]);
  });
});
