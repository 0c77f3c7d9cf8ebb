import type { Dispatcher } from "undici";
import { oktaSettings } from "../../provider/credentials";
import { ExplainedError } from "../../provider/explainedError";
import { PEOPLE_PER_PAGE } from "../../provider/okta/assignments";
import { type OktaClient, oktaClient } from "../../provider/okta/client";
import { accessFor, type Fallback, oktaAccess } from "./access";
import { withAuthors } from "./authors";
import { type Comparison, compareOrg } from "./compareOrg";
import type { DeclaredResource, DeclaredStack } from "./declared";
import type { OrgInventory } from "./inventory";
import { readInventory } from "./readInventory";
import { inventoryRequest } from "./request";
import { type SharedClient, sharedClient } from "./sharedClient";
import type { ReadStack } from "./stacks/read";

/** A stack, and of its resources those in the org. */
export interface StackHere {
  readonly read: ReadStack;
  readonly part: DeclaredStack;
}

/** What became of an org's stacks. */
export interface LookedAt {
  readonly comparisons: ReadonlyMap<DeclaredStack, Comparison>;
  /** What a person should know besides, each a sentence. */
  readonly notes: readonly string[];
}

export interface LookOptions {
  readonly fallback: Fallback;
  readonly strict: boolean;
  readonly dispatcher: Dispatcher;
  readonly now: Date;
  /** What the examined stacks' programs declare of Okta's apps by themselves, in any org. */
  readonly besides: readonly DeclaredResource[];
}

/** Reads an org once for all its stacks, and holds each against it. */
export async function lookAtOrg(
  orgUrl: string,
  stacks: readonly StackHere[],
  { fallback, strict, dispatcher, now, besides }: LookOptions,
): Promise<LookedAt> {
  const parts = stacks.map(({ part }) => part);
  const shared = clientFor(orgUrl, stacks, fallback, dispatcher);
  if (typeof shared === "string") {
    return { comparisons: new Map(parts.map((part) => [part, problemOf(shared)])), notes: [] };
  }
  const { okta, setAside } = shared;
  // All people of an app only where those that nobody declared count.
  const options = { everyUser: strict };
  const inventory = await readInventory(okta, inventoryRequest(parts), options);
  const compared = compareOrg(parts, inventory, besides);
  const { comparisons, note } = await withAuthors(okta, compared, now);
  return { comparisons, notes: [setAside(), note ?? [], unseenPeople(inventory)].flat() };
}

/** What was not looked through, since it would cost a call for each 500 people of an app. */
export function unseenPeople({
  orgUrl,
  apps,
  partlyListedUsers,
}: Pick<OrgInventory, "orgUrl" | "apps" | "partlyListedUsers">): string[] {
  const labels = [...partlyListedUsers].map((id) => apps.get(id)?.label ?? id).sort();
  if (labels.length === 0) return [];
  return [
    `Of the people of ${labels.join(", ")} in ${orgUrl} only the first ${PEOPLE_PER_PAGE} and those that are ` +
      "declared were looked at. Who is assigned there besides is not listed; --strict looks through everybody.",
  ];
}

export function problemOf(problem: string): Comparison {
  return { findings: [], problems: [problem], compared: 0 };
}

/**
 * One client for all stacks of an org, with the credentials of any of them: what each shows is the same.
 *
 * @returns why there is none, if so.
 */
function clientFor(
  orgUrl: string,
  stacks: readonly StackHere[],
  fallback: Fallback,
  dispatcher: Dispatcher,
): SharedClient | string {
  const candidates = new Map<string, { stacks: string[]; client: OktaClient }>();
  const refusals = new Set<string>();
  for (const { read, part } of stacks) {
    for (const resource of oneOfEachProvider(part)) {
      try {
        const access = oktaAccess(orgUrl, accessFor(resource, read, fallback), fallback);
        const key = JSON.stringify(oktaSettings(access).credentials);
        const known = candidates.get(key);
        if (!known) {
          const client = oktaClient({ ...access, dispatcher });
          candidates.set(key, { stacks: [part.stack], client });
        } else if (!known.stacks.includes(part.stack)) {
          known.stacks.push(part.stack);
        }
      } catch (error) {
        if (!(error instanceof ExplainedError)) throw error;
        refusals.add(error.message);
      }
    }
  }
  if (candidates.size === 0) return [...refusals].join("\n");
  return sharedClient(orgUrl, [...candidates.values()]);
}

function oneOfEachProvider({ resources }: DeclaredStack): DeclaredResource[] {
  return [...new Map(resources.map((resource) => [resource.provider, resource])).values()];
}
