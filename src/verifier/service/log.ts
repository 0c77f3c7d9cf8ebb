import { type DestinationStream, type Logger, pino } from "pino";
import { scrub } from "../../idjag";

/** Longer lines lose their end rather than their redaction. */
const LONGEST_LINE = 16_384;

/**
 * The log: JSON lines. What is logged is chosen at every place, and never a header, a body or a query.
 * For what slips through nevertheless, every line is searched for secrets and for whatever looks like
 * a token as it is written.
 *
 * @param secrets values that must not appear.
 * @param destination default: standard output.
 */
export function createLog(
  level: string,
  secrets: readonly string[],
  destination?: DestinationStream,
): Logger {
  // As they stand inside a JSON text.
  const written = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: ["*.authorization", "*.cookie", "*.token", "*.assertion", "*.password", "*.key"],
    serializers: { err: describeError },
    hooks: {
      streamWrite: (line: string) => `${scrub(line.trimEnd(), written, LONGEST_LINE)}\n`,
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Without the fields that libraries hang on errors: requests, answers, configurations. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack } = error;
  const { code } = error as NodeJS.ErrnoException;
  return { name, code, message, stack };
}
