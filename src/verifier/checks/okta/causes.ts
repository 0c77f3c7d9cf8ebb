import type { CauseText } from "../../causes";

const GUIDE = "Context7, “EMA with Okta”, part 1";
const LIFECYCLE = "Okta Management API, Applications";
const CONNECTIONS = "Okta Management API, ApplicationCrossAppAccessConnections";

/** What can be wrong in Okta, in the words of its Admin Console. */
export const oktaCauses = {
  okta_issuer_unusable: {
    message: "{seen}",
    remedy:
      "Use the org authorization server, the bare address of the org, in the stack and in the teamspace (https://context7.com/dashboard → Enterprise → Okta → Identity provider issuer).",
    source: "Context7, “EMA with Okta”, Troubleshooting; RFC 8414 §2",
  },
  okta_issuer_other_org: {
    message: "The issuer is {seen}, but the apps are in {expected}.",
    remedy:
      "ID-JAGs of one org do not name apps of another. Set `issuer` in the stack to the org's own address, or sign in to the other org (okta:orgName).",
    source: "RFC 8414 §3.3",
  },
  okta_api_refused: {
    message: "The verifier's own client cannot read the org: {seen}",
    remedy:
      "Give it the scope okta.apps.read and the role Read-Only Administrator: Admin Console → Applications → the verifier's API service app → Okta API Scopes and Admin roles.",
    source: "docs/permissions.md",
  },
  okta_sign_in_refused: {
    message: "The verifier's own client cannot sign in to the org: {seen}",
    remedy:
      "Nothing is known of the setup. Compare client ID, key and scopes with Admin Console → Applications → the verifier's API service app → General (“Public key / Private key”, Public keys) and Okta API Scopes; they are set by `verifier.okta` in the stack, VERIFIER_OKTA_CLIENT_ID, VERIFIER_OKTA_PRIVATE_KEY and VERIFIER_OKTA_SCOPES of the service, or OKTA_API_CLIENT_ID, OKTA_API_PRIVATE_KEY and OKTA_API_SCOPES of the command line.",
    source: "Okta, “Implement OAuth for Okta with a service app”; RFC 7523 §3.2",
  },
  okta_api_no_answer: {
    message: "Okta's admin API gives no answer that can be used: {seen}",
    remedy:
      "Nothing is known of the setup. Look at https://status.okta.com and the org's rate limits (Admin Console → Reports → Rate Limits), then run again.",
    source: "Okta Management API, rate limits",
  },
  okta_keys_unreachable: {
    message: "The org's signing keys could not be fetched: {seen}.",
    remedy:
      "Open {expected} from this machine and check proxy, DNS and firewall. Context7 needs it too, to check ID-JAGs.",
    source: "Okta, “Org authorization server”, keys",
  },
  okta_keys_unsound: {
    message: "The org's signing keys are not usable: {seen}.",
    remedy:
      "Open {expected} and compare. Okta makes and rotates these keys: if the address is right, ask Okta Support.",
    source: "RFC 7517 §4; FIPS 186-5 §A.1.1",
  },
  okta_feature_off: {
    message: "The feature “{seen}” is off in the org.",
    remedy:
      "Switch it on: Admin Console → Settings → Features → Cross App Access. Where the switch is missing, ask Okta Support: it left self-service on 1 July 2026.",
    source: "Okta release notes 2026.07.0",
  },
  resource_app_missing: {
    message: "The org has no resource app {seen}.",
    remedy:
      "It was deleted or renamed: run `pulumi up --refresh`, or add it in the Admin Console → Applications → Browse App Catalog → XAA Resource App.",
    source: GUIDE,
  },
  resource_app_ambiguous: {
    message: "The org has several apps that may be the resource app: {seen}.",
    remedy:
      "Name it by its ID: --target with `resourceApp.id`, or look at a stack (--stack), which knows it. Rename the others in the Admin Console → Applications.",
    source: GUIDE,
  },
  resource_app_inactive: {
    message: "The resource app {seen} is not active, so Okta issues no ID-JAG for it.",
    remedy: "Activate it: Admin Console → Applications → the app → the Inactive menu → Activate.",
    source: LIFECYCLE,
  },
  resource_app_issuer: {
    message: "The resource app's Issuer URL is {seen}; expected is {expected}, letter by letter.",
    remedy:
      "Set it: Admin Console → Applications → Context7 → General (or Sign On) → Issuer URL; without a slash at the end. In custom apps: Machine Assignments → Callers → Cross App Access.",
    source: GUIDE,
  },
  requesting_app_missing: {
    message: "The org has no requesting app {seen}.",
    remedy:
      "It was deleted: run `pulumi up --refresh`, or add it in the Admin Console → Applications → Browse App Catalog → XAA Requesting App.",
    source: GUIDE,
  },
  requesting_app_inactive: {
    message: "The requesting app {seen} is not active: nobody can sign in to this client.",
    remedy: "Activate it: Admin Console → Applications → the app → the Inactive menu → Activate.",
    source: LIFECYCLE,
  },
  requesting_app_client_id: {
    message: "The requesting app's client ID in Okta is {seen}; the stack says {expected}.",
    remedy:
      "The client is set up with another app's client ID. Compare with Admin Console → Applications → the app → Sign On, and run `pulumi up --refresh`.",
    source: LIFECYCLE,
  },
  requesting_app_grants: {
    message: "The requesting app lacks the grant types {expected}; it has {seen}.",
    remedy:
      "Admin Console → Applications → the app → General → Grant type: tick Authorization Code, and Token Exchange (in Advanced); Refresh Token for sessions without a new sign-in. Or run `pulumi up`.",
    source: "Okta, “Request an ID-JAG”; OpenID Connect Core §11",
  },
  requesting_app_sign_in: {
    message: "The requesting app signs in otherwise than declared: {seen} instead of {expected}.",
    remedy:
      "Somebody changed it in the console: Admin Console → Applications → the app → General → Client authentication. An app that the stack made is set back by `pulumi up --refresh`.",
    source: "Okta, OAuth 2.0 client settings",
  },
  requesting_app_redirect_missing: {
    message:
      "The requesting app lacks a redirect URI that the stack declares: it has {seen}, and not {expected}.",
    remedy:
      "Browsers cannot come back there after the sign-in. Somebody changed it in the console: Admin Console → Applications → the app → General → Sign-in redirect URIs. An app that the stack made is set back by `pulumi up --refresh`.",
    source: "RFC 9700 §2.1 (exact redirect URIs); Okta, OAuth 2.0 client settings",
  },
  requesting_app_redirect_undeclared: {
    message: "Okta also sends sign-ins to redirect URIs that the stack does not declare: {seen}.",
    remedy:
      "Whoever is behind them can get this app's sign-ins. Declare them, or remove them: Admin Console → Applications → the app → General → Sign-in redirect URIs.",
    source: "RFC 9700 §2.1 (exact redirect URIs)",
  },
  requesting_app_issuer: {
    message: "The requesting app's Issuer URL is {seen}; expected is {expected}, letter by letter.",
    remedy:
      "Set it to Context7's issuer, not Okta's: Admin Console → Applications → the app → Issuer URL; without a slash at the end.",
    source: GUIDE,
  },
  requesting_app_client_id_at_resource: {
    message: "The requesting app's client ID at Context7 is {seen}; the stack says {expected}.",
    remedy:
      "Admin Console → Applications → the app → Client ID: the value that Context7 gave at onboarding, not the client ID on the Sign On tab.",
    source: GUIDE,
  },
  connection_missing: {
    message: "No connection lets {seen} reach the resource app {expected}.",
    remedy:
      "Admin Console → Applications → the requesting app → Manage Connections → Apps providing consent → Add resource apps → Context7 → Save. Or run `pulumi up --refresh`.",
    source: GUIDE,
  },
  connection_inactive: {
    message: "The connection {seen} is not active, so Okta refuses every exchange.",
    remedy:
      "Admin Console → Applications → the requesting app → Manage Connections → Apps providing consent: set it to active. Or run `pulumi up --refresh`.",
    source: CONNECTIONS,
  },
  connection_replaced: {
    message:
      "The connection was made anew by somebody: its id is {seen}, the stack knows {expected}.",
    remedy: "It works. Run `pulumi up --refresh`, so that the stack knows it too.",
    source: CONNECTIONS,
  },
  people_missing_on_resource_app: {
    message: "May use the client but not the resource app, and so get no token: {seen}.",
    remedy:
      "Assign them, or their group, to the resource app: Admin Console → Applications → Context7 → Assignments → Assign. In the stack: `assignments`.",
    source: GUIDE,
  },
  people_none: {
    message: "Nobody is assigned to the requesting app {seen}.",
    remedy:
      "Admin Console → Applications → the app → Assignments → Assign to Groups; the same on the resource app. In the stack: `assignments`.",
    source: GUIDE,
  },
  people_without_client: {
    message: "On the resource app but on none of the requesting apps: {seen}.",
    remedy:
      "Assign them to a requesting app, or remove them from Context7: Admin Console → Applications → Context7 → Assignments.",
    source: GUIDE,
  },
  undeclared_objects: {
    message: "No stack declares: {seen}.",
    remedy:
      "Declare them (`context7-ema discover` prints the configuration), or remove them: Admin Console → Applications → Context7 → Manage Connections → Apps granted consent. If another stack declares them, name their app ids to the verifier.",
    source: CONNECTIONS,
  },
} as const satisfies Record<string, CauseText>;
