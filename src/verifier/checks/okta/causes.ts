import {
  APP_AMBIGUOUS_REMEDY,
  appMissingRemedy,
} from "../../../../provider/applicationLookup/guidance";
import {
  connectionRemedy,
  connectionsPlace,
} from "../../../../provider/crossAppAccessConnection/guidance";
import { featureRemedy } from "../../../../provider/crossAppAccessFeature/guidance";
import { NO_ANSWER_REMEDY } from "../../../../provider/okta/error";
import { ISSUER_REMEDY } from "../../../../provider/okta/issuer";
import { permissionRemedy } from "../../../../provider/okta/permissions";
import type { CauseText } from "../../causes";

const GUIDE = "Context7, “EMA with Okta”, part 1";
const LIFECYCLE = "Okta Management API, Applications";
const CONNECTIONS = "Okta Management API, ApplicationCrossAppAccessConnections";

/** Of what a stack itself makes; a guided connection is none. */
const OR_REFRESH = "Or, where a stack makes it, run `pulumi up --refresh`.";

/** What can be wrong in Okta, in the words of its Admin Console. */
export const oktaCauses = {
  okta_issuer_unusable: {
    message: "{seen}",
    remedy: ISSUER_REMEDY,
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
    remedy: permissionRemedy("okta.apps.read"),
    source: "docs/permissions.md",
  },
  okta_sign_in_refused: {
    message: "The verifier's own client cannot sign in to the org: {seen}",
    remedy:
      "Nothing is known of the setup. Compare client ID, key and scopes with Admin Console → Applications → the verifier's API service app → General (“Public key / Private key”, Public keys) and Okta API Scopes; they are set by `verifier.okta` in the stack, VERIFIER_OKTA_CLIENT_ID, VERIFIER_OKTA_PRIVATE_KEY and VERIFIER_OKTA_SCOPES of the service, or OKTA_API_CLIENT_ID, OKTA_API_PRIVATE_KEY and OKTA_API_SCOPES of the command line.",
    source: "Okta, “Implement OAuth for Okta with a service app”; RFC 7523 §3.2",
  },
  okta_api_no_answer: {
    message:
      "Okta's admin API gives no answer that can be used, so nothing is known of the setup: {seen}",
    remedy: NO_ANSWER_REMEDY,
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
    remedy: featureRemedy("{seen}"),
    source: "Okta release notes 2026.07.0",
  },
  resource_app_missing: {
    message: "The org has no resource app {seen}.",
    remedy: appMissingRemedy("resource"),
    source: GUIDE,
  },
  resource_app_ambiguous: {
    message: "The org has several apps that may be the resource app: {seen}.",
    remedy: `${APP_AMBIGUOUS_REMEDY} To the verifier: --target with \`resourceApp.id\`, or --stack, which knows it.`,
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
    remedy: appMissingRemedy("requesting"),
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
      "Admin Console → Applications → the app → General → Grant type: tick Authorization Code, and Token Exchange (in Advanced); Refresh Token for sessions without a new sign-in. An app that the stack made is set back by `pulumi up --refresh`.",
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
    remedy: `${connectionRemedy("{seen}", "{expected}")} ${OR_REFRESH}`,
    source: GUIDE,
  },
  connection_inactive: {
    message: "The connection {seen} is not active, so Okta refuses every exchange.",
    remedy: `${connectionsPlace("the requesting app")}: set it to active. ${OR_REFRESH}`,
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
