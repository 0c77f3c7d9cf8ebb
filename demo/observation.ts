import type { Org, RequestRecord, Teamspace } from "../sandbox/world";

/** An org as its administrators see it: by labels and names, without ids and times. */
export interface OrgView {
  /** Label → its state and who is assigned. */
  apps: Record<string, { status: string; groups: string[]; users: string[] }>;
  /** `Claude Code → Context7` → status. */
  connections: Record<string, string>;
  /** Name → status. */
  features: Record<string, string>;
  groups: string[];
  users: string[];
}

export function viewOrg(org: Org): OrgView {
  const groupName = (id: string) => org.groups.get(id)?.name ?? id;
  const login = (id: string) => org.users.get(id)?.login ?? id;
  const label = (id: string) => org.apps.get(id)?.label ?? id;
  const apps = [...org.apps.values()].map((app) => {
    const groups = [...app.groups.keys()].map(groupName).sort();
    const users = [...app.users.keys()].map(login).sort();
    return [app.label, { status: app.status, groups, users }] as const;
  });
  const connections = [...org.connections.values()].map((connection) => {
    const { requestingAppInstanceId: from, resourceAppInstanceId: to, status } = connection;
    return [`${label(from)} → ${label(to)}`, status] as const;
  });
  return {
    apps: Object.fromEntries(apps),
    connections: Object.fromEntries(connections),
    features: Object.fromEntries(
      [...org.features.values()].map(({ name, status }) => [name, status]),
    ),
    groups: [...org.groups.values()].map(({ name }) => name).sort(),
    users: [...org.users.values()].map((user) => user.login).sort(),
  };
}

export function membersOf(teamspace: Teamspace): string[] {
  return [...teamspace.members.values()].map(({ email, role }) => `${email} (${role})`).sort();
}

/** Counts requests by what they are for; a sign-in or token request changes nothing that is declared. */
export function countRequests(requests: RequestRecord[]): { reads: number; writes: string[] } {
  const reading = new Set(["GET", "HEAD", "OPTIONS"]);
  return {
    reads: requests.filter(({ method }) => reading.has(method)).length,
    writes: requests
      .filter(({ method }) => !reading.has(method))
      .map(({ method, host, path }) => `${method} https://${host}${path.split("?", 1)[0]}`),
  };
}
