import assert from "node:assert/strict";
import { columns, duration, wrap } from "../../demo/layout";

describe("the demo's layout", () => {
  it("leaves a line that fits as it is", () => {
    assert.deepEqual(wrap("    one two", 20), ["    one two"]);
    assert.deepEqual(wrap("", 20), [""]);
  });

  it("breaks a long line at spaces, indented as the first one is, or deeper", () => {
    assert.deepEqual(wrap("  one two three", 10), ["  one two", "  three"]);
    assert.deepEqual(wrap("  one two three", 10, 2), ["  one two", "    three"]);
  });

  it("keeps an address whole that is longer than the line", () => {
    const address = "https://context7.com/dashboard";
    assert.deepEqual(wrap(`  see ${address} now`, 12), ["  see", `  ${address}`, "  now"]);
  });

  it("puts names and values in columns", () => {
    assert.deepEqual(
      columns([
        ["iss", "a"],
        ["client_id", "b"],
      ]),
      ["iss        a", "client_id  b"],
    );
  });

  it("says how long something took", () => {
    assert.equal(duration(1_440), "1.4 s");
    assert.equal(duration(72_300), "1 min 12 s");
    assert.equal(duration(119_800), "2 min 0 s");
  });
});
