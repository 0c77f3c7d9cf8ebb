import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { repository } from "../../scripts/engine";
import { sandboxed } from "../provider/sandboxed";
import { firstStack } from "./configurations";
import { appNamed, assertClean, assigned, connectionOf, labels } from "./declared";
import type { EngineStack } from "./harness";
import { stacksIn } from "./stacks";

describe("engine: an app that was deleted by hand", function () {
  this.timeout(180_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let stack: EngineStack;

  before(async () => {
    stack = await stacks.create({ configuration: firstStack(world.sandbox) });
    await stack.up();
  });

  const apps = [
    { what: "a requesting app", label: "claude-code", name: "context7-claude-code" },
    { what: "the resource app", label: "Context7", name: "context7" },
  ];
  for (const { what, label, name } of apps) {
    describe(what, () => {
      before(() => deleteByHand(label));

      it("makes the Okta plugin fail with its 404, in refresh and in up --refresh", async () => {
        for (const command of [["refresh"], ["up", "--refresh"]]) {
          const { code, text } = await stack.cli(...command, "--yes", "--skip-preview");
          assert.notEqual(code, 0, text);
          assert.match(text, new RegExp(`okta:app:OAuth[^\\n]* ${name}\\b[^\\n]*error`));
          assert.match(text, /404 Not Found/);
        }
        assert.deepEqual(
          labels(world),
          apps.map((app) => app.label).filter((other) => other !== label),
        );
      });

      it("is made again by the lines of the README, as written", async () => {
        const lines = await readmeLines("app-deleted-by-hand");
        const { code, text } = await runAsAPerson(lines, name);
        assert.equal(code, 0, text);
        assert.deepEqual(labels(world), ["Context7", "claude-code"]);
        assert.equal(
          connectionOf(world, "claude-code").resourceAppInstanceId,
          appNamed(world, "Context7").id,
        );
        for (const app of apps) assert.deepEqual(assigned(world, app.label), ["Engineering"]);
        await assertClean(stack);
      });
    });
  }

  /** As the Admin Console does: with its assignments, and the connections on both of its sides. */
  function deleteByHand(label: string): void {
    const { id } = appNamed(world, label);
    world.acme.apps.delete(id);
    for (const [key, { requestingAppInstanceId, resourceAppInstanceId }] of world.acme
      .connections) {
      if (requestingAppInstanceId === id || resourceAppInstanceId === id) {
        world.acme.connections.delete(key);
      }
    }
  }

  /** The first line shows the URNs; the person picks the app's, and runs the others with it. */
  async function runAsAPerson([show = "", ...rest]: string[], name: string) {
    const shown = await stack.shell(show);
    const urns = shown.text.match(/urn:pulumi:\S+/g) ?? [];
    const urn = urns.find((one) => one.endsWith(`okta:app/oAuth:OAuth::${name}`));
    assert.ok(urn, shown.text);
    return stack.shell(["set -e", ...rest].join("\n"), { URN: urn });
  }
});

/** The shell lines after the README's marker `<!-- test: NAME -->`. */
async function readmeLines(name: string): Promise<string[]> {
  const readme = await readFile(join(repository, "README.md"), "utf8");
  const [, after = ""] = readme.split(`<!-- test: ${name} -->\n\`\`\`sh\n`);
  const [lines = ""] = after.split("\n```");
  assert.notEqual(lines, "", `README.md has no shell lines marked ${name}`);
  return lines.split("\n");
}
