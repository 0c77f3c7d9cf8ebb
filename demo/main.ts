import type { Demonstration, Step } from "./demonstration";
import { Difference, expectEqual } from "./expect";
import { duration } from "./layout";
import { createSecrets, type Secrets, secretsOf } from "./secrets";
import { api } from "./steps/api";
import { apply } from "./steps/apply";
import { configure } from "./steps/configure";
import { destroy } from "./steps/destroy";
import { drift } from "./steps/drift";
import { preview } from "./steps/preview";
import { repair } from "./steps/repair";
import * as sandbox from "./steps/sandbox";
import { signIn } from "./steps/signIn";
import { verifier } from "./steps/verifier";
import { createTerminal, type Terminal } from "./terminal";

const STEPS: Step[] = [configure, preview, apply, signIn, api, verifier, drift, repair, destroy];

/** How often to look whether npm is still there, milliseconds. */
const PARENT_CHECK = 200;

/** `npm run demo`: the whole life of a stack, played and checked step by step. */
async function main(): Promise<void> {
  const since = Date.now();
  let demo: Demonstration | undefined;
  const secrets = createSecrets(() => (demo ? secretsOf(demo.sandbox.world) : []));
  const terminal = createTerminal({ stream: process.stdout, environment: process.env, secrets });
  let opening: Promise<Demonstration> | undefined;
  let interrupted = false;
  const close = async () => {
    const opened = await opening?.catch(() => undefined);
    await opened?.close();
  };
  onInterrupt((exitCode) => {
    if (interrupted) return;
    interrupted = true;
    terminal.say("Interrupted: stopping Pulumi and the sandbox.");
    void close().finally(() => process.exit(exitCode));
  });

  let at = sandbox.title;
  try {
    terminal.say("The life of a stack in ten steps, each of them checked. Ctrl-C stops it.");
    terminal.heading(1, at);
    opening = sandbox.openDemonstration(terminal, secrets);
    demo = await opening;
    for (const [index, step] of STEPS.entries()) {
      if (interrupted) return;
      at = step.title;
      terminal.heading(index + 2, at);
      await step.run(demo);
    }
    await close();
    conclude(terminal, secrets, Date.now() - since);
  } catch (error) {
    if (interrupted) return;
    await close();
    const problem = error instanceof Difference ? error.message : String((error as Error).stack);
    terminal.failure(`"${at}" did not go as declared:`);
    terminal.output(problem.split("\n"));
    process.exitCode = 1;
  }
}

/** @throws Difference if a secret had to be taken out of what was printed. */
function conclude(terminal: Terminal, secrets: Secrets, passed: number): void {
  terminal.say("");
  const { known, found } = secrets;
  const where = `in the ${terminal.lines} lines above`;
  expectEqual(
    terminal,
    `none of this run's ${known} tokens, keys and passwords is ${where}`,
    found,
    0,
  );
  terminal.tick(`ten steps, all of them as declared, in ${duration(passed)}`);
}

/** Ctrl-C, SIGTERM, or the loss of `npm run`, whose shell passes no signal on. */
function onInterrupt(interrupt: (exitCode: number) => void): void {
  process.on("SIGINT", () => interrupt(130));
  process.on("SIGTERM", () => interrupt(143));
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) interrupt(143);
  }, PARENT_CHECK).unref();
}

void main();
