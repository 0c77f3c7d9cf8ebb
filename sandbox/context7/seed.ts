import { randomBytes, randomUUID } from "node:crypto";

import type { Context7Cloud, Teamspace } from "../world";
import { openPolicies } from "./policies";

/**
 * Context7 with an enterprise teamspace and one on the pro plan, nothing set up for Okta in either, and
 * the MCP clients it knows. Which client IDs the real Context7 knows is not public: these are the
 * sandbox's own, the first after the example in Context7's documentation.
 */
export function seedContext7(): Context7Cloud {
  const teamspaces = [seedTeamspace("Acme", "enterprise", 50), seedTeamspace("Side", "pro", 10)];
  return {
    teamspaces: new Map(teamspaces.map((teamspace) => [teamspace.id, teamspace])),
    clients: new Map([
      ["mcpclient-at-context7", { secret: newSecret() }],
      ["vscode-at-context7", {}],
      ["probe-at-context7", { secret: newSecret() }],
    ]),
    usedJtis: new Map(),
  };
}

function seedTeamspace(name: string, plan: Teamspace["plan"], memberLimit: number): Teamspace {
  return {
    id: randomUUID(),
    name,
    plan,
    apiKey: `ctx7sk-${randomUUID()}`,
    developerApiKey: `ctx7sk-${randomUUID()}`,
    policies: openPolicies(),
    settings: undefined,
    revision: 0,
    memberLimit,
    members: new Map(),
  };
}

function newSecret(): string {
  return randomBytes(32).toString("base64url");
}
