import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { Module } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { thinProvider } from "../../provider/dynamic";
import { unknownValue } from "../../provider/inputs";

const folder = join(__dirname, "../../provider");
const kinds = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["okta", "context7"].includes(entry.name))
  .map(({ name }) => name);

const serialise = async (kind: string) => {
  const provider = thinProvider(kind);
  return (await pulumi.runtime.serializeFunction(() => provider)).text;
};

/** As Pulumi's host of dynamic providers does it: a module made of the text, in the program's folder. */
const load = (text: string) => {
  const host = new Module(join(__dirname, "host.js")) as Module & {
    _compile(code: string, file: string): void;
  };
  host.paths = module.paths;
  host._compile(text, host.id);
  return host.exports.handler();
};

describe("thinProvider", () => {
  it("is there for seven kinds", () => {
    assert.equal(kinds.length, 7);
  });

  for (const kind of kinds) {
    describe(kind, () => {
      it("serialises to a text that names the module, and nothing of what it does", async () => {
        const text = await serialise(kind);
        assert.ok(text.includes(`context7-ema/provider/${kind}`));
        assert.doesNotMatch(text, /okta\.com|zod|undici|https:/);
        assert.ok(text.length < 4000, `${text.length} characters`);
        assert.equal(await serialise(kind), text);
      });

      it("loads again and calls the compiled module with its configuration", async () => {
        const loaded = load(await serialise(kind));
        const config = { get: (key: string) => (key === "okta:orgName" ? "acme" : undefined) };
        await loaded.configure({ config });
        // globex is not the configured org: every kind in an org has to say so; the verifier's lacks a
        // folder, and the policies' need an API key.
        const news = { orgUrl: "https://globex.okta.com", role: "resource", existingId: "0oa1" };
        const { failures } = await loaded.check({}, { ...news, issuer: "http://acme.okta.com" });
        const expected = { verifierProcess: /"property":"folder"/, teamspacePolicies: /apiKey/ };
        const pattern = expected[kind as keyof typeof expected] ?? /acme\.okta\.com/;
        assert.match(JSON.stringify(failures), pattern);
      });
    });
  }

  it("keeps the configuration of each provider object apart", async () => {
    const text = await serialise("crossAppAccessFeature");
    const check = async (orgName: string) => {
      const loaded = load(text);
      await loaded.configure({
        config: { get: (key: string) => ({ "okta:orgName": orgName })[key] },
      });
      const { failures } = await loaded.check({}, { orgUrl: "https://acme.okta.com" });
      return failures.length;
    };
    assert.deepEqual(await Promise.all([check("acme"), check("globex")]), [0, 1]);
  });

  it("is configured before a concurrent call runs", async () => {
    const loaded = load(await serialise("crossAppAccessFeature"));
    const configuring = loaded.configure({ config: { get: () => "acme" } });
    assert.notEqual(loaded.config, undefined);
    await configuring;
  });

  it("knows Pulumi's own value for what is unknown", () => {
    const { unknownValue: pulumis } = require("@pulumi/pulumi/runtime/rpc");
    assert.equal(unknownValue, pulumis);
  });
});
