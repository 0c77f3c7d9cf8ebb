import { parseArgs } from "node:util";
import { startSandbox } from "../sandbox";
import { provideEngine } from "../scripts/engine";
import { benchIdJag } from "./idjag";
import { benchRefresh } from "./refresh";
import { render, type Section, write } from "./report";
import { benchScale } from "./scale";
import { benchUp } from "./up";

const PARTS = ["up", "refresh", "scale", "idjag"];

/** `npm run bench`: measures, prints the tables, and with `--write` puts them into docs/benchmarks.md. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true, default: PARTS },
      runs: { type: "string", default: "5" },
      write: { type: "boolean", default: false },
    },
  });
  const unknown = values.only.filter((part) => !PARTS.includes(part));
  if (unknown.length > 0) throw new Error(`--only takes ${PARTS.join(", ")}; not ${unknown}.`);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error("--runs takes a number from 1.");

  const say = (line: string) => console.error(line);
  const sections: Section[] = [];
  const done = (section: Section) => {
    sections.push(section);
    console.log(render(section));
  };
  // First, while nothing else has been started.
  if (values.only.includes("idjag")) done(await benchIdJag(say));
  if (values.only.some((part) => part !== "idjag")) {
    provideEngine(say);
    const sandbox = await startSandbox();
    try {
      if (values.only.includes("up")) done(await benchUp(sandbox, runs, say));
      if (values.only.includes("refresh")) done(await benchRefresh(sandbox));
      if (values.only.includes("scale")) done(await benchScale(sandbox, runs, say));
    } finally {
      await sandbox.stop();
    }
  }
  if (values.write) write(sections);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
