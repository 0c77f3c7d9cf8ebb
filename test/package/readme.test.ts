import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { repository } from "../../scripts/engine";

/** What the README leaves to the reader. */
const GIVEN = `
declare const args: import("context7-ema").EnterpriseManagedAuthArgs;
declare const token: string;
`;

describe("the README", () => {
  const readme = readFileSync(join(repository, "README.md"), "utf8");
  const programs = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text = ""]) => text);

  it("builds and pushes the verifier's image by the lines of docs/deployment.md", () => {
    const deployment = readFileSync(join(repository, "docs", "deployment.md"), "utf8");
    const linesOf = (text: string) => text.match(/^docker .*$/gm);
    assert.equal(linesOf(readme)?.length, 2);
    assert.deepEqual(linesOf(readme), linesOf(deployment));
  });

  it("has programs that compile as they stand, against the package as it is built", function () {
    this.timeout(120_000);
    assert.ok(programs.length >= 3, `${programs.length} programs`);
    const files = new Map(
      programs.map((text, index) => [join(repository, `readme${index}.ts`), GIVEN + text]),
    );
    const options: ts.CompilerOptions = {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ["node"],
    };
    const host = ts.createCompilerHost(options);
    const { fileExists, readFile, getSourceFile } = host;
    host.fileExists = (name) => files.has(name) || fileExists(name);
    host.readFile = (name) => files.get(name) ?? readFile(name);
    host.getSourceFile = (name, ...rest) => {
      const text = files.get(name);
      return text === undefined
        ? getSourceFile(name, ...rest)
        : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
    };
    const program = ts.createProgram([...files.keys()], options, host);
    const mistakes = ts.getPreEmitDiagnostics(program);
    assert.equal(ts.formatDiagnostics(mistakes, { ...host, getCurrentDirectory: () => "" }), "");
  });
});
