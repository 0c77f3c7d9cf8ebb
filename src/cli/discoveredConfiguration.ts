import { orgSettingsOf } from "../../provider/okta/issuer";
import { type Application, named } from "../../provider/okta/objects";
import { type FoundRequestingApp, type FoundSetup, isIssuer } from "./crossAppAccessApps";
import { type YamlValue, yaml } from "./yaml";

/** `existing` adopts the apps that were found; `catalog` makes such apps anew, in this org or another. */
export const DISCOVERY_FORMS = ["existing", "catalog"] as const;
export type DiscoveryForm = (typeof DISCOVERY_FORMS)[number];

export interface ConfigurationRequest {
  readonly form: DiscoveryForm;
  readonly orgUrl: string;
  readonly resourceIssuer: string;
}

/** The default of `issuerUrl`. */
const CONTEXT7_ISSUER = "https://context7.com";

/** Configuration for `Pulumi.<stack>.yaml` that declares what was found, and what to look at in it. */
export function discoveredConfiguration(
  setup: FoundSetup,
  request: ConfigurationRequest,
): { text: string; notes: string[] } {
  const { orgUrl, resourceIssuer, form } = request;
  const { "okta:baseUrl": baseUrl, ...org } = orgSettingsOf(orgUrl);
  const [resourceApp] = setup.resourceApps;
  const keys = keysFor(setup.requestingApps.map(({ app }) => app.label));
  const clients = setup.requestingApps.map(
    (found, index) => [keys[index] ?? "", requestingApp(found, setup, request)] as const,
  );
  const config: YamlValue = {
    ...org,
    ...(baseUrl !== "okta.com" && { "okta:baseUrl": baseUrl }),
    ...(resourceApp && { "context7-ema:resourceApp": appOf(resourceApp, request) }),
    "context7-ema:requestingApps": Object.fromEntries(clients),
    "context7-ema:teamspace": { management: "guided" },
  };
  const heading =
    form === "existing"
      ? `# Adopts what is in ${orgUrl} for ${resourceIssuer}: read, never changed, never deleted.`
      : `# Makes apps like those in ${orgUrl} for ${resourceIssuer} from the catalog.`;
  return { text: `${heading}\n${yaml({ config })}`, notes: notesOn(setup, request) };
}

function requestingApp(
  found: FoundRequestingApp,
  setup: FoundSetup,
  request: ConfigurationRequest,
): YamlValue {
  const [only, ...others] = found.clientIds;
  const clientIdAtResource = only && others.length === 0 ? only[1] : "";
  return {
    ...appOf(found.app, request, clientIdAtResource),
    clientIdAtResource,
    ...connectionOf(found, setup),
  };
}

function appOf(
  app: Application,
  { form, resourceIssuer }: ConfigurationRequest,
  clientIdAtResource?: string,
): Record<string, YamlValue> {
  const issuer: Record<string, YamlValue> =
    resourceIssuer === CONTEXT7_ISSUER ? {} : { issuerUrl: resourceIssuer };
  if (form === "existing") return { existing: { id: app.id }, ...issuer };
  const settings = Object.entries(app.settings?.app ?? {}).map(([field, value]) => {
    return [field, placeholderFor(value, resourceIssuer, clientIdAtResource)] as const;
  });
  const catalog = { key: app.name, settings: Object.fromEntries(settings) };
  return { label: app.label, catalog, ...issuer };
}

function placeholderFor(value: unknown, issuer: string, clientIdAtResource?: string): YamlValue {
  if (isIssuer(value, issuer)) return placeholder("issuerUrl");
  if (clientIdAtResource && value === clientIdAtResource) return placeholder("clientIdAtResource");
  return value as YamlValue;
}

const placeholder = (name: string) => `\${${name}}`;

function connectionOf(
  { connection }: FoundRequestingApp,
  { connectionsReadable }: FoundSetup,
): Record<string, YamlValue> {
  if (!connectionsReadable) return { connection: { management: "guided" } };
  return connection?.status === "INACTIVE" ? { connection: { status: "INACTIVE" } } : {};
}

/** Labels as keys: `Claude Code` → `claude-code`; a number behind those that would be the same. */
export function keysFor(labels: readonly string[]): string[] {
  const taken = new Set<string>();
  return labels.map((label) => {
    const plain = label.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    const key = plain.replace(/^-+|-+$/g, "") || "client";
    let unique = key;
    for (let number = 2; taken.has(unique); number += 1) unique = `${key}-${number}`;
    taken.add(unique);
    return unique;
  });
}

function notesOn(setup: FoundSetup, { form, resourceIssuer }: ConfigurationRequest): string[] {
  const notes: string[] = [];
  const { resourceApps, requestingApps, connectionsReadable } = setup;
  if (resourceApps.length === 0) {
    notes.push(`No resource app has the issuer URL ${resourceIssuer}: add resourceApp yourself.`);
  }
  if (resourceApps.length > 1) {
    const all = resourceApps.map(named).join(", ");
    notes.push(`More than one app can be the resource app; the first is written: ${all}.`);
  }
  for (const { app, clientIds, connection } of requestingApps) {
    if (clientIds.length !== 1) {
      const seen = clientIds.map(([field, value]) => `${field}: ${value}`).join(", ");
      notes.push(
        `What Context7 calls ${named(app)} is not clear: fill in clientIdAtResource` +
          (seen ? ` (${seen}).` : ", as Context7 gave it at onboarding."),
      );
    }
    if (connectionsReadable && !connection) {
      notes.push(`${named(app)} has no connection to the resource app: pulumi up makes it.`);
    }
    if (app.status !== "ACTIVE") notes.push(`${named(app)} is ${app.status}.`);
  }
  const all = [...resourceApps, ...requestingApps.map(({ app }) => app)];
  for (const app of all) {
    const values = Object.values(app.settings?.app ?? {});
    if (values.includes(`${resourceIssuer}/`)) {
      notes.push(
        `The issuer URL of ${named(app)} ends with a slash: correct it, ${resourceIssuer} has none.`,
      );
    }
    if (form === "catalog" && app.name === "oidc_client") {
      notes.push(
        `${named(app)} is a custom app, which is in no catalog: use --as existing for it.`,
      );
    }
  }
  if (!connectionsReadable) {
    notes.push("The org does not offer the connections API, so connections are written as guided.");
  }
  return notes;
}
