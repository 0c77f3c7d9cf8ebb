import { Command, InvalidArgumentError } from "commander";
import type { Finish } from "./exit";
import { collect } from "./options";
import type { Session } from "./session";

/** The options of `drift`, as parsed. */
export interface DriftCommandOptions {
  stacks?: string[];
  all?: boolean;
  cwd?: string;
  strict?: boolean;
  ignore?: string[];
  parallel: number;
  json?: boolean;
  junit?: string;
  markdown?: string;
  sarif?: string;
  compare?: boolean;
}

const EXAMPLES = `
Examples:
  context7-ema drift --stacks prod
  context7-ema drift --stacks dev,staging,prod --markdown drift.md
  context7-ema drift --all --strict --ignore 'undeclared/requesting app/Acme*'

Exit codes: 0 no drift, 1 could not look (wholly), 2 wrong usage, 7 drift (with
--compare: a difference that is not wanted).`;

/** `context7-ema drift`: what consoles changed, stack by stack. It only reads. */
export function driftCommand(session: Session, finish: Finish, version: string): Command {
  return new Command("drift")
    .description("Say what somebody changed in the consoles of Okta and Context7. It only reads.")
    .optionsGroup("What to look at:")
    .option(
      "--stack, --stacks <names>",
      "stacks by name or glob, with commas; may be repeated",
      addList,
    )
    .option("--all", "all stacks of the project")
    .option("-C, --cwd <folder>", "folder of the stacks' Pulumi.yaml (default: this one)")
    .option("--parallel <number>", "how many stacks at a time", positive, 4)
    .optionsGroup("What counts:")
    .option("--strict", "count what is there and declared nowhere, too")
    .option("--ignore <pattern>", "leave out finding/object/name; may be repeated", collect)
    .optionsGroup("Output:")
    .option("--json", "print the report as JSON (drift-report.schema.json in the package's docs)")
    .option("--junit <file>", "also write it as JUnit")
    .option("--markdown <file>", "also write it as Markdown, for a pull request or an issue")
    .option("--sarif <file>", "also write it as SARIF, for code scanning")
    .optionsGroup("Instead:")
    .option("--compare", "set the stacks side by side: which settings differ between them")
    .addHelpText("after", EXAMPLES)
    .action(async (options: DriftCommandOptions) => {
      // Loaded here: the other commands start faster without it.
      const { drift } = require("./driftRun") as typeof import("./driftRun");
      finish(await drift(options, session, version));
    });
}

function addList(value: string, previous: string[] = []): string[] {
  const names = value.split(",").map((name) => name.trim());
  if (names.includes("")) throw new InvalidArgumentError("A name between the commas is empty.");
  return [...previous, ...names];
}

function positive(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("Expected is a whole number above 0.");
}
