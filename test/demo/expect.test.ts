import assert from "node:assert/strict";
import { Difference, expectEqual, expectParts } from "../../demo/expect";
import type { Terminal } from "../../demo/terminal";

describe("a checked step", () => {
  it("is ticked off when it is as declared", () => {
    const { terminal, ticks } = recording();
    expectEqual(terminal, "both active", { status: "ACTIVE" }, { status: "ACTIVE" });
    expectParts(terminal, "the code is named", "the code 7K2M-9QXD", ["7K2M-9QXD"]);
    assert.deepEqual(ticks, ["both active", "the code is named"]);
  });

  it("says what was expected and what was seen", () => {
    const { terminal, ticks } = recording();
    assert.throws(
      () => expectEqual(terminal, "it is active", { status: "INACTIVE" }, { status: "ACTIVE" }),
      new Difference(
        "not so: it is active\nexpected: { status: 'ACTIVE' }\nseen: { status: 'INACTIVE' }",
      ),
    );
    assert.throws(
      () => expectParts(terminal, "it is named", "nothing", ["7K2M"]),
      /expected: 7K2M/,
    );
    assert.deepEqual(ticks, []);
  });

  it("of two lists, says only what differs", () => {
    const { terminal } = recording();
    assert.throws(
      () => expectEqual(terminal, "the two", ["+ a", "+ b"], ["+ a", "+ c"]),
      /expected, but not seen: \[ '\+ c' \]\nseen, but not expected: \[ '\+ b' \]/,
    );
    assert.throws(
      () => expectEqual(terminal, "one", ["+ a", "+ a"], ["+ a"]),
      /another order or number/,
    );
  });
});

function recording() {
  const ticks: string[] = [];
  const terminal = { tick: (text: string) => ticks.push(text) } as unknown as Terminal;
  return { terminal, ticks };
}
