import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { driftText } from "../../src/cli/driftText";
import { arbitraryReport, sampleReport } from "../drift/reports";

const plain = (width: number) => ({ width, color: false });

describe("the drift report for a person", () => {
  it("says per stack and finding what differs, who did it, where it is and what to do", () => {
    const text = driftText(sampleReport(), plain(120));
    for (const line of [
      "prod, https://acme.okta.com: drifted (2 changed, 1 deleted; 3 undeclared, not counted)",
      "  18 objects compared.",
      "  9 objects compared, 2 ignored.",
      "  changed         Claude Code → Context7 (connection)",
      "                  Manage Connections: Context7 was switched off.",
      "                  Status  ACTIVE → INACTIVE",
      "                  by      Alice Admin, 2026-11-22 21:14 UTC (app.cross_app_access.connection.update)",
      "                  where   Applications > Applications > Claude Code > Manage Connections",
      "                  Public keys URL        nothing → https://k.example",
      "                  Sign-in redirect URIs  gone: https://vscode.dev/redirect; new: https://elsewhere.example/callback",
      "                  remedy  pulumi up assigns it again.",
    ]) {
      assert.ok(text.split("\n").includes(line), line);
    }
  });

  it("says how much changed that is no drift of the stack", () => {
    const report = sampleReport();
    const [, , prod] = report.stacks;
    const [connection] = prod?.findings ?? [];
    assert.ok(prod && connection);
    prod.findings = [{ ...connection, counts: false }];
    prod.verdict = "none";
    assert.match(
      driftText(report, plain(120)),
      /prod, \S+: as declared \(1 changed, not counted\)/,
    );
  });

  it("says a remedy once where it repeats", () => {
    const text = driftText(sampleReport(), plain(120));
    assert.equal(text.match(/Declare it \(context7-ema adopt/g)?.length, 1);
    assert.equal(text.match(/remedy {2}as above/g)?.length, 2);
  });

  it("ends with the sum, what drifted first", () => {
    const last = driftText(sampleReport(), plain(120)).split("\n\n").at(-1)?.replaceAll("\n", " ");
    assert.equal(
      last,
      "3 stacks: prod drifted (2 changed, 1 deleted; 3 undeclared, not counted), dev could not be read, " +
        "staging as declared (1 not observable).",
    );
  });

  it("has the notes below the stacks and above the sum", () => {
    const blocks = driftText(sampleReport(), plain(120)).split("\n\n");
    const note = blocks.at(-2)?.replaceAll("\n", " ");
    assert.match(
      note ?? "",
      /^Note: Who changed what in https:\S+ is said of the first 80 findings/,
    );
    assert.equal(driftText({ ...sampleReport(), notes: [] }, plain(120)).includes("Note:"), false);
  });

  it("counts the stacks that are as declared where they are many", () => {
    const report = sampleReport();
    const [, staging] = report.stacks;
    assert.ok(staging);
    report.stacks = Array(50).fill({ ...staging, findings: [] });
    assert.match(driftText(report, plain(80)), /\n\n50 stacks: 50 as declared\.$/);
  });

  it("says that a stack was not read wholly, with what was found", () => {
    const report = sampleReport();
    const prod = report.stacks[2];
    assert.ok(prod);
    Object.assign(prod, { verdict: "unknown", problems: ["The features could not be read."] });
    const text = driftText(report, plain(120));
    assert.match(text, /prod, https:\S+: could not be read wholly \(2 changed, 1 deleted;/);
    assert.match(text, /\n {2}problem {9}The features could not be read\.\n/);
  });

  it("fits into the width", () => {
    for (const width of [80, 120]) {
      const lines = driftText(sampleReport(), plain(width)).split("\n");
      // A word that is longer than its column stays whole, so that it can be copied.
      const long = lines.filter((line) => line.length > width);
      assert.deepEqual(long, []);
    }
  });

  it("has the same text with colour", () => {
    const coloured = driftText(sampleReport(), { width: 80, color: true });
    assert.notEqual(coloured, stripVTControlCharacters(coloured));
    assert.equal(stripVTControlCharacters(coloured), driftText(sampleReport(), plain(80)));
  });

  it("shows no control character and no marks that reorder text, whatever the labels are", () => {
    fc.assert(
      fc.property(arbitraryReport(), (report) => {
        const text = driftText(report, plain(80)).replaceAll("\n", "");
        assert.doesNotMatch(text, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });
});
