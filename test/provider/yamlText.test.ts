import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { yamlText } from "../../provider/yamlText";

describe("the YAML that is written", () => {
  it("is read back as what was written, by YAML 1.1 and 1.2", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json: unknown = JSON.parse(JSON.stringify(value));
        for (const version of ["1.1", "1.2"] as const) {
          assert.deepEqual(parse(yamlText(json), { version }), json);
        }
      }),
    );
  });

  it("quotes what could be read as something else", () => {
    const words = [
      "yes",
      "no",
      "on",
      "y",
      "null",
      "1e3",
      "0x1f",
      "12:30:45",
      "",
      "a: b",
      "- a",
      "#x",
      "~",
      "2026-11-22",
    ];
    const text = yamlText(words);
    for (const version of ["1.1", "1.2"] as const)
      assert.deepEqual(parse(text, { version }), words);
    assert.deepEqual(
      text.split("\n").filter((line) => line !== "" && !line.startsWith('- "')),
      [],
    );
    assert.equal(yamlText({ yes: 1 }), '"yes": 1\n');
  });

  it("leaves configuration keys readable, and long values in one line", () => {
    const config = { "context7-ema:resourceApp": { existing: { id: "0oa1" } } };
    assert.equal(yamlText({ config }).split("\n")[1], "  context7-ema:resourceApp:");
    const long = "word ".repeat(60).trim();
    assert.equal(yamlText({ long }), `long: ${long}\n`);
  });
});
