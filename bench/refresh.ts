import type { Sandbox } from "../sandbox";
import type { World } from "../sandbox/world";
import { type Calls, callsOf } from "./calls";
import { machine, type Section, table } from "./report";
import { acme, benchStack, succeed } from "./stack";

/** A kind of own object, its reads among the calls, and how somebody deletes all of it by hand. */
interface OwnObject {
  name: string;
  count: number;
  reads: RegExp;
  /** Absent for what cannot be deleted. */
  remove?(world: World): void;
}

const CLIENTS = 3;

/** How many calls `pulumi refresh` makes to read the package's own objects. */
export async function benchRefresh(sandbox: Sandbox): Promise<Section> {
  const size = { clients: CLIENTS, groups: 2 };
  const settings = new URL(sandbox.description.context7.settingsUrl);
  const objects: OwnObject[] = [
    {
      name: "connection",
      count: CLIENTS,
      reads: /^GET \/api\/v1\/apps\/\{id\}\/cwo\/connections/,
      remove: () => acme(sandbox).connections.clear(),
    },
    {
      name: "feature",
      count: 1,
      reads: /^GET \/api\/v1\/features/,
    },
    {
      name: "teamspace's settings (`api`)",
      count: 1,
      reads: new RegExp(`^GET ${settings.host}${settings.pathname}$`),
      remove: ({ context7 }) => {
        for (const teamspace of context7.teamspaces.values()) teamspace.settings = undefined;
      },
    },
    {
      name: "look-up of an app, groups or users",
      count: CLIENTS + 2,
      reads: /^GET \/api\/v1\/(apps|groups|users)$/,
    },
  ];
  const stack = await benchStack(sandbox, "component", size, {
    manageFeature: true,
    teamspace: { management: "api", settingsUrl: settings.href },
  });
  try {
    await succeed(stack, "up", "--yes", "--skip-preview");
    const refresh = () =>
      callsOf(sandbox.world, () => succeed(stack, "refresh", "--yes", "--skip-preview"));
    const there = await refresh();
    for (const { remove } of objects) remove?.(sandbox.world);
    const gone = await refresh();
    return { title: "`pulumi refresh`", body: describe(objects, there, gone) };
  } finally {
    await stack.remove();
  }
}

function describe(objects: OwnObject[], there: Calls, gone: Calls): string {
  const perObject = ({ reads, count }: OwnObject, calls: Calls) => {
    const matching = [...calls].filter(([call]) => reads.test(call));
    return matching.reduce((sum, [, times]) => sum + times, 0) / count;
  };
  return `
${machine()} Reads of the package's own objects, ${CLIENTS} clients. The goal is at most one for an
object that is there, and two for one that was deleted by hand: that something is gone is believed only
when a list says so too.

${table(
  ["object", "how many", "reads of one", "reads of one deleted by hand"],
  objects.map((object) => [
    object.name,
    object.count,
    perObject(object, there),
    object.remove ? perObject(object, gone) : "–",
  ]),
)}
`;
}
