import assert from "node:assert/strict";
import fc from "fast-check";
import { type JunitCase, junitReport } from "../../src/cli/junit";
import { parseXml } from "./xml";

const AT = "2026-11-22T20:00:00.000Z";

describe("the JUnit report", () => {
  it("groups cases into suites and counts them", () => {
    const cases: JunitCase[] = [
      { suite: "a", name: "one", durationMs: 1500, outcome: { kind: "passed" } },
      { suite: "b", name: "two", durationMs: 0, outcome: { kind: "skipped", message: "why" } },
      {
        suite: "a",
        name: "three",
        durationMs: 2,
        outcome: { kind: "failed", message: "m", type: "t", text: "body" },
      },
    ];
    const root = parseXml(junitReport("all", AT, cases));
    assert.deepEqual(root.attributes, {
      name: "all",
      tests: "3",
      failures: "1",
      errors: "0",
      skipped: "1",
      time: "1.502",
    });
    assert.deepEqual(
      root.children.map(({ attributes }) => [attributes.name, attributes.tests]),
      [
        ["a", "2"],
        ["b", "1"],
      ],
    );
    assert.deepEqual(
      root.children[0]?.children.map(({ attributes }) => attributes.name),
      ["one", "three"],
    );
  });

  it("is well-formed and says the same, whatever the texts are", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("]]>", "<!--", "&amp;", "\"'<>&", "\u0000\u001b[31m", "a\r\nb\tc"),
    );
    fc.assert(
      fc.property(text, text, text, (name, message, body) => {
        const outcome = { kind: "failed", message, type: message, text: body } as const;
        const cases = [{ suite: name, name, durationMs: 1, outcome, output: body }];
        const root = parseXml(junitReport(name, AT, cases));
        const failure = root.children[0]?.children[0]?.children[0];
        assert.equal(failure?.attributes.message, allowed(message));
        assert.equal(failure?.text, allowed(body));
      }),
    );
  });
});

function allowed(text: string): string {
  return text.replace(
    /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu,
    "\u{fffd}",
  );
}
