import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, afterEach, before, it } from "mocha";
import type { Sandboxed } from "../provider/sandboxed";
import { assertFilesHide, assertHidden, type Secret, secretsOf } from "./disclosure";
import type { Configuration, EngineStack, StackOptions } from "./harness";
import { type Watch, watchArguments } from "./processes";
import { stacksIn } from "./stacks";

export interface WatchedOptions extends Omit<StackOptions, "sandbox"> {
  /** Configuration that is set as `pulumi config set --secret` does. Default: the API token of acme. */
  secrets?: Record<string, string>;
}

/**
 * The stacks of one `describe`, of whose runs everything is kept where a secret might show: what they
 * print, their states and folders, their temporary files, and the arguments of all processes meanwhile.
 */
export function watchedStacks(world: Sandboxed) {
  const stacks = stacksIn(world);
  const made: EngineStack[] = [];
  const secrets = new Map<string, Secret>();
  let printed = "";
  let temporary: string;
  let watch: Watch;

  before(async () => {
    temporary = await mkdtemp(join(tmpdir(), "engine-temporary-"));
    watch = watchArguments();
  });
  after(async () => {
    watch.stop();
    await rm(temporary, { recursive: true, force: true });
  });
  /** What exists now, also if it is gone when the search is made. */
  const remember = (...more: Secret[]) => {
    for (const secret of [...secretsOf(world), ...more]) secrets.set(secret[1], secret);
  };
  afterEach(() => remember());

  return {
    refusal: stacks.refusal,
    remember,
    /** What the command line printed so far, of all these stacks. */
    printed: () => printed,

    async create(options: WatchedOptions): Promise<EngineStack> {
      const { apiToken } = world.sandbox.description.okta;
      const { secrets: settings = { "okta:apiToken": apiToken }, ...rest } = options;
      const plain = (configuration: Configuration) => ({
        ...configuration,
        ...Object.fromEntries(Object.keys(settings).map((key) => [key, undefined])),
      });
      const stack = await stacks.create({
        ...rest,
        configuration: plain(options.configuration),
        environment: { TMPDIR: temporary, ...rest.environment },
      });
      const keep = <Kept extends { text: string }>(ran: Kept): Kept => {
        printed += ran.text;
        remember();
        return ran;
      };
      /** By standard input, as the documentation has it: arguments are for everybody to see. */
      const hide = async () => {
        for (const [key, value] of Object.entries(settings)) {
          remember([key, lineOf(value)]);
          const line = `printf %s "$VALUE" | pulumi config set --secret ${key}`;
          const { code, text } = await stack.shell(line, { VALUE: value });
          assert.equal(code, 0, text);
        }
      };
      await hide();
      const watched: EngineStack = {
        ...stack,
        configure: async (configuration) => {
          await stack.configure(plain(configuration));
          await hide();
        },
        cli: async (...args) => keep(await stack.cli(...args)),
        shell: async (...given) => keep(await stack.shell(...given)),
        start: (...args) => {
          const child = stack.start(...args);
          for (const stream of [child.stdout, child.stderr]) {
            stream?.setEncoding("utf8").on("data", (text: string) => {
              printed += text;
            });
          }
          return child;
        },
        destroy: () => {
          remember();
          return stack.destroy();
        },
      };
      made.push(watched);
      return watched;
    },

    /** A test, to be the last one: none of the secrets that there ever were is in any of these places. */
    discloseNothing(): void {
      it("no secret is disclosed: printed, in states, in files, in process arguments", async () => {
        remember();
        const all = [...secrets.values()];
        const outputs = made.map((stack) => stack.output());
        assert.ok(printed.length > 0, "nothing was printed");
        assertHidden(all, [printed, ...outputs].map(withoutAnswers).join("\n"), "what was printed");
        for (const { state, stack } of made) {
          assertHidden(all, await state(), "the state");
          const { workDir, envVars } = stack.workspace;
          assertFilesHide(all, workDir);
          assertFilesHide(all, fileURLToPath(envVars.PULUMI_BACKEND_URL ?? ""));
        }
        assertFilesHide(all, temporary);
        const lines = watch.commandLines();
        // The watch was awake when these ran.
        for (const program of [/\bpulumi up\b/, /dynamic-provider/, /pulumi-resource-okta/]) {
          assert.ok(
            lines.some((line) => program.test(line)),
            `${program} was not seen to run`,
          );
        }
        assertHidden(all, lines.join("\n"), "the arguments of processes");
      });
    },
  };
}

/** Pulumi's SDK shows in these lines, with --debug, what the engine answers, secrets too (docs/failures.md). */
function withoutAnswers(text: string): string {
  const lines = text.split("\n");
  return lines.filter((line) => !line.includes("RegisterResource RPC finished")).join("\n");
}

/** A key's lines are printed apart, and escaped in JSON: one from its middle stands for all of it. */
function lineOf(value: string): string {
  const lines = value.trim().split("\n");
  return lines[Math.floor(lines.length / 2)] ?? value;
}
