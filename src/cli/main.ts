#!/usr/bin/env node
import { runCommandLine } from "./program";

// By the package's own name: the sources and what is compiled from them are at different depths.
const { version } = require("context7-ema/package.json") as { version: string };

async function main(): Promise<void> {
  // A reader that has seen enough, such as `head`, is no failure, and takes nothing from what the
  // exit code says: the command goes on to its end.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  const { stdin, stdout, stderr, env: environment } = process;
  const args = process.argv.slice(2);
  const code = await runCommandLine(args, { stdin, stdout, stderr, environment }, version);
  // Kept-alive connections would hold the process; what was written goes out first.
  stdout.write("", () => stderr.write("", () => process.exit(code)));
}

void main();
