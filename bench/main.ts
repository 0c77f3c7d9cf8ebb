import { parseArgs } from "node:util";
import { startSandbox } from "../sandbox";
import { provideEngine } from "../scripts/engine";
import { benchDoctor } from "./doctor";
import { benchDrift } from "./drift";
import { benchIdJag } from "./idjag";
import { benchRefresh } from "./refresh";
import { render, type Section, write } from "./report";
import { benchScale } from "./scale";
import { benchService } from "./service";
import { benchUp } from "./up";

const PARTS = ["up", "refresh", "scale", "idjag", "service", "doctor", "drift"];
/** Measured without a sandbox, or with one of its own. */
const ALONE = ["idjag", "service", "drift"];

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
  const done = (section: Section) => {
    console.log(render(section));
    if (values.write) write(section);
  };
  if (values.only.includes("service")) done(await benchService(say));
  if (values.only.some((part) => !ALONE.includes(part))) {
    provideEngine(say);
    const sandbox = await startSandbox();
    try {
      if (values.only.includes("doctor")) done(await benchDoctor(sandbox, say));
      if (values.only.includes("up")) done(await benchUp(sandbox, runs, say));
      if (values.only.includes("refresh")) done(await benchRefresh(sandbox));
      if (values.only.includes("scale")) done(await benchScale(sandbox, Math.min(runs, 3), say));
    } finally {
      await sandbox.stop();
    }
  }
  if (values.only.includes("drift")) {
    provideEngine(say);
    done(await benchDrift(say));
  }
  if (values.only.includes("idjag")) done(await benchIdJag(say));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
