import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { CLI_VERSION, repository } from "../scripts/engine";

/** One part of the report: a heading and Markdown below it. */
export interface Section {
  title: string;
  body: string;
}

const file = join(repository, "docs/benchmarks.md");

const INTRODUCTION = `# Benchmarks

\`\`\`sh
npm run build && npm run bench -- --write
\`\`\`

measures everything against the [sandbox](../sandbox) and writes this file; \`--only up\` (or \`refresh\`,
\`scale\`, \`idjag\`) measures one part. Times depend on the machine and on what else it does; what is worth
reading are the ratios, of runs that took turns, and the numbers of calls, which do not vary. No test
asserts a time.
`;

/** A Markdown table. */
export function table(head: string[], rows: (string | number)[][]): string {
  const line = (cells: (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** What it was measured on, in words that say nothing about whose machine it is. */
export function machine(): string {
  const node = process.version.slice(1);
  return `Measured on ${new Date().toISOString().slice(0, 10)}: ${availableParallelism()} cores, Node.js ${node}, Pulumi ${CLI_VERSION}.`;
}

export function render({ title, body }: Section): string {
  return `## ${title}\n\n${body.trim()}\n`;
}

/** Writes the sections into docs/benchmarks.md; those that were not measured now stay as they are. */
export function write(sections: Section[]): void {
  const before = existsSync(file)
    ? readFileSync(file, "utf8")
        .split(/^(?=## )/m)
        .slice(1)
    : [];
  const rendered = sections.map(render);
  const heading = (text: string) => text.slice(0, text.indexOf("\n"));
  const kept = before.filter((old) => !rendered.some((text) => heading(text) === heading(old)));
  const all = [...kept, ...rendered].sort((a, b) => (heading(a) < heading(b) ? -1 : 1));
  writeFileSync(file, [INTRODUCTION, ...all.map((text) => `${text.trim()}\n`)].join("\n"));
}
