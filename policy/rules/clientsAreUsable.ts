import { type DeclaredApp, declaredIn } from "../declared";
import { type RuleSettings, registerRule } from "../registry";
import { adoptedAppsSchema, configurationFile } from "../resources";
import { type Judgement, type StackResource, stackPolicy, type Violation } from "../stackRule";

export interface ClientSettings {
  /**
   * Whether every adopted app is judged. Default: false, which judges those that this stack declares
   * with their connections; of others another stack may own connections and assignments.
   */
  adoptedApps?: boolean;
}

declare module "../registry" {
  interface EmaPoliciesArgs {
    /** Every requesting app has a connection and at least one group. */
    clientsAreUsable?: RuleSettings<ClientSettings>;
  }
}

export function clientViolations(
  resources: readonly StackResource[],
  { adoptedApps = false }: ClientSettings,
): Judgement[] {
  const { apps, connections, assignments, unknown } = declaredIn(resources);
  const isConnected = (app: DeclaredApp) =>
    connections.some(({ requesting }) => requesting === app);
  const isOwn = (app: DeclaredApp) => !app.adopted || (!app.byIdAlone && isConnected(app));
  const clients = apps.filter((app) => app.role === "requesting" && (adoptedApps || isOwn(app)));
  const unconnected = clients.filter((client) => !isConnected(client));
  const groupless = clients.filter(
    (client) => !assignments.some(({ app, kind }) => app === client && kind === "group"),
  );
  // Whose an unknown connection or assignment is, nobody can tell: nothing is certainly missing then.
  if (unknown.length > 0 && unconnected.length + groupless.length > 0) return unknown;
  return [...unconnected.map(withoutConnection), ...groupless.map(withoutGroup)];
}

function withoutConnection({ title, path, urn }: DeclaredApp): Violation {
  const remedy = path
    ? `Run pulumi up of the whole stack, without --target; ${path} brings its connection with it.`
    : "Declare it by EnterpriseManagedAuth, or add a CrossAppAccessConnection from it to Context7.";
  const message =
    `The requesting app “${title}” has no connection to Context7, so Okta mints no ID-JAG for it. ` +
    remedy;
  return { urn, message };
}

function withoutGroup({ title, path, urn }: DeclaredApp): Violation {
  const place = path
    ? `context7-ema:assignments or context7-ema:${path}.assignments in ${configurationFile(urn)}`
    : "its assignments";
  const message =
    `The requesting app “${title}” has no group assigned, so nobody gets in with it but who was ` +
    `assigned one by one. Name one in groupNames (or groupIds) of ${place}.`;
  return { urn, message };
}

registerRule("clientsAreUsable", {
  policy: stackPolicy<ClientSettings>({
    name: "clients-are-usable",
    description: "Every requesting app has a connection and at least one group.",
    settings: { adoptedApps: adoptedAppsSchema },
    judge: clientViolations,
  }),
});
