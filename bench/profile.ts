import { Session } from "node:inspector/promises";

/** A part of a program, and the files that are its. The first one that fits is taken. */
export type Part = readonly [name: string, files: RegExp];

/** What is nobody's: Node.js itself, called by no part. */
export const REST = "the rest";
export const GARBAGE = "garbage collection";

/** Microseconds between two looks at what runs. */
const INTERVAL = 100;

/**
 * How the time of this thread was spent while `work` was done: shares of 1 by part. What a library of
 * Node.js does for a part is the part's; waiting is nobody's.
 */
export async function sharesOf(
  parts: readonly Part[],
  work: () => Promise<void>,
): Promise<Map<string, number>> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: INTERVAL });
  await session.post("Profiler.start");
  await work();
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();

  const parents = new Map<number, number>();
  for (const { id, children = [] } of profile.nodes) {
    for (const child of children) parents.set(child, id);
  }
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const ownerOf = (id: number | undefined): string | undefined => {
    const frame = id === undefined ? undefined : nodes.get(id)?.callFrame;
    if (!frame) return REST;
    if (frame.functionName === "(idle)") return undefined;
    if (frame.functionName === "(garbage collector)") return GARBAGE;
    const part = parts.find(([, files]) => files.test(frame.url));
    return part?.[0] ?? ownerOf(parents.get(id as number));
  };
  const owners = new Map([...nodes.keys()].map((id) => [id, ownerOf(id)]));
  const times = new Map<string, number>();
  for (const [index, id] of (profile.samples ?? []).entries()) {
    const owner = owners.get(id);
    const time = profile.timeDeltas?.[index] ?? 0;
    if (owner) times.set(owner, (times.get(owner) ?? 0) + time);
  }
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return new Map([...times].map(([owner, time]) => [owner, time / all]));
}
