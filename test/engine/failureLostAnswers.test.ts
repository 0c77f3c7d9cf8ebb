import assert from "node:assert/strict";
import { sandboxed } from "../provider/sandboxed";
import { catalogClient, firstStack } from "./configurations";
import { appNamed, assigned, connectionOf, labels, teamspace } from "./declared";
import { assertExactly } from "./exactly";
import type { Configuration, EngineStack } from "./harness";
import { oneLine } from "./stacks";
import { watchedStacks } from "./watchedStacks";
import { writesOf } from "./writes";

const apps = /\/api\/v1\/apps$/;
const connections = /\/cwo\/connections$/;

describe("engine: Okta and Context7 act, and their answers are lost", function () {
  this.timeout(300_000);
  const world = sandboxed();
  const stacks = watchedStacks(world);
  let configuration: Configuration;
  let stack: EngineStack;

  before(async () => {
    const { settingsUrl } = world.sandbox.description.context7;
    configuration = firstStack(world.sandbox, {
      teamspace: { management: "api", settingsUrl },
      // The plugin waits 30 seconds before it sends a request again.
      "okta:minWaitSeconds": "1",
    });
    stack = await stacks.create({ configuration });
    await stack.up();
  });

  async function addClient(key: string): Promise<void> {
    const requestingApps = configuration.requestingApps as object;
    const more = { ...requestingApps, [key]: catalogClient(world.sandbox) };
    configuration = { ...configuration, requestingApps: more };
    await stack.configure(configuration);
  }
  const up = () => stack.cli("up", "--yes", "--skip-preview");
  /** The command that a refusal gives, as it stands there. */
  const importLine = (text: string) => {
    const line = text.split("\n").find((one) => one.trim().startsWith("pulumi import "));
    assert.ok(line, text);
    return line.trim();
  };

  describe("of an app", () => {
    let orphan: string;

    it("is an error, and the app stays in Okta", async () => {
      await addClient("vscode");
      // The plugin does not repeat a request after a 500.
      const respond = { status: 500, body: { errorCode: "E0000009" } };
      world.plan({ method: "POST", path: apps, times: 1, when: "after", respond });
      assert.notEqual((await up()).code, 0);
      orphan = appNamed(world, "vscode").id;
    });

    for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      it(`stops the next ${command[0]} before a second one, and names it`, async () => {
        const before = labels(world);
        const { code, text } = await stack.cli(...command);
        assert.notEqual(code, 0);
        assert.ok(oneLine(text).includes(`(${orphan}) of the integration`), text);
        assert.ok(importLine(text).includes(orphan), text);
        assert.doesNotMatch(text, /^\s+at .*:\d+:\d+/m);
        assert.deepEqual(labels(world), before);
      });
    }

    it("is taken over by the printed command, and made complete by the next up", async () => {
      const { text } = await stack.cli("preview");
      const imported = await stack.shell(importLine(text));
      assert.equal(imported.code, 0, imported.text);
      const writes = await writesOf(world, async () =>
        assert.equal((await up()).code, 0, stacks.printed()),
      );
      assert.ok(
        !writes.includes("POST /apps") && !writes.some((one) => /DELETE/.test(one)),
        `${writes}`,
      );
      assert.ok(world.acme.apps.has(orphan));
      await assertExactly(world, [{ stack, configuration }]);
    });

    it("leaves the client secret where it belongs", async () => {
      // Asked for here, and by no run: it is not among what was printed.
      const { requestingApps } = await stack.stack.outputs();
      const { clientId, clientSecret } = requestingApps?.value.vscode ?? {};
      const { client_id, client_secret } = appNamed(world, "vscode").credentials.oauthClient;
      assert.deepEqual([clientId, clientSecret], [client_id, client_secret]);
    });
  });

  describe("of an app, and the plugin sends the request again", () => {
    it("the twin is named in the same up, and without it all is as declared", async () => {
      await addClient("codex");
      world.plan({ method: "POST", path: apps, times: 1, when: "after", drop: true });
      const { code, text } = await up();
      assert.notEqual(code, 0, text);
      const said = /twice: (\S+), which this stack has just made, and (\S+)\./.exec(oneLine(text));
      const [, own = "", twin = ""] = said ?? [];
      const there = [...world.acme.apps.values()].filter(({ label }) => label === "codex");
      assert.deepEqual(there.map(({ id }) => id).sort(), [own, twin].sort(), text);
      // As the Admin Console does.
      world.acme.apps.delete(twin);
      assert.equal((await up()).code, 0, stacks.printed());
      await assertExactly(world, [{ stack, configuration }]);
    });
  });

  describe("of the others", () => {
    it("a connection is found by the same up", async () => {
      await addClient("cursor");
      const path = connections;
      world.plan({ method: "POST", path, times: 1, when: "after", drop: true });
      assert.equal((await up()).code, 0, stacks.printed());
      assert.equal(connectionOf(world, "cursor").status, "ACTIVE");
      await assertExactly(world, [{ stack, configuration }]);
    });

    it("a connection is taken over by the next up, if Okta stayed silent", async () => {
      await addClient("zed");
      const path = connections;
      world.plan({
        method: "GET",
        path,
        skip: 1,
        times: 100,
        respond: { status: 500, headers: { "retry-after": "0" } },
      });
      world.plan({ method: "POST", path, times: 1, when: "after", drop: true });
      const { code, text } = await up();
      assert.notEqual(code, 0, text);
      assert.match(oneLine(text), /acme\.okta\.com failed, and still does/);
      const { id } = connectionOf(world, "zed");
      world.sandbox.world.faults.length = 0;
      assert.equal((await up()).code, 0, stacks.printed());
      assert.equal(connectionOf(world, "zed").id, id);
      await assertExactly(world, [{ stack, configuration }]);
    });

    it("an assignment and the teamspace's settings are written again, to the same effect", async () => {
      await stack.destroy();
      const drop = { method: "PUT", times: 1, when: "after", drop: true } as const;
      const group = world.plan({ ...drop, path: /\/groups\/[^/]+$/ });
      const settings = world.plan({ ...drop, path: /\/ema-settings$/ });
      assert.equal((await up()).code, 0, stacks.printed());
      assert.deepEqual([group.hits.length, settings.hits.length], [1, 1]);
      assert.deepEqual(assigned(world, "claude-code"), ["Engineering"]);
      assert.equal(teamspace(world).settings?.issuer, "https://acme.okta.com");
      await assertExactly(world, [{ stack, configuration }]);
    });
  });

  describe("on the way", () => stacks.discloseNothing());
});
