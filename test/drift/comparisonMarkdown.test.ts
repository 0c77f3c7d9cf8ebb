import assert from "node:assert/strict";
import fc from "fast-check";
import { COMPARISON_MARKER, comparisonMarkdown } from "../../src/drift/comparisonMarkdown";
import { sampleComparison } from "./comparisons";
import { hostileText } from "./reports";

describe("environments side by side, as Markdown", () => {
  it("have a table for each difference, and the wanted ones folded", () => {
    const text = comparisonMarkdown(sampleComparison());
    assert.ok(text.startsWith(`${COMPARISON_MARKER}\n### context7-ema comparison: 3 stacks, `));
    assert.ok(
      text.includes(
        "\n\n| Stacks | `requestingApps.cursor` |\n| --- | --- |\n| staging, prod | not declared |\n| dev | `declared` |\n",
      ),
    );
    assert.match(
      text,
      /<details><summary>Wanted: requestingApps\.claude-code\.assignments\.groups<\/summary>\n\nWanted: testers/,
    );
    assert.match(text, /\*\*Problem:\*\* qa: the state could not be read/);
    assert.match(text, /\*\*Not there:\*\* drift\.wanted teamspace\.scope/);
  });

  it("keep the limit and say so, whatever is declared", () => {
    fc.assert(
      fc.property(
        hostileText,
        hostileText,
        fc.integer({ min: 1500, max: 9000 }),
        (path, value, limit) => {
          const comparison = sampleComparison();
          const values = [
            { stacks: [path, value], value },
            { stacks: [value], value: [value, path] },
          ];
          comparison.differences = Array.from({ length: 100 }, () => ({
            path,
            values,
            wanted: value,
          }));
          const text = comparisonMarkdown(comparison, limit);
          assert.ok(Buffer.byteLength(text) <= limit);
          assert.match(text, /\n_There is more; /);
          for (const line of text.split("\n").filter((each) => each.startsWith("|"))) {
            assert.equal(line.match(/\|/g)?.length, 3, line);
          }
          assert.doesNotMatch(text.replaceAll("\n", ""), /[\p{Cc}\p{Cf}\p{Cs}]/u);
        },
      ),
    );
  });
});
