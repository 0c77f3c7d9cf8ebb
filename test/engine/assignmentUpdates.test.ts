import assert from "node:assert/strict";
import { sandboxed } from "../provider/sandboxed";
import { catalogClient, firstStack } from "./configurations";
import { appNamed, assigned, groupId, userId } from "./declared";
import type { EngineStack } from "./harness";
import { stacksIn } from "./stacks";
import { writesOf } from "./writes";

const ONE = "dev.one@acme.example";
const TWO = "dev.two@acme.example";

describe("engine: an update of who is assigned", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let stack: EngineStack;

  const configuration = (assignments: object, own?: object) =>
    firstStack(world.sandbox, {
      assignments,
      requestingApps: { "claude-code": catalogClient(world.sandbox, { assignments: own }) },
    });
  const declare = async (assignments: object, own?: object) => {
    await stack.configure(configuration(assignments, own));
    return (await writesOf(world, () => stack.up())).sort();
  };

  before(async () => {
    stack = await stacks.create({ configuration: configuration({ groupNames: ["Engineering"] }) });
    await stack.up();
    appNamed(world, "Context7").groups.set(groupId(world, "Everyone"), byHand);
    appNamed(world, "Context7").users.set(userId(world, "admin@acme.example"), byAdmin);
  });

  it("adds from all four lists, to both apps", async () => {
    const writes = await declare({
      groupNames: ["Engineering", "Design"],
      groupIds: [groupId(world, "Eng-Contractors")],
      userLogins: [ONE],
      userIds: [userId(world, TWO)],
    });
    assert.deepEqual(
      writes,
      ["<Context7>", "<claude-code>"]
        .flatMap((app) => [
          `PUT /apps/${app}/groups/<Design>`,
          `PUT /apps/${app}/groups/<Eng-Contractors>`,
          `POST /apps/${app}/users`,
          `POST /apps/${app}/users`,
        ])
        .sort(),
    );
    const all = ["Design", "Eng-Contractors", "Engineering", ONE, TWO];
    assert.deepEqual(assigned(world, "claude-code"), all);
    assert.deepEqual(
      assigned(world, "Context7"),
      [...all, "Everyone", "admin@acme.example"].sort(),
    );
  });

  it("takes away from all four lists, and leaves what others assigned", async () => {
    const writes = await declare({ groupNames: ["Engineering"] });
    assert.deepEqual(
      writes,
      ["<Context7>", "<claude-code>"]
        .flatMap((app) => [
          `DELETE /apps/${app}/groups/<Design>`,
          `DELETE /apps/${app}/groups/<Eng-Contractors>`,
          `DELETE /apps/${app}/users/<${ONE}>`,
          `DELETE /apps/${app}/users/<${TWO}>`,
        ])
        .sort(),
    );
    assert.deepEqual(assigned(world, "claude-code"), ["Engineering"]);
    assert.deepEqual(assigned(world, "Context7"), [
      "Engineering",
      "Everyone",
      "admin@acme.example",
    ]);
  });

  it("gives a client a list of its own, whose people the resource app gets too", async () => {
    const writes = await declare({ groupNames: ["Engineering"] }, { groupNames: ["Design"] });
    assert.deepEqual(writes, [
      "DELETE /apps/<claude-code>/groups/<Engineering>",
      "PUT /apps/<Context7>/groups/<Design>",
      "PUT /apps/<claude-code>/groups/<Design>",
    ]);
    assert.deepEqual(assigned(world, "claude-code"), ["Design"]);
  });

  it("sees a group that was made anew under its name, and assigns that", async () => {
    const old = groupId(world, "Design");
    const group = world.acme.groups.get(old);
    assert.ok(group);
    world.acme.groups.delete(old);
    for (const app of world.acme.apps.values()) app.groups.delete(old);
    world.acme.groups.set("00gDesignAnew", { ...group, id: "00gDesignAnew" });
    const writes = await writesOf(world, () => stack.up({ refresh: true }));
    assert.deepEqual(writes.sort(), [
      "PUT /apps/<Context7>/groups/<Design>",
      "PUT /apps/<claude-code>/groups/<Design>",
    ]);
    assert.deepEqual(assigned(world, "claude-code"), ["Design"]);
  });
});

const at = "2026-08-01T00:00:00.000Z";
const byHand = { priority: 0, lastUpdated: at };
const byAdmin = { userName: "admin@acme.example", created: at };
