import type { IdJagCount } from "../report";

/**
 * Okta's allowance for one user, resource app and month without Okta for AI Agents.
 * Source: Okta, “XAA agent to app”.
 */
export const ID_JAG_ALLOWANCE = 250;

/** From here on it is worth a warning. */
export const ALLOWANCE_WARNING = 200;

/**
 * Adds the ID-JAGs of one flow to a month's count; a new month (UTC) starts at nothing. Only
 * what this verifier was given is known: clients of the same user count at Okta too.
 *
 * @param at milliseconds since 1970.
 */
export function countIdJags(
  previous: IdJagCount | undefined,
  at: number,
  issued: { readonly user: string; readonly count: number } | undefined,
): IdJagCount {
  const month = new Date(at).toISOString().slice(0, 7);
  const users = { ...(previous?.month === month && previous.users) };
  if (issued && issued.count > 0) users[issued.user] = (users[issued.user] ?? 0) + issued.count;
  return { month, limit: ID_JAG_ALLOWANCE, users };
}
