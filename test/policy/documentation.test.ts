import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import "../../policy";
import { registeredRules } from "../../policy/registry";
import { repository } from "../../scripts/engine";

const BEGIN = "<!-- rules -->\n";
const END = "<!-- /rules -->";

/** The table of rules, in the words of their policies. */
function table(): string {
  const rows = [...registeredRules()].map(([property, { policy }]) => {
    const settings = Object.entries(policy.configSchema?.properties ?? {}).map(
      ([name, { default: value }]) => `\`${name}\` (\`${JSON.stringify(value)}\`)`,
    );
    return [`\`${property}\``, `\`${policy.name}\``, policy.description, settings.join(", ")];
  });
  const head = ["Property", "Policy", "What has to hold", "Settings and their defaults"];
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return `${lines.join("\n")}\n`;
}

describe("policy: its documentation", () => {
  it("has every rule with its settings and defaults", async () => {
    const text = await readFile(join(repository, "docs/policy.md"), "utf8");
    const written = text.slice(text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END));
    const cells = (markdown: string) =>
      markdown
        .trim()
        .split("\n")
        .map((row) => row.split("|").map((cell) => cell.trim().replace(/^-+$/, "---")));
    assert.deepEqual(cells(written), cells(table()), `docs/policy.md needs:\n${table()}`);
  });

  it("shows the example's settings as they are", async () => {
    const text = await readFile(join(repository, "docs/policy.md"), "utf8");
    const settings = await readFile(join(repository, "examples/policy-pack/prod.json"), "utf8");
    assert.ok(
      text.includes(`\`\`\`json\n${settings}\`\`\``),
      "docs/policy.md shows another prod.json",
    );
  });

  it("the example's settings name policies that there are", async () => {
    const folder = join(repository, "examples/policy-pack");
    const files = (await readdir(folder)).filter((file) => /^(?!package)\w+\.json$/.test(file));
    assert.deepEqual(files, ["prod.json"]);
    const settings = JSON.parse(await readFile(join(folder, "prod.json"), "utf8"));
    const rules = [...registeredRules().values()];
    const known = rules.flatMap(({ policy, witness }) => [policy.name, witness?.name]);
    const unknown = Object.keys(settings).filter((name) => name !== "all" && !known.includes(name));
    assert.deepEqual(unknown, []);
  });
});
