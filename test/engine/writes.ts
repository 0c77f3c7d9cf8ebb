import type { Org } from "../../sandbox/world";
import type { Sandboxed } from "../provider/sandboxed";

/**
 * The calls that changed something, or tried to, while `work` was done, in the order in which they
 * arrived at Okta's management API or Context7's settings API. Names stand for IDs:
 * `PUT /apps/<Context7>/groups/<Engineering>`, `PUT /sandbox/ema-settings`.
 */
export async function writesOf(world: Sandboxed, work: () => Promise<unknown>): Promise<string[]> {
  const { requests, orgs } = world.sandbox.world;
  const from = requests.length;
  const names = new Map<string, string>();
  const learn = () => {
    for (const org of orgs.values()) nameAll(org, names);
  };
  learn();
  await work();
  learn();
  return requests
    .slice(from)
    .filter(({ method, path }) => !READS.has(method) && !SIGN_IN.test(path))
    .map(({ method, path }) => {
      const [plain = ""] = path.replace("/api/v1", "").split("?", 1);
      const parts = plain.split("/").map((part) => names.get(part) ?? part);
      return `${method} ${parts.join("/")}`;
    });
}

const READS = new Set(["GET", "HEAD"]);
const SIGN_IN = /^\/oauth2\/v1\//;

/** The first name counts: what an object was called before it was renamed. */
function nameAll(org: Org, names: Map<string, string>): void {
  const named = [
    ...[...org.apps.values()].map(({ id, label }) => [id, label] as const),
    ...[...org.groups.values()].map(({ id, name }) => [id, name] as const),
    ...[...org.users.values()].map(({ id, login }) => [id, login] as const),
    ...[...org.policies.values()].map(({ id, name }) => [id, name] as const),
    ...[...org.features.values()].map(({ id, name }) => [id, name] as const),
    ...[...org.connections.keys()].map((id) => [id, "connection"] as const),
  ];
  for (const [id, name] of named) if (!names.has(id)) names.set(id, `<${name}>`);
}
