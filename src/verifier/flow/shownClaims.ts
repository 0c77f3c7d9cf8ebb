import { createHash } from "node:crypto";
import { scrub } from "../../idjag";
import { show } from "../../idjag/redact";

/** Claims that a report keeps, in the order in which they are shown. */
const KEPT = [
  "iss",
  "sub",
  "aud",
  "client_id",
  "resource",
  "scope",
  "email",
  "iat",
  "nbf",
  "exp",
  "jti",
  "act",
  "aud_tenant",
];

/**
 * The claims of a token as a report may hold them: known ones only, scrubbed; of `jti` a digest,
 * and of `email` no more than the first letter and the domain, which is all a diagnosis needs
 * (MCP EMA §7.4.2 and §7.4.3).
 */
export function shownClaims(claims: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = KEPT.filter((name) => claims[name] !== undefined);
  return Object.fromEntries(kept.map((name) => [name, shown(name, claims[name])]));
}

function shown(name: string, value: unknown): unknown {
  if (name === "email") return maskedEmail(value);
  if (name === "jti") {
    const text = typeof value === "string" ? value : show(value);
    const digest = createHash("sha256").update(text).digest("hex");
    return `sha256:${digest.slice(0, 16)}`;
  }
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.slice(0, 10).map(asText);
  return asText(value);
}

/** Strings as they are, without {@link show}'s quotes; anything else may be nested. */
function asText(value: unknown): string {
  return typeof value === "string" ? scrub(value) : show(value);
}

/** `dev.one@acme.example` → `d…@acme.example`. */
export function maskedEmail(email: unknown): string {
  const [local = "", domain = ""] = typeof email === "string" ? email.split("@", 2) : [];
  return scrub(`${local.slice(0, 1)}…@${domain}`);
}
