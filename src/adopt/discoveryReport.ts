import type { Application } from "../../provider/okta/objects";
import type { FoundSetup } from "./crossAppAccessApps";
import type { ConfigurationRequest, DiscoveredConfiguration } from "./discoveredConfiguration";

/** An app that was found, and what it is in Cross App Access. */
export interface DiscoveredApp {
  readonly role: "resource" | "requesting";
  readonly id: string;
  readonly label: string;
  /** Its catalog key, or `oidc_client`. */
  readonly name: string;
  readonly status: string;
  /** Requesting apps: its key in the configuration. */
  readonly key?: string;
  /** Requesting apps; absent where it is not clear. */
  readonly clientIdAtResource?: string;
  /** Requesting apps; absent where there is none, or none can be read. */
  readonly connection?: { readonly id: string; readonly status: string };
}

/** What `discover --json` prints. A later version may add members. */
export interface DiscoveryReport {
  readonly version: 1;
  readonly orgUrl: string;
  readonly resourceIssuer: string;
  /** False where the org does not offer the connections API. */
  readonly connectionsReadable: boolean;
  readonly apps: readonly DiscoveredApp[];
  /** YAML for `Pulumi.<stack>.yaml`. */
  readonly configuration: string;
  readonly notes: readonly string[];
}

export function discoveryReport(
  { resourceApps, connectionsReadable }: FoundSetup,
  { orgUrl, resourceIssuer }: ConfigurationRequest,
  { clients, text, notes }: DiscoveredConfiguration,
): DiscoveryReport {
  const resource = resourceApps.map((app) => ({ role: "resource" as const, ...shown(app) }));
  const requesting = clients.map(({ app, key, clientIdAtResource, connection }) => ({
    role: "requesting" as const,
    ...shown(app),
    key,
    ...(clientIdAtResource !== "" && { clientIdAtResource }),
    ...(connection && { connection: { id: connection.id, status: connection.status } }),
  }));
  const apps = [...resource, ...requesting];
  const version = 1;
  return { version, orgUrl, resourceIssuer, connectionsReadable, apps, configuration: text, notes };
}

function shown({ id, label, name, status }: Application) {
  return { id, label, name, status };
}
