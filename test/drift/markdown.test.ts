import assert from "node:assert/strict";
import fc from "fast-check";
import { DRIFT_MARKER, driftMarkdown } from "../../src/drift/markdown";
import { htmlText, markdownCode, markdownText } from "../../src/drift/markdownText";
import { scrub } from "../../src/idjag";
import { arbitraryReport, hostileText, sampleReport } from "./reports";

describe("the drift report as Markdown", () => {
  it("begins with the marker and the verdict, then the stacks, what drifted first", () => {
    const [marker, heading, , , , ...rows] = driftMarkdown(sampleReport()).split("\n");
    assert.equal(marker, DRIFT_MARKER);
    assert.equal(heading, "### context7-ema drift: 1 of 3 stacks drifted, 1 could not be read");
    assert.deepEqual(
      rows.slice(0, 3).map((row) => row.split("|")[1]?.trim()),
      ["`prod`", "`dev`", "`staging`"],
    );
  });

  it("has each finding's sentence in the open and its details folded", () => {
    const text = driftMarkdown(sampleReport());
    const sentence =
      "**changed** Claude Code → Context7 (connection): Manage Connections: Context7 was switched off.";
    assert.ok(text.includes(`\n\n${sentence}\n\n<details><summary>Details</summary>\n\n`));
    assert.ok(text.includes("\n| Status (`status`) | `ACTIVE` | `INACTIVE` |\n"));
    assert.ok(text.includes("\n| Public keys URL (`jwksUri`) | nothing | `https://k.example` |\n"));
    assert.ok(text.includes("\n- Changed by: Alice Admin, 2026-11-22 21:14 UTC"));
    assert.ok(text.includes("<details><summary>prod: 3 not counted</summary>"));
    assert.match(text, /\*\*`dev` could not be read:\*\* The state could not be read/);
  });

  it("has the notes behind what counts and before what does not, as text", () => {
    const text = driftMarkdown(sampleReport());
    const note = text.indexOf(
      "\n\n**Note:** Who changed what in https:&#8203;//acme.okta.com is said",
    );
    assert.ok(note > text.indexOf("**deleted** Engineering on Claude Code"));
    assert.ok(note < text.indexOf("3 not counted"));
    assert.ok(text.includes("\\[see docs/permissions.md\\]"));
  });

  it("is the same for the same drift, whenever it was looked at", () => {
    const later = { ...sampleReport(), at: "2027-01-01T00:00:00.000Z" };
    assert.equal(driftMarkdown(later), driftMarkdown(sampleReport()));
  });

  it("says it in one line where nothing drifted", () => {
    const report = sampleReport();
    report.stacks = report.stacks.filter(({ verdict }) => verdict === "none");
    assert.match(driftMarkdown(report), /^.*\n### context7-ema drift: 1 stack as declared\n/);
  });

  it("leaves out whole findings where they do not fit, and says how many", () => {
    const report = sampleReport();
    const prod = report.stacks[2];
    const [first] = prod?.findings ?? [];
    assert.ok(prod && first);
    prod.findings = Array.from({ length: 2000 }, () => first);
    const text = driftMarkdown(report);
    assert.ok(Buffer.byteLength(text) <= 65_536, String(text.length));
    const shown = text.match(/\*\*changed\*\*/g)?.length ?? 0;
    assert.ok(shown > 50, String(shown));
    // The teamspace of staging is one more.
    assert.match(text, new RegExp(`\\n_${2001 - shown} more findings do not fit in here;`));
    assert.equal(text.match(/<details>/g)?.length, text.match(/<\/details>/g)?.length);
  });

  it("keeps every limit, the last line included", () => {
    const report = sampleReport();
    const prod = report.stacks[2];
    const [first] = prod?.findings ?? [];
    assert.ok(prod && first);
    prod.findings = Array.from({ length: 20 }, () => first);
    for (let limit = 4_000; limit < 5_000; limit += 7) {
      const text = driftMarkdown(report, limit);
      assert.ok(Buffer.byteLength(text) <= limit, `${Buffer.byteLength(text)} of ${limit}`);
    }
  });

  it("keeps the limit, whatever the labels are", () => {
    fc.assert(
      fc.property(arbitraryReport(), fc.integer({ min: 2_000, max: 10_000 }), (report, limit) => {
        assert.ok(Buffer.byteLength(driftMarkdown(report, limit)) <= limit);
      }),
    );
  });

  it("has no line, no tag and no link of anybody else, whatever the labels are", () => {
    fc.assert(
      fc.property(arbitraryReport(), (report) => {
        const text = driftMarkdown(report);
        for (const line of text.split("\n")) assert.match(line, OWN_LINE, line);
        const prose = text.replace(/(?<!\\)`[^`\n]+`/g, "").replace(/&#?\w+;/g, "\u200b");
        const tags = [...prose.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
        for (const tag of tags) assert.ok(OWN_TAGS.has(tag), tag);
        assert.doesNotMatch(prose, /[@#%]\w|:\/\/|www\./);
        const markdown = prose.replace(/^<details>.*$/gm, "");
        assert.doesNotMatch(markdown, /(?<!\\)(?:\\\\)*\[/);
        assert.doesNotMatch(text.replaceAll("\n", ""), /[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
    );
  });
});

const OWN_LINE =
  /^(|<!-- context7-ema drift -->|#{3} context7-ema drift: .*|#{4} (`|<code>|\(blank\)).*|\| .* \||\*\*.*|- (Changed by|Where|Resource|To do): .*|- \*\*.*|<details><summary>.*<\/summary>|<\/details>|_.*_)$/;
const OWN_TAGS = new Set([
  "<!-- context7-ema drift -->",
  "<details>",
  "</details>",
  "<summary>",
  "</summary>",
  "<code>",
  "</code>",
  "<span>",
  "</span>",
]);

describe("outside text in Markdown", () => {
  it("mentions nobody, refers to nothing and links nowhere", () => {
    const text = "@acme/sec closes #1 https://evil.example www.evil.example a@b.example";
    for (const set of [markdownText, htmlText]) {
      assert.doesNotMatch(set(text).replaceAll("&#8203;", "\u200b"), /[@#]\w|:\/\/|www\./);
    }
  });

  it("refers to no issue by GH- and to no commit, and stays the same text", () => {
    const text =
      "GH-12 gh-1 deadbeef 0123456789abcdef0123456789abcdef01234567 (1234567) _abcdef0 00gabc1";
    for (const set of [markdownText, htmlText]) {
      const shown = set(text).replaceAll("&#8203;", "\u200b").replaceAll("\\", "");
      assert.doesNotMatch(shown, /GH-\d|(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/i);
      assert.equal(shown.replaceAll("\u200b", ""), text);
      assert.match(shown, /00gabc1$/);
    }
  });

  it("is escaped once, where both an entity and a reference are in it", () => {
    assert.equal(htmlText("<a> & #1"), "&#60;a&#62; &#38; #&#8203;1");
  });

  it("is neither emphasis, code, link, picture, HTML, table nor formula", () => {
    assert.equal(
      markdownText("*a* _b_ `c` ![d](e) <f> g|h ~i~ $j$ \\"),
      "\\*a\\* \\_b\\_ \\`c\\` !&#8203;\\[d\\](e) &lt;f> g&#124;h \\~i\\~ <span>$</span>j<span>$</span> \\\\",
    );
  });

  it("is code that ends nowhere but at its end", () => {
    assert.equal(markdownCode("ACTIVE"), "`ACTIVE`");
    assert.equal(markdownCode("a|`b`"), "<code>a&#124;&#96;b&#96;</code>");
    assert.equal(markdownCode(" "), "(blank)");
    fc.assert(
      fc.property(hostileText, (raw) => {
        const code = markdownCode(scrub(raw));
        assert.match(code, /^(`[^`|\\]+`|<code>[^`|\\<>]+<\/code>|\(blank\))$/u);
      }),
    );
  });
});
