import {
  authenticationPolicyOf,
  type LiveApplication,
  valueAt,
} from "../../provider/okta/liveApplication";
import type { CatalogApp } from "../components/application";
import {
  type RequestingAppArgs,
  requestingAppMistakes,
  TokenEndpointAuthMethod,
} from "../components/requestingApp";
import type { ResourceAppArgs } from "../components/resourceApp";
import { secretFields } from "../components/secretSettings";
import { changedIfDeclared, type Role } from "./pluginProperties";

/** The declaration of an app that is taken over as it is, or why it would not stay as it is. */
export type CatalogDeclaration<Args> =
  | { readonly declaration: Args }
  | { readonly obstacles: readonly string[] };

/** How an app's settings are written: with placeholders for the stack's own values. */
type Settings = CatalogApp["settings"];

/** @param settings the whole content of `settings.app`, with placeholders. */
export function resourceAppFrom(
  app: LiveApplication,
  settings: Settings,
): CatalogDeclaration<ResourceAppArgs> {
  const obstacles = obstaclesOf(app, "resource", settings);
  if (obstacles.length > 0) return { obstacles };
  return { declaration: { ...common(app, settings) } };
}

/** The same for a client's app, with all that it declares of its OAuth client. */
export function requestingAppFrom(
  app: LiveApplication,
  settings: Settings,
  clientIdAtResource: string,
): CatalogDeclaration<RequestingAppArgs> {
  const obstacles = obstaclesOf(app, "requesting", settings);
  const method = valueAt(app, "credentials.oauthClient.token_endpoint_auth_method");
  const methods: unknown[] = Object.values(TokenEndpointAuthMethod);
  if (!methods.includes(method)) obstacles.push(`it authenticates by ${String(method)}`);
  const oauth = (field: string) => valueAt(app, `settings.oauthClient.${field}`);
  const declaration: RequestingAppArgs = {
    ...common(app, settings),
    clientIdAtResource,
    redirectUris: list(oauth("redirect_uris")),
    grantTypes: list(oauth("grant_types")) ?? [],
    tokenEndpointAuthMethod: method as TokenEndpointAuthMethod,
    jwks: list<Record<string, string>>(oauth("jwks.keys"))?.map(publicMembers),
    jwksUri: (oauth("jwks_uri") as string | null) || undefined,
  };
  const mistakes = requestingAppMistakes({ ...declaration, clientIdAtResource: "any" });
  obstacles.push(...mistakes.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`));
  return obstacles.length > 0 ? { obstacles } : { declaration };
}

function common(app: LiveApplication, settings: Settings) {
  return {
    label: app.label,
    catalog: { key: app.name, settings, importedId: app.id },
    authenticationPolicy: authenticationPolicyOf(app),
  };
}

function obstaclesOf(app: LiveApplication, role: Role, settings: Settings): string[] {
  if (app.name === "oidc_client") return ["it is a custom app, which is in no catalog"];
  if (valueAt(app, "settings.oauthClient") === undefined) {
    return ["Okta does not show its OAuth client's settings (settings.oauthClient)"];
  }
  const obstacles = changedIfDeclared(app, role);
  // Left out, the next update would take it from the app; written, it would be read by everybody.
  for (const field of secretFields(settings)) {
    obstacles.push(`its setting ${field} is a secret by its name, which goes into no file`);
  }
  if (holdsPlaceholder(settings)) obstacles.push("a setting holds `${`, which has a meaning here");
  return obstacles;
}

/** Placeholders of ours are filled in from the stack; any other would be refused. */
function holdsPlaceholder(settings: unknown): boolean {
  if (typeof settings === "string") {
    return /\$\{(?!(?:issuerUrl|clientIdAtResource)\}$)/.test(settings);
  }
  if (typeof settings !== "object" || settings === null) return false;
  return Object.values(settings).some(holdsPlaceholder);
}

/** `undefined` for none: an empty list and nothing are the same to Okta and the plugin. */
function list<T = string>(value: unknown): T[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value : undefined;
}

/** RFC 7517 §4: what Okta's plugin takes of a key; Okta adds status, dates and links of its own. */
function publicMembers({ kid = "", kty = "", e, n, x, y }: Record<string, string>) {
  return Object.fromEntries(
    Object.entries({ kid, kty, e, n, x, y }).filter(([, value]) => value),
  ) as { kid: string; kty: string };
}
