import { named } from "../../provider/okta/objects";
import { shortList } from "../../provider/shortList";
import type { People } from "../components/assignmentPlan";
import type { FoundApp, FoundClient, FoundOrg, Principal } from "./found";

/** How the assignments of an org are declared, and what cannot be. */
export interface DeclaredPeople {
  /** Everybody on the resource app; clients without a list of their own have the same. */
  readonly common: People;
  /** Lists of clients that differ, by the clients' keys; an empty one is nobody. */
  readonly own: Readonly<Record<string, People>>;
  readonly notes: readonly string[];
}

/**
 * Declares who is assigned, so that nobody would be assigned anew and nobody taken away.
 *
 * The resource app gets everybody whom a client names: so a client's people who are not on the resource
 * app are left out, since declaring them would assign them there. They keep what they have.
 */
export function declaredPeople({ resourceApp, clients }: FoundOrg): DeclaredPeople {
  const notes: string[] = [];
  const there = declarable(resourceApp, notes);
  const ids = new Set(there.map(({ id }) => id));
  const lists = clients.map((client) => {
    const able = declarable(client, notes);
    const alone = able.filter(({ id }) => !resourceApp.people.some((one) => one.id === id));
    if (alone.length > 0) notes.push(notOnResourceApp(client, alone, resourceApp));
    return [client.key, able.filter(({ id }) => ids.has(id))] as const;
  });
  // With as many of the same people, a client has the common list.
  const own = lists.filter(([, people]) => people.length !== there.length);
  const served = new Set(lists.flatMap(([, people]) => people.map(({ id }) => id)));
  const idle = there.filter(({ id }) => !served.has(id));
  if (idle.length > 0 && clients.length > 0) notes.push(onResourceAppOnly(idle, resourceApp));
  return {
    common: peopleFrom(there),
    own: Object.fromEntries(own.map(([key, people]) => [key, peopleFrom(people)])),
    notes,
  };
}

/** The plugin writes a user's login as the name in the app: another name there would be changed. */
function declarable({ app, people }: FoundApp, notes: string[]): Principal[] {
  const able = people.filter(
    ({ kind, login, username }) => kind === "group" || (login !== undefined && login === username),
  );
  const others = people.filter((principal) => !able.includes(principal));
  if (others.length > 0) {
    notes.push(
      `Not declared: ${names(others)} on ${named(app)}, whose username in the app is not their ` +
        "login; declared, it would be changed to that. They stay assigned, by hand.",
    );
  }
  return able;
}

function peopleFrom(principals: readonly Principal[]): People {
  const people: People = {};
  for (const { list, key } of principals) people[list] = [...(people[list] ?? []), key];
  return people;
}

function notOnResourceApp({ app }: FoundClient, people: Principal[], resource: FoundApp): string {
  return (
    `Not declared: ${names(people)}, assigned to ${named(app)} but not to ` +
    `“${resource.app.label}”, so that they get no ID-JAG. They stay assigned, by hand; declare them to assign ` +
    "them to both."
  );
}

function onResourceAppOnly(people: Principal[], { app }: FoundApp): string {
  return (
    `${names(people)}: assigned to ${named(app)} and to no client, so that they get no ID-JAG. ` +
    "It is declared as it is; a client that is added without assignments of its own would get them too."
  );
}

function names(people: readonly Principal[]): string {
  return shortList(people.map(({ kind, name }) => `${kind} “${name}”`));
}
