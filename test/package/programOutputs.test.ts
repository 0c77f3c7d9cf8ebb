import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../../scripts/engine";
import { targetFromOutputs } from "../../src/verifier/target";

/** The programs that are shown, each with what its stack owns beside clients. */
const PROGRAMS = [
  { file: "README.md", ownsTeamspace: true },
  { file: "examples/quickstart/index.ts", ownsTeamspace: true },
  { file: "examples/existing-apps/index.ts", ownsTeamspace: true },
  { file: "examples/multi-environment/org-each/index.ts", ownsTeamspace: true },
  { file: "examples/multi-environment/one-org/owner/index.ts", ownsTeamspace: true },
  { file: "examples/multi-environment/one-org/clients/index.ts", ownsTeamspace: false },
];

/** The outputs that `--stack` cannot do without, by the words of its refusal. */
function neededOutputs(): string[] {
  const parsed = targetFromOutputs({});
  assert.ok(!parsed.ok);
  return parsed.mistakes.map((mistake) => mistake.split(":")[0] as string);
}

describe("the programs of the README and the examples", () => {
  for (const { file, ownsTeamspace } of PROGRAMS) {
    it(`${file} exports what \`doctor --stack\` reads`, () => {
      const text = readFileSync(join(repository, file), "utf8");
      const [, exported = ""] =
        /^(?:export const| {2}return) \{([^}]*)\}(?: =\s+context7)?;$/m.exec(text) ?? [];
      const names: string[] = exported.match(/\w+/g) ?? [];
      const wanted = [...neededOutputs(), "resourceIssuer", "mcpUrl"];
      if (ownsTeamspace) wanted.push("teamspace");
      assert.deepEqual(
        wanted.filter((name) => !names.includes(name)),
        [],
      );
    });
  }
});
