import { z } from "zod";
import { ExplainedError } from "../../../provider/explainedError";
import { scrub } from "../../idjag";

/** A run that ended without a report, as the file, the API and the page have it. */
export const failedRunSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(["checks", "live"]),
  startedAt: z.string(),
  finishedAt: z.string(),
  /** Where the summary of a report has its verdict; the metrics' word. */
  verdict: z.literal("error"),
  /** What was seen and what to do, for a person; holds no secret. */
  reason: z.string(),
});
export type FailedRun = z.infer<typeof failedRunSchema>;

const NEXT: Readonly<Record<FailedRun["kind"], string>> = {
  checks:
    "Run the checks again; if that fails too, report this text with the verifier's version and its log.",
  live:
    "Put it right (VERIFIER_LIVE_REFRESH_TOKEN_FILE and the other VERIFIER_LIVE_ settings), then run it again. " +
    "`context7-ema flow --save-refresh-token FILE` makes a new refresh token.",
};

/**
 * Why a run brought no report, and what to do.
 *
 * @param secrets values that must not appear.
 */
export function failureReason(
  kind: FailedRun["kind"],
  error: unknown,
  secrets: readonly string[],
): string {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: `${error}` };
  // Only an explained one was written for whoever reads this; of any other the log has the stack.
  const text =
    error instanceof ExplainedError
      ? message
      : `Something unforeseen happened: ${name}: ${message}`;
  const seen = scrub(text, secrets, 800).trim();
  return `${/[.!?…]$/.test(seen) ? seen : `${seen}.`} ${NEXT[kind]}`;
}
