import type { z } from "zod";

import { bodyNotWellFormed, validationFailed } from "./errors";

/**
 * Reads a request's body.
 *
 * @param object what Okta's message calls the thing that was wrong
 * @throws OktaError 400 E0000003 without a JSON object, E0000001 with a cause for each wrong field
 */
export function parseBody<T extends z.ZodType>(
  schema: T,
  body: unknown,
  object: string,
): z.infer<T> {
  if (typeof body !== "object" || body === null) throw bodyNotWellFormed();
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const causes = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw validationFailed(object, ...causes);
}
