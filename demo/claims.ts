import type { DecodedToken } from "../sandbox/developer";
import { columns } from "./layout";

/** Claims that a reader of this chain looks for first. */
const FIRST = ["iss", "aud", "sub", "client_id", "email", "scope", "resource"];
const TIMES = new Set(["exp", "iat", "nbf", "auth_time"]);

/**
 * A token without its signature, as lines: its type, its claims, times relative to `now`.
 *
 * @param notes what a claim means here, by its name.
 * @param now epoch seconds.
 */
export function describeToken(
  token: DecodedToken,
  notes: Record<string, string>,
  now: number,
): string[] {
  const { header, claims } = token;
  const names = Object.keys(claims);
  const ordered = [
    ...FIRST.filter((name) => names.includes(name)),
    ...names.filter((name) => !FIRST.includes(name)),
  ];
  const rows = ordered.map((name): [string, string] => {
    const note = notes[name] === undefined ? "" : `  (${notes[name]})`;
    return [name, `${shown(name, claims[name], now)}${note}`];
  });
  const type = [header.typ, header.alg].filter(Boolean).join(", ");
  return columns([["header", type], ...rows]);
}

function shown(name: string, value: unknown, now: number): string {
  if (TIMES.has(name) && typeof value === "number") return relative(value - now);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** @param seconds from now; negative: past. */
function relative(seconds: number): string {
  const distance = Math.abs(seconds);
  if (distance < 5) return "now";
  const text = distance < 90 ? `${Math.round(distance)} s` : `${Math.round(distance / 60)} min`;
  return seconds > 0 ? `in ${text}` : `${text} ago`;
}
