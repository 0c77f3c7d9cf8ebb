import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { z } from "zod";
import { CAUSES } from "../../../src/verifier/causes";
import { CHECKS } from "../../../src/verifier/registry";
import { CHAIN_TITLES, reportSchema } from "../../../src/verifier/report";

const DOCS = join(__dirname, "..", "..", "..", "docs");
/** With `UPDATE_DOCS=1` the generated parts are written instead of compared. */
const UPDATE = process.env.UPDATE_DOCS === "1";

describe("the documentation", () => {
  it("has the report's JSON Schema as the code has it", () => {
    // Of what goes in: later minor additions must not break who validates by version 1.
    const { $schema, ...schema } = z.toJSONSchema(reportSchema, { io: "input" });
    const head = { $schema, title: "context7-ema verifier report, version 1" };
    const text = `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
    const file = join(DOCS, "report.schema.json");
    if (UPDATE) writeFileSync(file, text);
    assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), JSON.parse(text), HOW);
  });

  it("lists every check and every cause", () => {
    const file = join(DOCS, "checks.md");
    const text = readFileSync(file, "utf8");
    const generated = withTable(withTable(text, "checks", checkRows()), "causes", causeRows());
    if (UPDATE) writeFileSync(file, generated);
    else assert.equal(text, generated, HOW);
  });
});

const HOW = "run the tests of this file once with UPDATE_DOCS=1, then npm run format";

function checkRows(): string[] {
  const rows = CHECKS.map(({ id, title, severity, link, needs, access }) => {
    const place = link ? CHAIN_TITLES[link] : "–";
    const needed = needs.map((need) => `\`${need}\``).join(", ") || "–";
    return row(`\`${id}\``, title, severity, place, needed, access.join(", ") || "–");
  });
  return [
    row("id", "what holds", "severity", "link", "needs", "access"),
    row(..."------"),
    ...rows,
  ];
}

function causeRows(): string[] {
  const rows = Object.entries(CAUSES).map(([tag, { message, remedy, source }]) =>
    row(`\`${tag}\``, message, remedy, source),
  );
  return [row("tag", "what was seen", "what to do", "source"), row(..."----"), ...rows];
}

function row(...cells: string[]): string {
  const shown = cells.map((cell) => cell.replaceAll("|", "\\|").replace(/^-$/, "---"));
  return `| ${shown.join(" | ")} |`;
}

/** Puts a table between its two markers. */
function withTable(text: string, name: string, rows: string[]): string {
  const [begin, end] = [`<!-- ${name}: generated -->\n`, `<!-- /${name} -->`];
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf(end);
  assert.ok(from >= begin.length && to > from, `docs/checks.md has no place for ${name}`);
  return `${text.slice(0, from)}\n${rows.join("\n")}\n\n${text.slice(to)}`;
}
