import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { Application } from "../../sandbox/world";
import { repository } from "../../scripts/engine";
import { sandboxed } from "../provider/sandboxed";
import { assertClean, groupId, lookForDrift } from "./declared";
import type { EngineStack } from "./harness";
import { ODD_GROUP, type OrgByHand, setUpByHand } from "./orgByHand";
import { oneLine, stacksIn } from "./stacks";
import { writesOf } from "./writes";

const ADOPT = `node ${join(repository, "dist/src/cli/main.js")} adopt`;

for (const form of ["existing", "catalog"] as const) {
  describe(`engine: adopt --as ${form}`, function () {
    this.timeout(180_000);
    const world = sandboxed();
    const stacks = stacksIn(world);
    let org: OrgByHand;
    let stack: EngineStack;
    let printed: string;
    let asItWas: unknown;

    const everything = () => {
      const { apps, connections, groups } = world.acme;
      return structuredClone({ apps, connections, groups });
    };
    /** A line as a person runs it, in the stack's folder. */
    const run = async (line: string): Promise<string> => {
      const OKTA_API_TOKEN = world.sandbox.description.okta.apiToken;
      const { code, text } = await stack.shell(line, { OKTA_API_TOKEN, OKTA_ORG_NAME: "acme" });
      assert.equal(code, 0, `${line}\n${text}`);
      return text;
    };
    const configuration = async () => {
      const path = join(stack.stack.workspace.workDir, "Pulumi.dev.yaml");
      return parse(await readFile(path, "utf8")).config;
    };

    before(async () => {
      org = await setUpByHand(world);
      asItWas = everything();
      stack = await stacks.create({ configuration: {} });
    });

    it("declares what is there, and says what cannot be declared", async () => {
      printed = await run(`${ADOPT} --stack dev --as ${form}`);
      const config = await configuration();
      const clients = config["context7-ema:requestingApps"];
      assert.deepEqual(Object.keys(clients), ["claude-code", "vs-code", "codex"]);
      assert.deepEqual(clients.codex.connection, { status: "INACTIVE" });
      assert.deepEqual(clients.codex.assignments, { groupNames: ["Engineering"] });
      assert.equal(clients["claude-code"].assignments, undefined);
      assert.equal("catalog" in clients.codex, form === "catalog");
      const said = oneLine(printed);
      assert.match(said, /Not declared: group “Design”, assigned to “Codex” \(\w+\) but not/);
      assert.match(said, /The connection of “Codex” \(\w+\) is INACTIVE/);
    });

    it("by its lines, the first up writes nothing, and the second preview is empty", async () => {
      const lines = printed
        .split("\n")
        .flatMap((line) => /^ {2}(pulumi .*)$/.exec(line)?.[1] ?? []);
      assert.equal(lines.length, 5);
      const writes = await writesOf(world, async () => {
        // The third: without looking at Okta again, what was imported is as good.
        for (const line of [...lines.slice(0, 2), "pulumi preview", ...lines.slice(2)]) {
          const text = await run(line);
          if (!/^pulumi (?:preview|up)/.test(line)) continue;
          assert.doesNotMatch(
            text,
            /to (?:update|replace|delete)|\b(?:updat|replac|delet)ed\b/,
            text,
          );
        }
        await assertClean(stack);
      });
      assert.deepEqual(writes, []);
      assert.deepEqual(everything(), asItWas);
      const state = await stack.state();
      for (const app of world.acme.apps.values()) {
        assert.ok(!state.includes(app.credentials.oauthClient.client_secret), "a client secret");
      }
    });

    it("from then on the stack sees drift in it, repairs that and nothing else", async () => {
      const odd = groupId(world, ODD_GROUP);
      const claude = clientOf(org.claude);
      org.vscode.groups.delete(odd);
      const expected = ["PUT /apps/<VS Code>/groups/<R&D / “Tools” :: (EU) ñ>"];
      if (form === "catalog") {
        org.claude.oauthClient.redirect_uris = ["http://127.0.0.1/elsewhere"];
        expected.push(
          "PUT /apps/<Claude Code>",
          "PUT /apps/<Claude Code>/policies/<Any two factors>",
        );
      }
      const { code, text } = await lookForDrift(stack);
      assert.notEqual(code, 0, text);
      const writes = await writesOf(world, () => run("pulumi up --refresh"));
      assert.deepEqual(writes.sort(), expected.sort());
      assert.ok(org.vscode.groups.has(odd));
      assert.deepEqual(clientOf(org.claude), claude);
      await assertClean(stack);
    });

    it("is given up by deleting the state, and the org stays as it is", async () => {
      const before = everything();
      const writes = await writesOf(world, () => run("pulumi state delete --all --force"));
      assert.deepEqual(writes, []);
      assert.deepEqual(everything(), before);
      assert.doesNotMatch(await stack.state(), /okta:app/);
    });
  });
}

/** What a developer's client depends on: its secret, addresses and settings, from where, and who has it. */
function clientOf({ credentials, app, oauthClient, groups, users, accessPolicyId }: Application) {
  const { redirect_uris, response_types, grant_types, network } = oauthClient;
  const grants = [...(grant_types as string[])].sort();
  const parts = { credentials, app, redirect_uris, response_types, grants, network, groups, users };
  return structuredClone({ ...parts, accessPolicyId });
}
