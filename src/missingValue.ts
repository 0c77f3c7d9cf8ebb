import type { z } from "zod";

/**
 * For the `error` of a zod parse: words for a value that is not there, of which zod says "expected string,
 * received undefined".
 */
export function missingValue({ input }: z.core.$ZodRawIssue): string | undefined {
  return input === undefined ? "is missing" : undefined;
}
