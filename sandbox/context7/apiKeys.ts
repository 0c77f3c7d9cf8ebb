import type { Context7Cloud, Teamspace } from "../world";

/** Whose API key it is: a key belongs to one teamspace and carries the role of its maker. */
export interface KeyHolder {
  teamspace: Teamspace;
  role: "owner" | "developer";
}

/** @returns `undefined`: nobody's */
export function keyHolder(cloud: Context7Cloud, key: string): KeyHolder | undefined {
  for (const teamspace of cloud.teamspaces.values()) {
    if (teamspace.apiKey === key) return { teamspace, role: "owner" };
    if (teamspace.developerApiKey === key) return { teamspace, role: "developer" };
  }
  return undefined;
}
