import assert from "node:assert/strict";
import { asJson } from "../../src/cli/json";

describe("a document for a program", () => {
  it("holds every text unchanged, and no character that steers a terminal", () => {
    const labels = [
      "\u001b[2J",
      "\u009b2J",
      "\u007f",
      "a\u202eb",
      "\u{e0041}",
      "\u2028",
      "Zoë → 日本",
    ];
    const text = asJson({ labels });
    assert.deepEqual(JSON.parse(text), { labels });
    assert.doesNotMatch(text.replaceAll("\n", ""), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    assert.match(text, /Zoë → 日本/);
  });

  it("holds no command to a pipeline, and the same text", () => {
    const labels = ["X ##vso[task.complete]", "###[error]", "::error::x", "a # b"];
    const text = asJson({ labels });
    assert.deepEqual(JSON.parse(text), { labels });
    assert.doesNotMatch(text, /##|^\s*::/m);
    assert.match(text, /"a # b"/);
  });
});
