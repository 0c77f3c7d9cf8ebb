import { isDeepStrictEqual } from "node:util";
import {
  authenticationPolicyOf,
  isRecord,
  type LiveApplication,
  valueAt,
} from "../../provider/okta/liveApplication";

/** A property of `okta.app.OAuth` that the components do not declare. */
interface Undeclared {
  /** Where Okta's Apps API has it. */
  readonly path: string;
  /** The property of the plugin's resource; without one, it has none that matters. */
  readonly property?: string;
  /** What the plugin makes of it when it is not declared: anything else would be changed to this. */
  readonly value: string | number | boolean | readonly string[];
  /** The plugin leaves its state as it is where Okta leaves it out; else it takes that for nothing. */
  readonly absentIsSame?: true;
}

const client = "settings.oauthClient";

// biome-ignore lint/suspicious/noTemplateCurlyInString: Okta's expression language, not ours.
const LOGIN = "${source.login}";

/** Source: schema and `buildAppOAuthV6` of terraform-provider-okta 6.12, `resource_okta_app_oauth.go`. */
const UNDECLARED: readonly Undeclared[] = [
  { path: "status", property: "status", value: "ACTIVE" },
  { path: "signOnMode", property: "signOnMode", value: "OPENID_CONNECT" },
  { path: "accessibility.selfService", value: false },
  { path: "accessibility.errorRedirectUrl", value: "" },
  { path: "accessibility.loginRedirectUrl", value: "" },
  { path: "visibility.autoSubmitToolbar", property: "autoSubmitToolbar", value: false },
  { path: "visibility.hide.iOS", property: "hideIos", value: true },
  { path: "visibility.hide.web", property: "hideWeb", value: true },
  {
    path: "credentials.userNameTemplate.template",
    property: "userNameTemplate",
    value: LOGIN,
    absentIsSame: true,
  },
  {
    path: "credentials.userNameTemplate.type",
    property: "userNameTemplateType",
    value: "BUILT_IN",
    absentIsSame: true,
  },
  { path: "credentials.userNameTemplate.userSuffix", value: "" },
  { path: "credentials.oauthClient.autoKeyRotation", property: "autoKeyRotation", value: true },
  { path: "settings.notes.admin", value: "" },
  { path: "settings.notes.enduser", value: "" },
  { path: "settings.implicitAssignment", value: false },
  { path: `${client}.application_type`, property: "type", value: "web" },
  { path: `${client}.client_uri`, value: "" },
  { path: `${client}.logo_uri`, value: "" },
  { path: `${client}.tos_uri`, value: "" },
  { path: `${client}.policy_uri`, value: "" },
  { path: `${client}.initiate_login_uri`, value: "" },
  {
    path: `${client}.idp_initiated_login.mode`,
    property: "loginMode",
    value: "DISABLED",
    absentIsSame: true,
  },
  { path: `${client}.idp_initiated_login.default_scope`, value: [], absentIsSame: true },
  { path: `${client}.post_logout_redirect_uris`, value: [] },
  { path: `${client}.frontchannel_logout_uri`, value: "" },
  { path: `${client}.frontchannel_logout_session_required`, value: false },
  { path: `${client}.participate_slo`, value: false },
  { path: `${client}.wildcard_redirect`, property: "wildcardRedirect", value: "DISABLED" },
  {
    path: `${client}.consent_method`,
    property: "consentMethod",
    value: "TRUSTED",
    absentIsSame: true,
  },
  { path: `${client}.issuer_mode`, property: "issuerMode", value: "ORG_URL" },
  {
    path: `${client}.refresh_token.rotation_type`,
    property: "refreshTokenRotation",
    value: "STATIC",
    absentIsSame: true,
  },
  {
    path: `${client}.refresh_token.leeway`,
    property: "refreshTokenLeeway",
    value: 0,
    absentIsSame: true,
  },
  { path: `${client}.backchannel_custom_authenticator_id`, value: "" },
];

/** Only the resource app: a requesting app declares these. */
const UNDECLARED_OF_RESOURCE_APP: readonly Undeclared[] = [
  {
    path: "credentials.oauthClient.token_endpoint_auth_method",
    property: "tokenEndpointAuthMethod",
    value: "client_secret_basic",
  },
  { path: `${client}.redirect_uris`, value: [] },
  { path: `${client}.jwks.keys`, value: [] },
  { path: `${client}.jwks_uri`, value: "" },
];

const UNDECLARED_OF_REQUESTING_APP: readonly Undeclared[] = [
  { path: `${client}.response_types`, value: ["code"] },
];

export type Role = "resource" | "requesting";

function undeclaredOf(role: Role): readonly Undeclared[] {
  const own = role === "resource" ? UNDECLARED_OF_RESOURCE_APP : UNDECLARED_OF_REQUESTING_APP;
  return [...UNDECLARED, ...own];
}

/**
 * What an app has otherwise than the plugin would make it, since the components do not declare it:
 * taken over, the app would be changed. Each as `settings.notes.admin is "…"`.
 */
export function changedIfDeclared(app: LiveApplication, role: Role): string[] {
  const changed = undeclaredOf(role)
    .filter((one) => !isSame(valueAt(app, one.path), one))
    .map(({ path }) => `${path} is ${JSON.stringify(valueAt(app, path))}`);
  const profile = valueAt(app, "profile");
  if (isRecord(profile) && Object.keys(profile).length > 0) changed.push("profile is not empty");
  // The plugin sends it with every update, and cannot be told.
  const pkce = valueAt(app, "credentials.oauthClient.pkce_required");
  const method = valueAt(app, "credentials.oauthClient.token_endpoint_auth_method");
  if (pkce === true && method !== "none") {
    changed.push("credentials.oauthClient.pkce_required is true");
  }
  return changed;
}

/** What the plugin's state holds of an app besides what is declared, as far as it is compared. */
export function undeclaredState(app: LiveApplication, role: Role): Record<string, unknown> {
  const state: Record<string, unknown> = {
    name: app.name,
    clientId: valueAt(app, "credentials.oauthClient.client_id"),
    pkceRequired: valueAt(app, "credentials.oauthClient.pkce_required") ?? false,
    grantTypes: valueAt(app, `${client}.grant_types`),
    responseTypes: valueAt(app, `${client}.response_types`),
    authenticationPolicy: authenticationPolicyOf(app),
    omitSecret: false,
    skipAuthenticationPolicy: false,
  };
  for (const { property, value } of undeclaredOf(role)) if (property) state[property] = value;
  return state;
}

/** Okta leaves out, or answers `null` for, what is not set. */
function isSame(live: unknown, { value, absentIsSame }: Undeclared): boolean {
  if (live !== undefined && live !== null) return isDeepStrictEqual(live, value);
  return absentIsSame === true || (Array.isArray(value) ? value.length === 0 : !value);
}
