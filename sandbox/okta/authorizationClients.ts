import type { Application, Org, ServiceClient, User } from "../world";

export const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

/** What this authorization server offers; other grant types of an app are left out. */
const GRANT_TYPES = ["authorization_code", "refresh_token", "client_credentials", TOKEN_EXCHANGE];

/** The active app that signs in with this client ID at Okta. */
export function findApp(org: Org, clientId: string): Application | undefined {
  return [...org.apps.values()].find(
    (app) => app.status === "ACTIVE" && app.credentials.oauthClient.client_id === clientId,
  );
}

/** Assigned one by one, or through any of the app's groups. */
export function isAssigned(org: Org, app: Application, user: User): boolean {
  return (
    app.users.has(user.id) ||
    [...app.groups.keys()].some((groupId) => org.groups.get(groupId)?.members.has(user.id))
  );
}

/** An app made from the catalog's requesting role: the only kind that may ask for ID-JAGs here. */
export function isRequestingApp(org: Org, app: Application | undefined): app is Application {
  return app !== undefined && org.catalog.get(app.name)?.role === "requesting";
}

/**
 * The client as oidc-provider takes it (RFC 7591 names), read from the org as it is at this moment.
 *
 * @param extraKey accepted beside a service client's own keys
 */
export function clientMetadata(org: Org, clientId: string, extraKey: Record<string, unknown>) {
  const service = org.serviceClients.get(clientId);
  if (service) return serviceMetadata(service, extraKey);
  const app = findApp(org, clientId);
  return app && appMetadata(app);
}

function serviceMetadata(service: ServiceClient, extraKey: Record<string, unknown>) {
  return {
    client_id: service.clientId,
    token_endpoint_auth_method: "private_key_jwt",
    jwks: { keys: [...service.jwks.keys, extraKey] },
    grant_types: ["client_credentials"],
    response_types: [],
    redirect_uris: [],
  };
}

function appMetadata(app: Application) {
  const { client_id, client_secret, token_endpoint_auth_method } = app.credentials.oauthClient;
  const settings = app.oauthClient;
  const redirectUris = strings(settings.redirect_uris);
  return {
    client_id,
    client_secret,
    token_endpoint_auth_method,
    application_type: settings.application_type === "native" ? "native" : "web",
    redirect_uris: redirectUris,
    response_types: redirectUris.length > 0 ? ["code"] : [],
    grant_types: strings(settings.grant_types).filter((type) => GRANT_TYPES.includes(type)),
    ...publicKeys(token_endpoint_auth_method, settings),
  };
}

function publicKeys(method: string, { jwks, jwks_uri }: Record<string, unknown>) {
  if (jwks_uri) return { jwks_uri };
  if (jwks) return { jwks };
  return method === "private_key_jwt" ? { jwks: { keys: [] } } : {};
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
