import { at, type InputMistake } from "./inputErrors";
import { clientAppKey, RESOURCE_APP_KEY } from "./names";

/** Who may use Context7: Okta groups and users, by id or by their exact name. */
export interface People {
  /** Group ids. Example: `["00g1a2b3c4d5e6f7g8h9"]`. Default: none. */
  groupIds?: string[];
  /** Whole group names. Example: `["Engineering"]`. Default: none. */
  groupNames?: string[];
  /** User ids. Example: `["00u1a2b3c4d5e6f7g8h9"]`. Default: none. */
  userIds?: string[];
  /** Whole logins. Example: `["dev.one@example.com"]`. Default: none. */
  userLogins?: string[];
}

/** The lists of `People` and what an assignment made from each is. */
const LISTS = ["groupIds", "groupNames", "userIds", "userLogins"] as const;

/** The union of several lists of people, each entry once, in the order of first mention. */
export function everybody(lists: People[]): People {
  const union: People = {};
  for (const list of LISTS) {
    const entries = new Set(lists.flatMap((people) => people[list] ?? []));
    if (entries.size > 0) union[list] = [...entries];
  }
  return union;
}

/** Whether a list of people names nobody. */
function isNobody(people: People): boolean {
  return LISTS.every((list) => (people[list] ?? []).length === 0);
}

/** Who is assigned to one app. */
export interface AppPeople {
  people: People;
  /** Leave the assignments in Okta on destroy. */
  retain?: boolean;
}

/**
 * Who is assigned to which app of `EnterpriseManagedAuth`, under the apps' keys in `Assignments`: on a
 * client its own list, or else the common one; on the resource app everybody. Nothing if that is nobody.
 */
export function peopleOfApps(args: {
  resourceApp: { existing?: object };
  requestingApps: Record<string, { assignments?: People }>;
  assignments?: People;
}): Record<string, AppPeople> {
  const common = args.assignments ?? {};
  const clients = Object.entries(args.requestingApps).map(([key, { assignments }]) => {
    return [clientAppKey(key), { people: assignments ?? common }] as const;
  });
  const people = everybody([common, ...clients.map(([, client]) => client.people)]);
  if (isNobody(people)) return {};
  // On an adopted resource app another stack may own the same assignments: they stay on destroy.
  const retain = args.resourceApp.existing !== undefined;
  return { ...Object.fromEntries(clients), [RESOURCE_APP_KEY]: { people, retain } };
}

/** One assignment to be made: `kind` of principal, its id or its name to be looked up, and its place in names. */
export interface PlannedAssignment {
  kind: "group" | "user";
  /** Given id; `undefined` when `key` is a name or login to look up. */
  id?: string;
  /** The id, name or login as given; it distinguishes the resource's name. */
  key: string;
}

/** The assignments a list of people stands for; duplicates once. */
export function planAssignments(people: People): PlannedAssignment[] {
  const one = everybody([people]);
  return [
    ...(one.groupIds ?? []).map((id) => ({ kind: "group" as const, id, key: id })),
    ...(one.groupNames ?? []).map((name) => ({ kind: "group" as const, key: name })),
    ...(one.userIds ?? []).map((id) => ({ kind: "user" as const, id, key: id })),
    ...(one.userLogins ?? []).map((login) => ({ kind: "user" as const, key: login })),
  ];
}

/** Entries that cannot name anybody. `path` is where the list stands. */
export function peopleMistakes(people: People, path: string): InputMistake[] {
  return LISTS.flatMap((list) =>
    (people[list] ?? []).flatMap((entry, index) =>
      typeof entry === "string" && entry.trim() !== ""
        ? []
        : [{ propertyPath: at(path, `${list}[${index}]`), reason: "is empty; name somebody." }],
    ),
  );
}
