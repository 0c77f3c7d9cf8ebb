import assert from "node:assert/strict";
import type { Application } from "../../sandbox/world";
import { sandboxed } from "../provider/sandboxed";
import { firstStack } from "./configurations";
import {
  appNamed,
  assertClean,
  assigned,
  feature,
  groupId,
  lookForDrift,
  teamspace,
  userId,
} from "./declared";
import type { EngineStack } from "./harness";
import { stacksIn } from "./stacks";
import { writesOf } from "./writes";

/** What somebody does in a console, what the drift check prints of it, and how it is put back. */
interface Meddling {
  what: string;
  meddle(): void;
  named: RegExp;
  writes: string[];
  repaired(): void;
}

describe("engine: drift", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  const login = "contractor@acme.example";
  let stack: EngineStack;
  let claude: Application;
  let context7: Application;

  before(async () => {
    const { settingsUrl } = world.sandbox.description.context7;
    stack = await stacks.create({
      configuration: firstStack(world.sandbox, {
        assignments: { groupNames: ["Engineering"], userLogins: [login] },
        teamspace: { management: "api", settingsUrl },
        manageFeature: true,
      }),
    });
    await stack.up();
    claude = appNamed(world, "claude-code");
    context7 = appNamed(world, "Context7");
  });

  /** Whatever the app is called by then. */
  const connection = () => {
    const [only, ...more] = [...world.acme.connections.values()];
    assert.ok(only && more.length === 0, "not one connection");
    return only;
  };

  rounds("changed in a console", [
    {
      what: "an app's label and the client ID in its settings",
      meddle() {
        claude.label = "Renamed";
        claude.app = { ...claude.app, sandboxClientId: "somebody-else" };
      },
      named: /okta:app:OAuth context7-claude-code .*\[diff: .*appSettingsJson.*label/,
      writes: ["PUT /apps/<Renamed>", "PUT /apps/<Renamed>/policies/<Any two factors>"],
      repaired() {
        assert.equal(claude.label, "claude-code");
        assert.equal(claude.app.sandboxClientId, "mcpclient-at-context7");
      },
    },
    {
      what: "an app, deactivated",
      meddle() {
        context7.status = "INACTIVE";
      },
      named: /okta:app:OAuth context7 .*\[diff: .*status/,
      writes: ["POST /apps/<Context7>/lifecycle/activate"],
      repaired() {
        assert.equal(context7.status, "ACTIVE");
      },
    },
    {
      what: "a connection, deactivated",
      meddle() {
        connection().status = "INACTIVE";
      },
      named: /CrossAppAccessConnection context7-claude-code .*\[diff: .*status/,
      writes: ["PATCH /apps/<Renamed>/cwo/connections/<connection>"],
      repaired() {
        assert.equal(connection().status, "ACTIVE");
      },
    },
    {
      what: "the teamspace's scope",
      meddle() {
        teamspace(world).settings = { issuer: "https://acme.okta.com", scope: "read" };
        teamspace(world).revision += 1;
      },
      named: /TeamspaceEma context7 .*\[diff: .*scope/,
      writes: ["PUT /sandbox/ema-settings"],
      repaired() {
        assert.deepEqual(teamspace(world).settings, { issuer: "https://acme.okta.com" });
      },
    },
  ]);

  rounds("deleted in a console", [
    {
      what: "a connection",
      meddle() {
        world.acme.connections.clear();
      },
      named: /CrossAppAccessConnection context7-claude-code delete/,
      writes: ["POST /apps/<claude-code>/cwo/connections"],
      repaired() {
        assert.equal(connection().status, "ACTIVE");
      },
    },
    {
      what: "a group's assignment",
      meddle() {
        context7.groups.delete(groupId(world, "Engineering"));
      },
      named: /okta:app:GroupAssignment context7-resource-app-group-Engineering delete/,
      writes: ["PUT /apps/<Context7>/groups/<Engineering>"],
      repaired() {
        assert.deepEqual(assigned(world, "Context7"), ["Engineering", login]);
      },
    },
    {
      what: "a user's assignment",
      meddle() {
        claude.users.delete(userId(world, login));
      },
      named: /okta:app:User context7-client-claude-code-user-contractor@acme.example delete/,
      writes: ["POST /apps/<claude-code>/users"],
      repaired() {
        assert.deepEqual(assigned(world, "claude-code"), ["Engineering", login]);
      },
    },
    {
      what: "the teamspace's settings",
      meddle() {
        teamspace(world).settings = undefined;
        teamspace(world).revision += 1;
      },
      named: /TeamspaceEma context7 delete/,
      writes: ["PUT /sandbox/ema-settings"],
      repaired() {
        assert.deepEqual(teamspace(world).settings, { issuer: "https://acme.okta.com" });
      },
    },
  ]);

  rounds("switched off in a console", [
    {
      what: "the feature",
      meddle() {
        feature(world).status = "DISABLED";
      },
      named: /CrossAppAccessFeature context7 .*\[diff: .*status/,
      writes: ["POST /features/<Cross App Access>/ENABLE"],
      repaired() {
        assert.equal(feature(world).status, "ENABLED");
      },
    },
  ]);

  /** Meddles with all of them at once: a check and a repair take the engine seconds. */
  function rounds(title: string, meddlings: Meddling[]): void {
    describe(title, () => {
      let seen: Awaited<ReturnType<typeof lookForDrift>>;
      let looking: string[];

      before(async () => {
        for (const { meddle } of meddlings) meddle();
        looking = await writesOf(world, async () => {
          seen = await lookForDrift(stack);
        });
      });

      it("fails the check with exit code 7, which writes nothing", () => {
        assert.equal(seen.code, 7, seen.text);
        assert.deepEqual(looking, []);
      });
      for (const { what, named } of meddlings) {
        it(`names ${what}`, () => assert.match(seen.text, named));
      }
      it("is repaired by up --refresh, which writes that and nothing else", async () => {
        const writes = await writesOf(world, () => stack.up({ refresh: true }));
        for (const { repaired } of meddlings) repaired();
        assert.deepEqual(writes.sort(), meddlings.flatMap((one) => one.writes).sort());
      });
      it("is clean then", () => assertClean(stack));
    });
  }
});
