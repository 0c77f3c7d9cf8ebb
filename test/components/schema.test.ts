import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";

const root = join(__dirname, "../..");
const pinned = join(__dirname, "schema.json");
const components = [
  "EnterpriseManagedAuth",
  "ResourceApp",
  "RequestingApp",
  "Assignments",
  "Verifier",
];

/**
 * The shape other languages would see. To accept a deliberate change, run this test once with
 * UPDATE_SCHEMA=1 and read the difference.
 */
describe("the components' schema, by the SDK's own analyzer", () => {
  it("accepts every component and stays as pinned", function () {
    this.timeout(120_000);
    const packageJson = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const analyzer = new Analyzer(root, "context7-ema", packageJson, new Set(components));
    const { components: found, typeDefinitions } = analyzer.analyze();
    assert.deepEqual(Object.keys(found).sort(), [...components].sort());
    const schema = `${JSON.stringify({ components: found, types: typeDefinitions }, null, 2)}\n`;
    if (process.env.UPDATE_SCHEMA) writeFileSync(pinned, schema);
    assert.deepEqual(JSON.parse(schema), JSON.parse(readFileSync(pinned, "utf8")));
  });
});
