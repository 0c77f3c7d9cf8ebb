import type { Application, Org } from "../../world";
import { notFound } from "./errors";

/** What `Application.settings` holds of an app's top level; the rest of it goes under `settings`. */
export const TOP_LEVEL: ReadonlySet<string> = new Set([
  "accessibility",
  "features",
  "profile",
  "visibility",
]);

/** @throws OktaError 404 E0000007 */
export function findApplication(org: Org, id: string): Application {
  const app = org.apps.get(id);
  if (!app) throw notFound(id, "AppInstance");
  return app;
}

/** An app in the answer to a write: the only place where a client secret is shown. */
export function writtenApplicationJson(org: Org, app: Application) {
  return render(org, app, { secret: isConfidential(app), oauthClient: true });
}

/** An app in the answer to a read: without its secret, and maybe without `settings.oauthClient`. */
export function applicationJson(org: Org, app: Application) {
  const hidden = org.hideCatalogOauthClient && org.catalog.has(app.name);
  return render(org, app, { secret: false, oauthClient: !hidden });
}

function isConfidential({ credentials }: Application): boolean {
  const method = credentials.oauthClient.token_endpoint_auth_method;
  return method !== "none" && method !== "private_key_jwt";
}

function render(org: Org, app: Application, show: { secret: boolean; oauthClient: boolean }) {
  const self = `${org.url}/api/v1/apps/${app.id}`;
  const { client_secret, ...oauthClient } = app.credentials.oauthClient;
  const kept = Object.entries(app.settings);
  return {
    id: app.id,
    orn: `orn:okta:idp:${org.id}:apps:${app.name}:${app.id}`,
    name: app.name,
    label: app.label,
    status: app.status,
    lastUpdated: app.lastUpdated,
    created: app.created,
    features: [],
    signOnMode: app.signOnMode,
    ...Object.fromEntries(kept.filter(([key]) => TOP_LEVEL.has(key))),
    credentials: {
      ...app.credentials,
      signing: { kid: `kid-${app.id}` },
      oauthClient: { ...oauthClient, ...(show.secret && { client_secret }) },
    },
    universalLogout: { status: "UNSUPPORTED" },
    settings: {
      app: app.app,
      ...Object.fromEntries(kept.filter(([key]) => !TOP_LEVEL.has(key))),
      ...(show.oauthClient && { oauthClient: app.oauthClient }),
    },
    _links: {
      self: { href: self },
      users: { href: `${self}/users` },
      groups: { href: `${self}/groups` },
      policies: { href: `${self}/policies` },
      ...(app.accessPolicyId && {
        accessPolicy: { href: `${org.url}/api/v1/policies/${app.accessPolicyId}` },
      }),
      ...(app.status === "ACTIVE"
        ? { deactivate: { href: `${self}/lifecycle/deactivate` } }
        : { activate: { href: `${self}/lifecycle/activate` } }),
    },
  };
}
