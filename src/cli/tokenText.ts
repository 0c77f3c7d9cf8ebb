import { scrub } from "../idjag";
import type { JsonObject } from "../idjag/compact";
import type { TokenExplanation } from "./explainToken";
import { indented, type Layout, labelled, paint, wrap } from "./layout";

/** Claims that are seconds since 1970 (RFC 7519 §2, OpenID Connect Core §2). */
const TIMES = ["iat", "exp", "nbf", "auth_time"];

/** An explained token for a person. The token is not in it, and no part of it but single claims. */
export function tokenText(explanation: TokenExplanation, now: number, layout: Layout): string {
  const { header, claims, refusals, signature } = explanation;
  const verdict = refusals.length > 0 ? "does not hold" : signature.held ? "holds" : "holds so far";
  const style = refusals.length > 0 ? "red" : signature.held ? "green" : "yellow";
  const parts = [
    paint(layout, [style, "bold"], `The ID-JAG ${verdict}.`),
    ...refusals.map((refusal) =>
      [
        ...wrap(refusal.message, layout.width - 2),
        labelled("remedy", refusal.remedy, 10, layout.width - 2),
        labelled("source", refusal.specification, 10, layout.width - 2),
        labelled("tag", `idJag.${refusal.reason}`, 10, layout.width - 2),
      ].join("\n"),
    ),
  ].map((part, index) => (index === 0 ? part : indented(part, 2)));
  const signed = signature.held ? "it is the issuer's" : `not established: ${signature.why}`;
  parts.push(labelled("Signature", signed, 11, layout.width));
  if (header) parts.push(`Header\n${indented(membersText(header, now, layout), 2)}`);
  if (claims) parts.push(`Claims\n${indented(membersText(claims, now, layout), 2)}`);
  return parts.join("\n\n");
}

/** The members of a header or payload, one a line, times in words. */
export function membersText(members: JsonObject, now: number, layout: Layout): string {
  const entries = Object.entries(members).map(
    ([name, value]) => [scrub(name, [], 40), value] as const,
  );
  const labelWidth = Math.max(...entries.map(([name]) => name.length), 0) + 2;
  return entries
    .map(([name, value]) =>
      labelled(name, memberText(name, value, now), labelWidth, layout.width - 2),
    )
    .join("\n");
}

function memberText(name: string, value: unknown, now: number): string {
  if (TIMES.includes(name) && typeof value === "number") return timeText(value, now);
  return scrub(typeof value === "string" ? value : JSON.stringify(value));
}

/** `2026-11-22T20:41:06Z (4 min ago)`. */
function timeText(seconds: number, now: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return String(seconds);
  const distance = Math.round(seconds - now / 1000);
  const ago = distance < 0 ? `${spanText(-distance)} ago` : `in ${spanText(distance)}`;
  return `${date.toISOString().replace(".000", "")} (${ago})`;
}

function spanText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
