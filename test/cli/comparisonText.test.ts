import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { comparisonText } from "../../src/cli/comparisonText";
import { sampleComparison } from "../drift/comparisons";
import { hostileText } from "../drift/reports";

const plain = (width: number) => ({ width, color: false });

describe("environments side by side, for a person", () => {
  it("have each difference under its path, the wanted ones last and with their reason", () => {
    const blocks = comparisonText(sampleComparison(), plain(120)).split("\n\n");
    assert.deepEqual(blocks.slice(1), [
      "requestingApps.claude-code.redirectUris\n" +
        "  dev, staging  http://127.0.0.1:33418\n" +
        "  prod          http://127.0.0.1:33418, https://a.example",
      "requestingApps.cursor\n  staging, prod  not declared\n  dev            declared",
      "requestingApps.vscode.connection.status\n  dev, staging  ACTIVE\n  prod          INACTIVE",
      "requestingApps.claude-code.assignments.groups\n" +
        "  staging, prod  Engineering\n" +
        "  dev            Beta testers, Engineering\n" +
        "  wanted         testers try clients in dev first",
      "drift.wanted teamspace.scope (prod asks for less) matches no difference. Take it out, or correct it.",
      "3 stacks, 40 settings: 3 differences, 1 wanted difference, 1 stack could not be read.",
    ]);
  });

  it("say of many stacks how many they are", () => {
    const comparison = sampleComparison();
    const [first] = comparison.differences;
    assert.ok(first?.values[0]);
    first.values[0].stacks = Array.from({ length: 50 }, (_, index) => `dev-${index}`);
    const text = comparisonText(comparison, plain(80));
    assert.match(text, /\n {2}dev-0, dev-1, dev-2 and 47 more {2}Engineering\n/);
  });

  it("fit into the width, and are the same with colour", () => {
    const text = comparisonText(sampleComparison(), plain(80));
    assert.ok(text.split("\n").every((line) => line.length <= 80));
    const coloured = comparisonText(sampleComparison(), { width: 80, color: true });
    assert.notEqual(coloured, text);
    assert.equal(stripVTControlCharacters(coloured), text);
  });

  it("show no control character, whatever is declared", () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, (path, value, wanted) => {
        const values = [
          { stacks: [path], value: [value] },
          { stacks: [value], value },
        ];
        const unmatched = [{ path, reason: wanted, stacks: [value] }];
        const comparison = { ...sampleComparison(), problems: [value], unmatched };
        comparison.differences = [
          { path, values },
          { path, values, wanted },
        ];
        const text = comparisonText(comparison, plain(80)).replaceAll("\n", "");
        assert.doesNotMatch(text, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });
});
