import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { stackComparison } from "../../src/drift/comparison";
import { driftReport } from "../../src/drift/report";
import { sampleComparison } from "./comparisons";
import { sampleReport } from "./reports";

const DOCS = join(__dirname, "..", "..", "docs");
/** With `UPDATE_DOCS=1` the schemas are written instead of compared. */
const UPDATE = process.env.UPDATE_DOCS === "1";
const HOW = "run the tests of this file once with UPDATE_DOCS=1, then npm run format";

const documents = [
  { name: "drift-report", title: "context7-ema drift report, version 1", schema: driftReport },
  {
    name: "drift-comparison",
    title: "context7-ema drift comparison of stacks, version 1",
    schema: stackComparison,
  },
];

for (const { name, title, schema } of documents) {
  describe(`docs/${name}.schema.json`, () => {
    const generated = jsonSchema(title, schema);

    it("is the schema of the code", () => {
      const file = join(DOCS, `${name}.schema.json`);
      if (UPDATE) writeFileSync(file, `${JSON.stringify(generated, null, 2)}\n`);
      assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), generated, HOW);
    });

    it("describes every property that its name does not explain", () => {
      const plain = ["version", "project", "findings", "object"];
      for (const { path, property } of properties(generated)) {
        if (plain.includes(path.at(-1) ?? "")) continue;
        assert.ok(property.description, path.join("."));
      }
    });
  });
}

it("the samples of the drift tests are what the schemas allow", () => {
  driftReport.parse(sampleReport());
  stackComparison.parse(sampleComparison());
});

/** Open for what later minor versions add: who validates by version 1 is not to be broken by it. */
function jsonSchema(title: string, schema: z.ZodType): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    io: "input",
    override: ({ jsonSchema: part }) => {
      if (part.additionalProperties === false) delete part.additionalProperties;
    },
  });
  return JSON.parse(JSON.stringify({ $schema, title, ...rest }));
}

interface Property {
  description?: string;
}

/** Every property of every object, at any depth. */
function properties(node: unknown, path: string[] = []): { path: string[]; property: Property }[] {
  if (node === null || typeof node !== "object") return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key !== "properties") return properties(value, path);
    return Object.entries(value as Record<string, Property>).flatMap(([name, property]) => [
      { path: [...path, name], property },
      ...properties(property, [...path, name]),
    ]);
  });
}
