import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
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
\`scale\`, \`idjag\`, \`service\`, \`doctor\`, \`drift\`) measures one part. Times depend on the machine and on
what else it does; what is worth reading are the ratios, of runs that took turns, and the numbers of
calls. No test asserts a time.
`;

/** A Markdown table. */
export function table(head: string[], rows: (string | number)[][]): string {
  const line = (cells: (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Taken before anything is measured: what others had the machine do. */
const [loadBefore = 0] = loadavg();

/** What it was measured on, in words that say nothing about whose machine it is. */
export function machine(): string {
  const node = process.version.slice(1);
  return `Measured on ${new Date().toISOString().slice(0, 10)}: ${availableParallelism()} cores, load ${loadBefore.toFixed(1)} before, Node.js ${node}, Pulumi ${CLI_VERSION}.`;
}

export function render({ title, body }: Section): string {
  return `## ${title}\n\n${body.trim()}\n`;
}

/** Puts a section into docs/benchmarks.md: in the place of the one with its title, or at the end. */
export function write(section: Section): void {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const sections = text.split(/^(?=## )/m).slice(1);
  const isSame = (old: string) => old.startsWith(`## ${section.title}\n`);
  const place = sections.findIndex(isSame);
  sections.splice(place < 0 ? sections.length : place, 1, render(section));
  writeFileSync(file, [INTRODUCTION, ...sections.map((one) => `${one.trim()}\n`)].join("\n"));
}
