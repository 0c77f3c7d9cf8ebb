import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as applicationLookup from "../../provider/applicationLookup/crud";
import * as connection from "../../provider/crossAppAccessConnection/crud";
import * as feature from "../../provider/crossAppAccessFeature/crud";
import * as directoryLookup from "../../provider/directoryLookup/crud";
import { rolesByScope, scopesByResource } from "../../provider/okta/permissions";
import type { Application } from "../../sandbox/world";
import { sandboxed } from "./sandboxed";
import { addServiceClient } from "./serviceClients";

/** Rows of the first table of docs/permissions.md. */
function documented(): Record<string, { scopes: string[]; role: string }> {
  const text = readFileSync(join(__dirname, "../../docs/permissions.md"), "utf8");
  const [, section = ""] = text.split("## Resources of this package");
  const [table = ""] = section.split("\n## ");
  const rows = table.split("\n").filter((line) => line.startsWith("| `"));
  return Object.fromEntries(
    rows.map((row) => {
      const [, name = "", scopes = "", role = ""] = row.split("|").map((cell) => cell.trim());
      return [name.replaceAll("`", ""), { scopes: scopes.match(/okta\.[\w.]+/g) ?? [], role }];
    }),
  );
}

describe("docs/permissions.md", () => {
  const world = sandboxed();
  const orgUrl = "https://acme.okta.com";
  let requesting: Application;
  let resource: Application;

  before(async () => {
    requesting = await world.addApp("requesting", "Claude Code");
    resource = await world.addApp("resource", "Context7");
  });

  it("says what the code knows", () => {
    const table = documented();
    assert.deepEqual(Object.keys(table).sort(), Object.keys(scopesByResource).sort());
    for (const [name, scopes] of Object.entries(scopesByResource)) {
      assert.deepEqual(table[name]?.scopes, scopes, name);
      for (const scope of scopes) assert.equal(table[name]?.role, rolesByScope[scope], name);
    }
  });

  /** Everything a resource does, as far as it gets; the refusal if there is one. */
  const lifecycles: Record<
    string,
    (settings: Record<string, string | undefined>) => Promise<string>
  > = {
    async CrossAppAccessFeature(settings) {
      const config = world.config(settings);
      const wanted = { orgUrl, name: "Cross App Access", status: "ENABLED" };
      for (const found of world.acme.features.values()) {
        if (found.name === wanted.name) found.status = "DISABLED";
      }
      return refusal(async () => {
        const { id, outs } = await feature.create(config, wanted);
        await feature.read(config, id, outs);
        await feature.update(config, id, outs, wanted);
        await feature.remove(config, id, outs);
      });
    },
    async ApplicationLookup(settings) {
      const config = world.config(settings);
      const found = await applicationLookup.check(
        config,
        {},
        {
          orgUrl,
          role: "resource",
          existingLabel: "Context7",
        },
      );
      const news = { orgUrl, role: "resource", catalogKey: resource.name, label: "New" };
      const free = await applicationLookup.check(config, {}, news);
      const { failures = [] } = { failures: [...(found.failures ?? []), ...(free.failures ?? [])] };
      if (failures[0]) return failures[0].reason;
      return refusal(async () => {
        await applicationLookup.read(config, "id", found.inputs);
      });
    },
    async DirectoryLookup(settings) {
      const { failures = [] } = await directoryLookup.check(
        world.config(settings),
        {},
        {
          orgUrl,
          groupNames: ["Engineering"],
          userLogins: ["dev.one@acme.example"],
        },
      );
      return failures[0]?.reason ?? "";
    },
    async CrossAppAccessConnection(settings) {
      const config = world.config(settings);
      for (const found of world.acme.features.values()) found.status = "ENABLED";
      const apps = { requestingAppId: requesting.id, resourceAppId: resource.id };
      const { inputs } = await connection.check(config, {}, { orgUrl, ...apps });
      return refusal(async () => {
        const { id, outs } = await connection.create(config, inputs);
        await connection.read(config, id, outs);
        const inactive = { ...inputs, status: "INACTIVE" };
        const updated = await connection.update(config, id, outs, inactive);
        await connection.remove(config, id, updated.outs);
      });
    },
  };

  for (const [name, scopes] of Object.entries(scopesByResource)) {
    if (scopes.length === 0) continue;
    const run = (settings: Record<string, string | undefined>) => {
      const lifecycle = lifecycles[name];
      assert.ok(lifecycle, `${name} is not tried here`);
      return lifecycle(settings);
    };

    it(`${name}: exactly ${scopes.join(", ")} is enough`, async () => {
      assert.equal(await run(await addServiceClient(world.acme, scopes)), "");
    });

    for (const missing of scopes) {
      it(`${name}: without ${missing} it is refused, and the scope is named`, async () => {
        // A manage scope less is its read scope: the next lower right, not none.
        const lesser = missing.endsWith(".manage")
          ? missing.replace(".manage", ".read")
          : "okta.logs.read";
        const rest = [...scopes.filter((scope) => scope !== missing), lesser];
        const message = await run(await addServiceClient(world.acme, rest));
        assert.match(message, /403 E0000006/);
        assert.ok(message.includes(`It needs the scope ${missing}`), message);
      });
    }
  }
});

async function refusal(work: () => Promise<void>): Promise<string> {
  try {
    await work();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}
