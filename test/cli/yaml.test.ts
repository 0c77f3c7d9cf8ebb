import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { type YamlValue, yaml } from "../../src/cli/yaml";

describe("the YAML that discover prints", () => {
  it("is read back as what was written, by YAML 1.1 and 1.2", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as YamlValue;
        for (const version of ["1.1", "1.2"] as const) {
          assert.deepEqual(parse(yaml(json), { version }), json);
        }
      }),
    );
  });

  it("quotes what could be read as something else", () => {
    const words = [
      "yes",
      "no",
      "on",
      "null",
      "1e3",
      "0x1f",
      "",
      "a: b",
      "- a",
      "#x",
      "~",
      "2026-11-22",
    ];
    for (const version of ["1.1", "1.2"] as const) {
      assert.deepEqual(parse(yaml(words), { version }), words);
    }
  });

  it("leaves configuration keys readable", () => {
    const config = { "context7-ema:resourceApp": { existing: { id: "0oa1" } } };
    assert.equal(yaml({ config }).split("\n")[1], "  context7-ema:resourceApp:");
  });
});
