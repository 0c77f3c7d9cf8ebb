import { type JsonObject, parsePart, splitCompact } from "./compact";
import type { IdJagRefusal } from "./reasons";

/** A token's content, read but not believed. */
export interface DecodedIdJag {
  readonly ok: true;
  readonly header: JsonObject;
  readonly claims: JsonObject;
}

/**
 * Reads an ID-JAG for display. Nothing is verified: neither signature nor claims; decide
 * nothing by it. Also reads other signed JWTs (an ID token, an access token), so that a
 * person sees what was pasted instead.
 *
 * Never throws. What it returns holds the person's `email` and `sub`.
 */
export function decodeIdJag(token: unknown): DecodedIdJag | IdJagRefusal {
  const parts = splitCompact(token);
  if (!parts.ok) return parts;
  const header = parsePart(parts.protected, "header");
  if (!header.ok) return header;
  const payload = parsePart(parts.payload, "payload");
  if (!payload.ok) return payload;
  return { ok: true, header: header.value, claims: payload.value };
}
