import type { ProviderConfig } from "./credentials";
import { shownLines } from "./shownText";

/**
 * Tells the person at the terminal something that is no error. Pulumi shows what a dynamic provider
 * writes to standard error under the stack's diagnostics, in `preview`, `up`, `refresh` and `destroy`.
 */
export function tell(config: ProviderConfig, text: string): void {
  const write = config.warn ?? ((line: string) => process.stderr.write(`${line}\n`));
  write(shownLines(text));
}
