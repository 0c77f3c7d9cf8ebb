import { APPLICATION_LOOKUP, DIRECTORY_LOOKUP, OAUTH_APP } from "../../provider/typeTokens";
import type { DeclaredStack } from "./declared";
import type { OrgInventory } from "./inventory";
import { revealed } from "./secret";

/** What people call what Okta calls by ID. */
export interface Names {
  app(id: string): string;
  /** As the console shows it now, for the way to it. */
  appNow(id: string): string;
  group(id: string): string;
  user(id: string): string;
}

/**
 * Names as they are declared, so that what was renamed is known by the name people expect; then as they
 * are; then IDs.
 */
export function namesFrom(
  stacks: readonly DeclaredStack[],
  inventory: OrgInventory | undefined,
): Names {
  const apps = new Map<string, string>();
  const groups = new Map<string, string>();
  const users = new Map<string, string>();
  const learn = (names: Map<string, string>, id: unknown, name: unknown) => {
    if (typeof id === "string" && typeof name === "string" && !names.has(id)) names.set(id, name);
  };
  const learnAll = (names: Map<string, string>, ids: unknown) => {
    for (const [name, id] of Object.entries(ids ?? {})) learn(names, id, name);
  };
  for (const { type, id, inputs, outputs } of stacks.flatMap(({ resources }) => resources)) {
    if (type === OAUTH_APP) learn(apps, id, revealed(inputs.label));
    if (type === APPLICATION_LOOKUP) learn(apps, outputs.appId, revealed(outputs.label));
    if (type !== DIRECTORY_LOOKUP) continue;
    learnAll(groups, outputs.groupIds);
    learnAll(users, outputs.userIds);
    for (const [user, login] of Object.entries(outputs.logins ?? {})) learn(users, user, login);
  }
  const live = (id: string) => inventory?.apps.get(id)?.label;
  return {
    app: (id) => apps.get(id) ?? live(id) ?? id,
    appNow: (id) => live(id) ?? apps.get(id) ?? id,
    group: (id) => groups.get(id) ?? inventory?.groupNames.get(id) ?? id,
    user: (id) => users.get(id) ?? inventory?.userLogins.get(id) ?? id,
  };
}

/** Where the Admin Console shows an app: `Applications > Applications > Claude Code > Assignments`. */
export function consolePath(app: string, tab?: string): string {
  return ["Applications", "Applications", app, ...(tab ? [tab] : [])].join(" > ");
}
