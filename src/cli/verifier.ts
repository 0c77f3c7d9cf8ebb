import { Command } from "commander";
import { readConfiguration } from "../verifier/configuration";
import { CannotRun } from "./exit";
import { readRefreshTokenFile } from "./refreshTokenFile";

const HELP = `
Settings come from the environment, secrets also from files that *_FILE
variables name. Required is VERIFIER_TARGET (or VERIFIER_TARGET_FILE): what is
to be verified, as JSON.
All of them: node_modules/context7-ema/docs/verifier.md

  $ VERIFIER_TARGET_FILE=target.json context7-ema verifier
`;

/** `context7-ema verifier`: the service, until SIGINT or SIGTERM. */
export function verifierCommand(): Command {
  return new Command("verifier")
    .description("Run the verifier as a service: periodic checks, a status page, an API, metrics.")
    .addHelpText("after", HELP)
    .action(async () => {
      const parsed = readConfiguration(process.env);
      if (!parsed.ok) {
        const lines = parsed.mistakes.map((mistake) => `  - ${mistake}`);
        throw new CannotRun(`The verifier's configuration is not right:\n${lines.join("\n")}`);
      }
      // Loaded here: the other commands start in half the time without the service.
      const { startVerifier } = await import("../verifier/service/index.js");
      const readRefreshToken = readRefreshTokenFile;
      const service = await startVerifier(parsed.configuration, { readRefreshToken }).catch(
        (error: NodeJS.ErrnoException) => {
          throw explained(error, parsed.configuration.listen.port);
        },
      );
      await signalled();
      await service.close();
    });
}

/** The mistakes that only show when it starts. */
function explained(error: NodeJS.ErrnoException, port: number): unknown {
  const { code, path } = error;
  if (code === "EADDRINUSE") {
    return new CannotRun(
      `Port ${port} is taken. Set VERIFIER_LISTEN_PORT to another one, or to 0.`,
    );
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new CannotRun("VERIFIER_LISTEN_ADDRESS is no address of this machine.");
  }
  if (code === "EACCES" && path === undefined) {
    return new CannotRun(
      `This user may not listen on port ${port}. Set VERIFIER_LISTEN_PORT above 1023.`,
    );
  }
  if (path !== undefined) {
    return new CannotRun(
      `${path} cannot be written (${code}). Set VERIFIER_DATA_DIR to a folder that this user can write to.`,
    );
  }
  return error;
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}
