import { Command } from "commander";
import { shownLines } from "../../provider/shownText";
import { adoptCommand } from "./adopt";
import { discoverCommand } from "./discover";
import { doctorCommand } from "./doctor";
import { driftCommand } from "./drift";
import { conclude, ExitCode, UsageError } from "./exit";
import { explainCommand } from "./explain";
import { flowCommand } from "./flow";
import { layoutFor, paint } from "./layout";
import { outputLayout, print, type Session, tell } from "./session";
import { verifierCommand } from "./verifier";

/**
 * Runs one command line.
 *
 * @param args without the program's name.
 * @returns the exit code; every error has been told by then.
 */
export async function runCommandLine(
  args: readonly string[],
  session: Session,
  version: string,
): Promise<ExitCode> {
  let code = ExitCode.Holds;
  const program = programFor(session, version, (concluded) => {
    code = concluded;
  });
  try {
    requireKnownTopic(program, args);
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    const { code: failed, message } = conclude(error);
    if (message !== undefined) tell(session, `error: ${message}`);
    return failed;
  }
}

/** Commander answers `help` of anything with the general help, as if that had been asked for. */
function requireKnownTopic({ commands }: Command, [first, topic]: readonly string[]): void {
  const names = commands.map((command) => command.name());
  if (first !== "help" || topic === undefined || topic.startsWith("-")) return;
  if (topic === "help" || names.includes(topic)) return;
  throw new UsageError(`There is no command ${topic}. The commands are: ${names.join(", ")}.`);
}

function programFor(session: Session, version: string, finish: (code: ExitCode) => void): Command {
  const { stderr, environment } = session;
  const layout = outputLayout(session);
  const program = new Command("context7-ema")
    .description(
      "Context7 Enterprise-Managed Auth with Okta: is it set up, does it work, and if not, why.",
    )
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "Print the help of a command.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => print(session, text),
      // Commander has broken it into lines already.
      writeErr: (text) => stderr.write(shownLines(text, layoutFor(stderr, environment).color)),
      getOutHelpWidth: () => layout.width,
      getErrHelpWidth: () => layout.width,
      getOutHasColors: () => layout.color,
      getErrHasColors: () => layout.color,
    })
    .configureHelp({ styleTitle: (title) => paint(layout, "bold", title) });
  const commands = [
    doctorCommand(session, finish),
    flowCommand(session, finish),
    explainCommand(session, finish),
    discoverCommand(session, finish),
    adoptCommand(session, finish),
    driftCommand(session, finish, version),
    verifierCommand(),
  ];
  for (const command of commands) {
    program.addCommand(command.copyInheritedSettings(program));
    command.showHelpAfterError(`Run context7-ema ${command.name()} --help for its options.`);
  }
  return program;
}
