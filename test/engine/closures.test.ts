import assert from "node:assert/strict";
import { Module } from "node:module";
import { join } from "node:path";
import { sandboxed } from "../provider/sandboxed";
import { catalogClient, firstStack } from "./configurations";
import { stacksIn } from "./stacks";

interface StateResource {
  type: string;
  outputs?: { __provider?: unknown };
  inputs?: { __provider?: unknown };
}

describe("engine: the provider objects in the state", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  /** Resource type → the texts found in its resources' inputs and outputs. */
  const texts = new Map<string, string[]>();

  before(async function () {
    this.timeout(120_000);
    const stack = await stacks.create({
      configuration: firstStack(world.sandbox, {
        requestingApps: {
          claude: catalogClient(world.sandbox),
          vscode: catalogClient(world.sandbox, { clientSecretAtResource: "secret-at-context7" }),
        },
        manageFeature: true,
        policies: { sourceTypes: { confluence: false } },
      }),
    });
    await stack.up();
    const { resources } = (await stack.stack.exportStack()).deployment;
    for (const { type, inputs, outputs } of resources as StateResource[]) {
      if (!type.startsWith("pulumi-nodejs:dynamic")) continue;
      const found = [inputs?.__provider, outputs?.__provider].filter((text) => text !== undefined);
      texts.set(type, [...(texts.get(type) ?? []), ...(found as string[])]);
    }
  });

  const kinds = () =>
    [...texts.keys()].map((type) => type.replace("pulumi-nodejs:dynamic/context7-ema:", ""));

  it("are there for each kind that the stack declares", () => {
    assert.deepEqual(kinds().sort(), [
      "ApplicationLookup",
      "CrossAppAccessConnection",
      "CrossAppAccessFeature",
      "DirectoryLookup",
      "TeamspaceEma",
      "TeamspacePolicies",
    ]);
  });

  it("are plain, small, the same for all resources of a kind, and hold nothing of this org", () => {
    const { okta, context7 } = world.sandbox.description;
    const foreign = [okta.apiToken, context7.apiKey, "secret-at-context7", "acme", "okta.com"];
    for (const [type, found] of texts) {
      assert.ok(found.length > 0, type);
      assert.equal(new Set(found).size, 1, type);
      const text = String(found[0]);
      assert.ok(text.length < 4000, `${type}: ${text.length} characters`);
      for (const value of foreign) assert.ok(!text.includes(value), type);
    }
  });

  it("load again, in a program's folder, and call the package", async () => {
    for (const [type, [text = ""]] of texts) {
      const provider = load(text);
      await provider.configure({ config: { get: () => undefined } });
      const { failures } = await provider.check(
        {},
        { orgUrl: "http://acme.okta.com", issuer: "x" },
      );
      assert.ok(failures.length > 0, type);
    }
  });
});

/** As Pulumi's host of dynamic providers does it: a module made of the text, in the program's folder. */
function load(text: string) {
  const host = new Module(join(__dirname, "host.js")) as Module & {
    _compile(code: string, file: string): void;
  };
  host.paths = module.paths;
  host._compile(text, host.id);
  return host.exports.handler();
}
