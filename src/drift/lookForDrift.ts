import pLimit from "p-limit";
import type { Dispatcher } from "undici";
import { type Fallback, orgUrlOfResource } from "./access";
import { IN_AN_ORG } from "./comparedTypes";
import type { Comparison } from "./compareOrg";
import type { DeclaredResource, DeclaredStack } from "./declared";
import { lookAtOrg, problemOf } from "./lookAtOrg";
import { lookAtTeamspaces } from "./lookAtTeamspaces";
import type { DriftReport } from "./report";
import { type ExaminedStack, type Judging, stackDrift, verdictOf } from "./stackDrift";
import type { Project } from "./stacks/project";
import { type Attempt, type ReadStack, readStacks } from "./stacks/read";

export interface DriftOptions extends Judging {
  readonly project: Project;
  /** Names of the stacks. */
  readonly stacks: readonly string[];
  /** How many stacks are read, and orgs looked at, at a time. */
  readonly parallel: number;
  readonly now: Date;
  /** Sends the calls to Okta, at a pace that leaves half of its rate limits to others. */
  readonly dispatcher: Dispatcher;
}

/** A stack, and its resources by the org they are in. */
interface Placed {
  readonly read: ReadStack;
  readonly byOrg: ReadonlyMap<string, DeclaredStack>;
  /** Those of which nothing tells where they are. */
  readonly nowhere: readonly DeclaredResource[];
}

/**
 * Holds stacks against their orgs and teamspaces. It only reads: states by the Pulumi CLI, which takes no
 * lock for it, each org once for all its stacks. What goes wrong with one stack or org is a problem of
 * the stacks concerned; the others are looked at all the same.
 */
export async function lookForDrift(options: DriftOptions): Promise<DriftReport> {
  const { project, stacks, parallel, strict, now, dispatcher } = options;
  const limit = pLimit(parallel);
  const read = await readStacks(stacks, project, limit);
  const placed = read.flatMap(({ stack }) => (stack ? [place(stack)] : []));
  const fallback = fallbackFor(read, placed, project.environment);
  const besides = read.flatMap(({ stack }) => stack?.besides ?? []);

  const looks = await Promise.all(
    [...fallback.orgUrls].map((orgUrl) => {
      const here = placed.flatMap(({ read, byOrg }) => {
        const part = byOrg.get(orgUrl);
        return part ? [{ read, part }] : [];
      });
      return limit(() => lookAtOrg(orgUrl, here, { fallback, strict, dispatcher, now, besides }));
    }),
  );
  const comparisons = new Map(looks.flatMap(({ comparisons }) => [...comparisons]));
  const examined = await Promise.all(
    read.map(async ({ name, stack, problem }): Promise<ExaminedStack> => {
      const found = placed.find((one) => one.read === stack);
      if (!found)
        return { stack: name, project: "", orgUrls: [], parts: [problemOf(problem ?? "")] };
      const teamspaces = await lookAtTeamspaces(found.read, fallback, limit);
      const parts = [...found.byOrg.values()].map((part) => comparisons.get(part) ?? unseen(name));
      return {
        stack: name,
        project: found.read.declared.project,
        orgUrls: [...found.byOrg.keys()],
        parts: [...parts, ...teamspaces, ...found.nowhere.map(homeless)],
      };
    }),
  );
  const judged = examined.map((stack) => stackDrift(stack, options));
  const verdict = verdictOf(judged.map((stack) => stack.verdict));
  const notes = looks.flatMap(({ notes }) => notes);
  return { version: 1, at: now.toISOString(), verdict, strict, stacks: judged, notes };
}

/** What the environment may serve for: a stack of which not all is known may be of another org. */
export function fallbackFor(
  read: readonly Attempt[],
  placed: readonly Placed[],
  environment: Fallback["environment"],
): Fallback {
  const isPlaced = ({ stack }: Attempt) =>
    placed.some((one) => one.read === stack && one.nowhere.length === 0);
  return {
    orgUrls: new Set(placed.flatMap(({ byOrg }) => [...byOrg.keys()])),
    unplaced: read.filter((one) => !isPlaced(one)).map(({ name }) => name),
    environment,
  };
}

/** Finds out where a stack's resources are. */
export function place(read: ReadStack): Placed {
  const byOrg = new Map<string, DeclaredResource[]>();
  const nowhere: DeclaredResource[] = [];
  for (const resource of read.declared.resources) {
    if (!IN_AN_ORG.has(resource.type)) continue;
    const orgUrl = orgUrlOfResource(resource, read);
    if (orgUrl === undefined) nowhere.push(resource);
    else byOrg.set(orgUrl, [...(byOrg.get(orgUrl) ?? []), resource]);
  }
  const parts = [...byOrg].map(
    ([orgUrl, resources]) => [orgUrl, { ...read.declared, resources }] as const,
  );
  return { read, byOrg: new Map(parts), nowhere };
}

/** Nothing that was not looked at may pass for what has no drift. */
function unseen(stack: string): Comparison {
  return problemOf(
    `${stack} was not looked at. That is a fault of context7-ema: please report it.`,
  );
}

function homeless({ urn }: DeclaredResource): Comparison {
  return problemOf(
    `It is not known in which Okta org this is: ${urn}. Its provider in the state names no orgName; run ` +
      "pulumi up with okta:orgName and okta:baseUrl configured.",
  );
}
