import { orgSettingsOf } from "../../provider/okta/issuer";
import { type Application, named } from "../../provider/okta/objects";
import { yamlText } from "../../provider/yamlText";
import { secretFields } from "../components/secretSettings";
import { keysFor } from "./clientKeys";
import { type FoundRequestingApp, type FoundSetup, onlyClientId } from "./crossAppAccessApps";
import { connectionOf, issuerUrlOf, withPlaceholders } from "./declarations";
import type { AdoptionForm } from "./form";
import { appNotes, CONNECTIONS_NOT_READABLE, connectionNotes, unclearClientId } from "./notes";

export interface ConfigurationRequest {
  readonly form: AdoptionForm;
  readonly orgUrl: string;
  readonly resourceIssuer: string;
}

/** A client that was found, under the key that it is declared with. */
export interface KeyedClient extends FoundRequestingApp {
  readonly key: string;
  /** Empty where it is not clear. */
  readonly clientIdAtResource: string;
}

/** Configuration for `Pulumi.<stack>.yaml` that declares what was found, and what to look at in it. */
export interface DiscoveredConfiguration {
  readonly clients: readonly KeyedClient[];
  readonly text: string;
  readonly notes: readonly string[];
}

export function discoveredConfiguration(
  setup: FoundSetup,
  request: ConfigurationRequest,
): DiscoveredConfiguration {
  const { orgUrl, resourceIssuer, form } = request;
  const { "okta:baseUrl": baseUrl, ...org } = orgSettingsOf(orgUrl);
  const [resourceApp] = setup.resourceApps;
  const keys = keysFor(setup.requestingApps.map(({ app }) => app.label));
  const clients = setup.requestingApps.map((found, index) => ({
    ...found,
    key: keys[index] ?? "",
    clientIdAtResource: onlyClientId(found) ?? "",
  }));
  const notes: string[] = [];
  const requestingApps = clients.map(({ key, app, connection, clientIdAtResource }) => {
    const declared = declare(app, `requestingApps.${key}`, { clientIdAtResource }, request, notes);
    const connected = connectionOf(connection, setup.connectionsReadable);
    return [key, { ...declared, clientIdAtResource, ...connected }] as const;
  });
  const config = {
    ...org,
    ...(baseUrl !== "okta.com" && { "okta:baseUrl": baseUrl }),
    ...(resourceApp && {
      "context7-ema:resourceApp": declare(resourceApp, "resourceApp", {}, request, notes),
    }),
    "context7-ema:requestingApps": Object.fromEntries(requestingApps),
    "context7-ema:teamspace": { management: "guided" },
  };
  const heading =
    form === "existing"
      ? `# Adopts what is in ${orgUrl} for ${resourceIssuer}: read, never changed, never deleted.`
      : `# Makes apps like those in ${orgUrl} for ${resourceIssuer} from the catalog.`;
  const text = `${heading}\n${yamlText({ config })}`;
  return { clients, text, notes: [...notesOn(setup, request), ...notes] };
}

/** @param path where it stands in the configuration, for what is said about it in `notes`. */
function declare(
  app: Application,
  path: string,
  values: { clientIdAtResource?: string },
  { form, resourceIssuer }: ConfigurationRequest,
  notes: string[],
) {
  const issuer = issuerUrlOf(resourceIssuer);
  if (form === "existing") return { existing: { id: app.id }, ...issuer };
  const known = { issuerUrl: resourceIssuer, ...values };
  const settings = withPlaceholders(app.settings?.app ?? {}, known);
  for (const field of secretFields(settings)) {
    delete settings[field];
    notes.push(secretLeftOut(app, field, path));
  }
  return { label: app.label, catalog: { key: app.name, settings }, ...issuer };
}

function secretLeftOut(app: Application, field: string, path: string): string {
  const member = /^[\w-]+$/.test(field) ? `.${field}` : `[${JSON.stringify(field)}]`;
  return (
    `The setting ${field} of ${named(app)} is a secret by its name, and not written. Set it: ` +
    `pulumi config set --secret --path 'context7-ema:${path}.catalog.settings${member}'`
  );
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
  for (const found of requestingApps) {
    const { app, connection } = found;
    if (onlyClientId(found) === undefined) notes.push(`${unclearClientId(found)}.`);
    if (connectionsReadable && !connection) {
      notes.push(`${named(app)} has no connection to the resource app: pulumi up makes it.`);
    }
    notes.push(...connectionNotes(app, connection));
  }
  for (const app of [...resourceApps, ...requestingApps.map(({ app }) => app)]) {
    notes.push(...appNotes(app, resourceIssuer));
    if (form === "catalog" && app.name === "oidc_client") {
      notes.push(
        `${named(app)} is a custom app, which is in no catalog: use --as existing for it.`,
      );
    }
  }
  if (!connectionsReadable) notes.push(CONNECTIONS_NOT_READABLE);
  return notes;
}
