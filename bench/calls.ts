import type { RequestRecord, World } from "../sandbox/world";

/** How often which call was made: `GET /api/v1/apps/{id}` → 3. */
export type Calls = Map<string, number>;

/** Runs `work` and counts the calls that reach the sandbox's servers meanwhile. */
export async function callsOf(world: World, work: () => Promise<unknown>): Promise<Calls> {
  const from = world.requests.length;
  await work();
  const calls: Calls = new Map();
  for (const request of world.requests.slice(from)) {
    const call = describe(request);
    calls.set(call, (calls.get(call) ?? 0) + 1);
  }
  return calls;
}

/** Okta's ids are twenty characters, the first three of which say what it is the id of. */
function describe({ method, host, path }: RequestRecord): string {
  const [plain = ""] = path.split("?", 1);
  const pattern = plain.replace(/(?<=\/)[0-9a-z]{3}[0-9A-Za-z]{17}(?=\/|$)/g, "{id}");
  return `${method} ${pattern.startsWith("/api/v1/") ? "" : host}${pattern}`;
}

export function total(calls: Calls): number {
  return [...calls.values()].reduce((sum, count) => sum + count, 0);
}
