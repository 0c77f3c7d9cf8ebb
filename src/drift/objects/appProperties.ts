/** A property of `okta.app.OAuth` that the Okta plugin reads back and a console, or the API, can change. */
export interface AppProperty {
  /** As the resource calls it. */
  readonly property: string;
  /** Where Okta's Apps API has it. */
  readonly path: string;
  /** As the Admin Console calls it. */
  readonly label: string;
  /** The app's tab with it. */
  readonly tab: "General" | "Sign On";
  /** Compared only where this is there: otherwise the plugin leaves in the state what it knew. */
  readonly readIf?: string;
  /** Compared only where it is declared: otherwise Okta decides (Terraform's "optional and computed"). */
  readonly onlyDeclared?: boolean;
  readonly unordered?: boolean;
}

type Options = Partial<Pick<AppProperty, "tab" | "readIf" | "onlyDeclared" | "unordered">>;

const OKTA_DECIDES: Options = { onlyDeclared: true };
const SET: Options = { unordered: true };
const SIGN_ON: Options = { tab: "Sign On" };

/**
 * What `resourceAppOAuthRead` of the Okta Terraform provider 6.12.0 sets, in the console's words, but for
 * what needs a comparison of its own (app.ts), and for the deprecated groups claim, which no app of the
 * catalog can have and only an internal address shows.
 */
export const APP_PROPERTIES: readonly AppProperty[] = [
  row("label", "label", "Application label"),
  // A catalog app may be answered without this part.
  ...under("settings.oauthClient", "settings.oauthClient", [
    row("type", "application_type", "Application type"),
    row("redirectUris", "redirect_uris", "Sign-in redirect URIs"),
    row("wildcardRedirect", "wildcard_redirect", "Allow wildcard * in sign-in URI redirect"),
    row("postLogoutRedirectUris", "post_logout_redirect_uris", "Sign-out redirect URIs", SET),
    row("grantTypes", "grant_types", "Grant type", { ...OKTA_DECIDES, ...SET }),
    row("responseTypes", "response_types", "Response type", { ...OKTA_DECIDES, ...SET }),
    row("loginUri", "initiate_login_uri", "Initiate login URI"),
    row("participateSlo", "participate_slo", "Single Logout"),
    row("frontchannelLogoutUri", "frontchannel_logout_uri", "Logout request URL"),
    row(
      "frontchannelLogoutSessionRequired",
      "frontchannel_logout_session_required",
      "Include user session details",
    ),
    row("clientUri", "client_uri", "Client URI"),
    row("logoUri", "logo_uri", "Logo URI"),
    row("policyUri", "policy_uri", "Policy URI"),
    row("tosUri", "tos_uri", "Terms of service URI"),
    row("jwksUri", "jwks_uri", "Public keys: URL"),
    row("backchannelCustomAuthenticatorId", "backchannel_custom_authenticator_id", "Authenticator"),
    row("issuerMode", "issuer_mode", "Issuer of the ID token", SIGN_ON),
    row("consentMethod", "consent_method", "User consent", {
      readIf: "settings.oauthClient.consent_method",
    }),
  ]),
  ...under("settings.oauthClient.refresh_token", "settings.oauthClient.refresh_token", [
    row("refreshTokenRotation", "rotation_type", "Refresh token behavior"),
    row("refreshTokenLeeway", "leeway", "Grace period for token rotation"),
  ]),
  ...under(
    "settings.oauthClient.idp_initiated_login",
    "settings.oauthClient.idp_initiated_login.mode",
    [
      row("loginMode", "mode", "Login initiated by"),
      row("loginScopes", "default_scope", "Login flow scopes", SET),
    ],
  ),
  ...under("credentials.oauthClient", "credentials.oauthClient.client_id", [
    row("clientId", "client_id", "Client ID", OKTA_DECIDES),
    row("tokenEndpointAuthMethod", "token_endpoint_auth_method", "Client authentication"),
    row("pkceRequired", "pkce_required", "Proof Key for Code Exchange (PKCE)", OKTA_DECIDES),
    row("autoKeyRotation", "autoKeyRotation", "Automatic key rotation"),
  ]),
  ...under("credentials.userNameTemplate", "credentials.userNameTemplate.template", [
    row("userNameTemplate", "template", "Application username format", SIGN_ON),
    row("userNameTemplateType", "type", "Application username format, type", SIGN_ON),
    row("userNameTemplateSuffix", "userSuffix", "Application username format, suffix", SIGN_ON),
    row("userNameTemplatePushStatus", "pushStatus", "Update application username on", {
      ...OKTA_DECIDES,
      ...SIGN_ON,
    }),
  ]),
  row("autoSubmitToolbar", "visibility.autoSubmitToolbar", "Browser plugin auto-submit"),
  row("hideWeb", "visibility.hide.web", "Do not display application icon to users"),
  row("hideIos", "visibility.hide.iOS", "Do not display application icon in the Okta Mobile app"),
  row("accessibilitySelfService", "accessibility.selfService", "Self service"),
  row(
    "accessibilityErrorRedirectUrl",
    "accessibility.errorRedirectUrl",
    "Application access error page",
  ),
  row("accessibilityLoginRedirectUrl", "accessibility.loginRedirectUrl", "Application login page"),
  row("adminNote", "settings.notes.admin", "Application notes for admins"),
  row("enduserNote", "settings.notes.enduser", "Application notes for end users"),
  row("implicitAssignment", "settings.implicitAssignment", "Federation Broker Mode"),
];

function row(property: string, path: string, label: string, options: Options = {}): AppProperty {
  return { property, path, label, tab: "General", ...options };
}

function under(path: string, readIf: string, rows: AppProperty[]): AppProperty[] {
  return rows.map((one) => ({ readIf, ...one, path: `${path}.${one.path}` }));
}
