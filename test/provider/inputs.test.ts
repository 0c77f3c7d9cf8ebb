import assert from "node:assert/strict";
import { z } from "zod";
import {
  defined,
  differences,
  inputsOf,
  isUnknown,
  parseInputs,
  unknownValue,
} from "../../provider/inputs";

const schema = z.object({
  name: z.string().min(2, "too short"),
  size: z.number().default(1),
  tags: z.array(z.string()).optional(),
  on: z.boolean(),
});

describe("parseInputs", () => {
  it("fills in defaults, and drops what is none of its own", () => {
    const parsed = parseInputs(schema, { name: "ab", on: true, __provider: "text", other: 1 });
    assert.deepEqual(parsed.inputs, { name: "ab", size: 1, on: true });
    assert.deepEqual(parsed.complete, parsed.inputs);
    assert.deepEqual(parsed.failures, []);
  });

  it("takes null for absent", () => {
    assert.equal(parseInputs(schema, { name: "ab", on: true, size: null }).inputs.size, 1);
  });

  it("lets unknown values pass as they are, also inside a list", () => {
    const tags = ["a", unknownValue];
    const parsed = parseInputs(schema, { name: unknownValue, size: unknownValue, tags, on: true });
    assert.deepEqual(parsed.failures, []);
    assert.deepEqual(parsed.inputs, { name: unknownValue, size: unknownValue, tags, on: true });
    assert.deepEqual(parsed.values, { on: true });
    assert.equal(parsed.complete, undefined);
  });

  it("reports every mistake by its property, and still gives what is right", () => {
    const parsed = parseInputs(schema, { name: "a", tags: ["x", 1], size: 3, on: unknownValue });
    assert.deepEqual(
      parsed.failures.map(({ property }) => property),
      ["name", "tags[1]"],
    );
    assert.equal(parsed.failures[0]?.reason, "too short");
    assert.deepEqual(parsed.values, { size: 3 });
    assert.equal(parsed.complete, undefined);
  });
});

describe("isUnknown", () => {
  it("looks inside", () => {
    assert.equal(isUnknown({ a: [{ b: unknownValue }] }), true);
    assert.equal(isUnknown({ a: [null, undefined, "x", 1] }), false);
  });
});

describe("differences", () => {
  it("compares only the keys it is given, and their content", () => {
    const olds = { a: { x: 1 }, b: 1, __provider: "old" };
    assert.equal(differences(olds, { a: { x: 1 }, b: 2, __provider: "new" }, ["a"]).changes, false);
    assert.equal(differences(olds, { a: { x: 2 } }, ["a"]).changes, true);
  });

  it("does not tell null from absent", () => {
    assert.equal(differences({ a: null }, {}, ["a"]).changes, false);
  });

  it("names what makes it another thing, which is a change too", () => {
    const difference = differences({ id: 1, name: "a" }, { id: 2, name: "a" }, ["name"], ["id"]);
    assert.deepEqual(difference, { changes: true, replaces: ["id"] });
  });

  it("calls an unknown value a change", () => {
    assert.equal(differences({ a: "x" }, { a: unknownValue }, ["a"]).changes, true);
  });
});

describe("inputsOf and defined", () => {
  it("leave no undefined value, which Pulumi could not send", () => {
    assert.deepEqual(
      inputsOf(schema, { name: "ab", tags: undefined, extra: 1, more: 2 }, ["more"]),
      {
        name: "ab",
        more: 2,
      },
    );
    assert.deepEqual(Object.keys(defined({ a: undefined, b: null })), ["b"]);
  });
});
