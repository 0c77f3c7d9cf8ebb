import { listCatalogApplications, named } from "../../../../provider/okta/objects";
import { shortList } from "../../../../provider/shortList";
import type { TargetCheck } from "../../registry";
import type { CheckContext } from "../context";
import {
  type Application,
  CONNECTIONS_API_GONE,
  NO_CLIENT,
  readApplication,
  readConnections,
  readLabel,
  readResourceApp,
} from "./reads";

/** What every app without a catalog integration is called. */
const CUSTOM = "oidc_client";

/** Cross App Access to Context7 that exists in the org but in no stack: nobody reviews it. */
export const undeclaredObjects: TargetCheck = {
  id: "okta.undeclaredObjects",
  group: "okta",
  link: "connection",
  title: "Every way to Context7 is declared",
  severity: "low",
  needs: ["okta.resourceApp"],
  access: ["oktaApi"],
  async run(context) {
    const resource = await readResourceApp(context);
    if (!resource) return { verdict: "skip", reason: "the resource app is gone" };
    const { requestingApps, declaredElsewhere } = context.target;
    if (Object.keys(requestingApps).length === 0) return { verdict: "skip", reason: NO_CLIENT };
    const declared = new Set([resource.id, ...declaredElsewhere]);
    for (const { appId } of Object.values(requestingApps)) declared.add(appId);

    const [connections, apps] = await Promise.all([
      undeclaredConnections(context, resource, declared),
      undeclaredApps(context, resource, declared),
    ]);
    const found = [...(connections ?? []), ...apps];
    if (found.length > 0) {
      return { verdict: "warn", tag: "undeclared_objects", seen: shortList(found) };
    }
    if (!connections) return { verdict: "skip", reason: CONNECTIONS_API_GONE };
    return { verdict: "pass", summary: "No app or connection to Context7 is undeclared." };
  },
};

async function undeclaredConnections(
  context: CheckContext,
  resource: Application,
  declared: ReadonlySet<string>,
): Promise<string[] | undefined> {
  const connections = await readConnections(context, resource.id);
  const strangers = connections?.filter(
    (connection) =>
      connection.resourceAppInstanceId === resource.id &&
      !declared.has(connection.requestingAppInstanceId),
  );
  if (!strangers) return undefined;
  return Promise.all(
    strangers.map(async ({ id, requestingAppInstanceId: app }) => {
      return `connection ${id} of ${await readLabel(context, app)}`;
    }),
  );
}

/** Apps of the same catalog integrations that are set up for the same issuer. */
async function undeclaredApps(
  context: CheckContext,
  resource: Application,
  declared: ReadonlySet<string>,
): Promise<string[]> {
  const { okta, target } = context;
  const appIds = Object.values(target.requestingApps).map(({ appId }) => appId);
  const requesting = await Promise.all(appIds.map((id) => readApplication(context, id)));
  const keys = new Set([resource, ...requesting].flatMap((app) => app?.name ?? []));
  keys.delete(CUSTOM);
  const lists = await Promise.all([...keys].map((key) => listCatalogApplications(okta, key)));
  return lists
    .flat()
    .filter(({ id }) => !declared.has(id))
    .filter(({ settings }) => Object.values(settings?.app ?? {}).includes(target.resourceIssuer))
    .map((app) => `app ${named(app)}`);
}
