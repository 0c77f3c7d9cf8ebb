import { z } from "zod";

import type { Application, CatalogEntry, Org } from "../../world";
import { newClientSecret } from "../identifiers";
import { TOP_LEVEL } from "./applicationJson";
import { parseBody } from "./body";
import { validationFailed } from "./errors";

const RECORD = z.record(z.string(), z.unknown());

/** What Okta knows directly under `settings`; it refuses anything else there. */
const SETTINGS = z.strictObject({
  app: RECORD.nullish(),
  oauthClient: RECORD.nullish(),
  emOptInStatus: z.string().nullish(),
  identityStoreId: z.string().nullish(),
  implicitAssignment: z.boolean().nullish(),
  inlineHookId: z.string().nullish(),
  manualProvisioning: z.boolean().nullish(),
  notes: RECORD.nullish(),
  notifications: RECORD.nullish(),
});

const BODY = z.looseObject({
  name: z.string().default("oidc_client"),
  label: z.string().min(1, "The field cannot be left blank").max(100),
  signOnMode: z.literal("OPENID_CONNECT"),
  credentials: z
    .looseObject({
      oauthClient: z
        .looseObject({
          client_id: z.string().min(6).max(100).nullish(),
          client_secret: z.string().nullish(),
          token_endpoint_auth_method: z
            .enum([
              "client_secret_basic",
              "client_secret_post",
              "client_secret_jwt",
              "private_key_jwt",
              "none",
            ])
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
  settings: SETTINGS.nullish(),
});

export type ApplicationBody = z.infer<typeof BODY>;

/** The part of an application that its body decides. */
type Configuration = Pick<
  Application,
  "name" | "label" | "signOnMode" | "credentials" | "app" | "oauthClient" | "settings"
>;

/** @throws OktaError 400 E0000001, also for a key that is not in the org's catalog */
export function readApplicationBody(org: Org, body: unknown): ApplicationBody {
  const sent = parseBody(BODY, body, "application");
  if (sent.name !== "oidc_client" && !org.catalog.has(sent.name)) {
    throw validationFailed("name", `name: '${sent.name}' is not a valid app name.`);
  }
  return sent;
}

/**
 * Turns the body of a create or replace into an application, with the defaults Okta fills in.
 *
 * @param before the app as it is; on creation nothing but its new identifier. A client keeps its ID,
 *   and its secret unless the body brings another.
 */
export function configureApplication(
  org: Org,
  sent: ApplicationBody,
  before: Pick<Application, "id"> & Partial<Application>,
): Configuration {
  if (before.name !== undefined && before.name !== sent.name) {
    throw validationFailed("name", "name: The name of an app cannot be changed.");
  }
  const { app, oauthClient, ...settings } = sent.settings ?? {};
  const entry = org.catalog.get(sent.name);
  const fields = entry ? catalogFields(org, entry, app ?? {}, before.id) : (app ?? {});
  const topLevel = Object.entries(sent).filter(([key]) => TOP_LEVEL.has(key));

  return {
    name: sent.name,
    label: sent.label,
    signOnMode: sent.signOnMode,
    credentials: configureCredentials(sent.credentials, before),
    app: fields,
    oauthClient: withDefaults(oauthClient ?? {}, DEFAULT_OAUTH_CLIENT),
    settings: withDefaults({ ...Object.fromEntries(topLevel), ...settings }, DEFAULT_SETTINGS),
  };
}

function configureCredentials(
  sent: ApplicationBody["credentials"],
  before: Pick<Application, "id"> & Partial<Application>,
): Application["credentials"] {
  const client = sent?.oauthClient ?? {};
  const known = before.credentials?.oauthClient;
  return {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Okta's expression language, not ours.
    userNameTemplate: { template: "${source.login}", type: "BUILT_IN" },
    ...sent,
    oauthClient: {
      autoKeyRotation: true,
      pkce_required: false,
      ...present(client),
      client_id: known?.client_id ?? client.client_id ?? before.id,
      client_secret: client.client_secret || known?.client_secret || newClientSecret(),
      token_endpoint_auth_method: client.token_endpoint_auth_method ?? "client_secret_basic",
    },
  };
}

/** Every field of a catalog app: what was sent, and defaults for the rest. */
function catalogFields(
  org: Org,
  entry: CatalogEntry,
  sent: Record<string, unknown>,
  appId: string,
): Record<string, unknown> {
  const unknown = Object.keys(sent).filter((field) => !Object.hasOwn(entry.fields, field));
  if (unknown.length > 0) {
    throw validationFailed(
      "settings.app",
      ...unknown.map((field) => `${field}: The field is not a setting of ${entry.key}`),
    );
  }
  const fields = { ...entry.fields, ...sent };
  for (const field of [entry.issuerField, entry.clientIdField]) {
    if (field !== undefined && !fields[field]) {
      throw validationFailed("settings.app", `${field}: The field cannot be left blank`);
    }
  }
  if (entry.role === "resource") refuseTakenIssuer(org, entry, fields[entry.issuerField], appId);
  return fields;
}

/** An issuer URL belongs to one resource app of an org (help.okta.com, "Failed to save XAA configuration"). */
function refuseTakenIssuer(org: Org, entry: CatalogEntry, issuer: unknown, appId: string): void {
  const taken = [...org.apps.values()].some(
    (app) => app.id !== appId && app.name === entry.key && app.app[entry.issuerField] === issuer,
  );
  if (taken) {
    throw validationFailed(
      "settings.app",
      "Failed to save XAA configuration. The issuer URL is already used by another app.",
    );
  }
}

// As recorded from a real Identity Engine org in March 2026.
const DEFAULT_OAUTH_CLIENT = {
  client_uri: null,
  logo_uri: null,
  redirect_uris: [],
  response_types: ["code"],
  grant_types: ["authorization_code"],
  application_type: "web",
  consent_method: "TRUSTED",
  issuer_mode: "ORG_URL",
  idp_initiated_login: { mode: "DISABLED", default_scope: [] },
  wildcard_redirect: "DISABLED",
  dpop_bound_access_tokens: false,
  network: { connection: "ANYWHERE" },
  participate_slo: false,
};

const DEFAULT_SETTINGS = {
  accessibility: { selfService: false, errorRedirectUrl: null, loginRedirectUrl: null },
  visibility: { autoLaunch: false, autoSubmitToolbar: false, hide: { iOS: true, web: true } },
  notifications: { vpn: { network: { connection: "DISABLED" }, message: null, helpUrl: null } },
  manualProvisioning: false,
  implicitAssignment: false,
  emOptInStatus: "NONE",
  notes: { admin: null, enduser: null },
};

/** What was sent, completed: also inside objects, since `"notes": {}` comes back with its fields. */
function withDefaults(
  sent: Record<string, unknown>,
  defaults: Record<string, unknown>,
): Record<string, unknown> {
  const completed = Object.entries(present(sent)).map(([key, value]) => {
    const fallback = defaults[key];
    return [key, isRecord(value) && isRecord(fallback) ? { ...fallback, ...value } : value];
  });
  return { ...defaults, ...Object.fromEntries(completed) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The fields that have a value: `null` in a body asks for the default. */
function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}
