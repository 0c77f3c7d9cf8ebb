import { OKTA_FORM } from "../../../provider/context7/dashboard";
import type { CauseText } from "../causes";

const OKTA = "Okta, OAuth 2.0 error codes; “Request an ID-JAG”, troubleshooting";
const CONTEXT7 = "Context7, “EMA with Okta”, Troubleshooting";

/**
 * What a leg's own failure can mean. The causes that Okta's admin API can tell apart are among
 * the checks'; these stand where it cannot, or was not asked.
 */
export const flowCauses = {
  leg_unreachable: {
    message: "There was no answer: {seen}.",
    remedy: "Check network, proxy and DNS, and run the flow again. Nothing is known of the setup.",
    source: "this package",
  },
  leg_unexpected: {
    message: "The answer is neither a token nor an OAuth error: {seen}.",
    remedy:
      "A proxy or a login page may answer in the service's place. Run again; then ask whoever runs it, with the time of this run.",
    source: "RFC 6749 §5",
  },
  leg_rate_limited: {
    message: "The rate limit is reached: {seen}.",
    remedy:
      "Nothing is known of the setup. Wait a minute and run the flow again; if it stays, see who else uses the limit: Admin Console → Reports → Rate Limits.",
    source: "Okta, error E0000047; RFC 6585 §4",
  },
  exchange_requested_type: {
    message:
      "Okta does not issue ID-JAGs here ({seen}): the app cannot request them, or Cross App Access is off.",
    remedy:
      "The app must be an XAA Requesting App or bound to an AI agent, the endpoint the org's own, and Cross App Access on: Admin Console → Settings → Features, or Okta Support.",
    source: OKTA,
  },
  exchange_custom_server: {
    message: "The client used a custom authorization server ({seen}).",
    remedy: "Use the org's endpoints, https://<org>.okta.com/oauth2/v1/…, without /default.",
    source: CONTEXT7,
  },
  exchange_grant_not_allowed: {
    message: "The requesting app may not use the token exchange ({seen}).",
    remedy:
      "Admin Console → Applications → the app → General → Grant type → Advanced: tick Token Exchange.",
    source: OKTA,
  },
  exchange_grant_or_scope: {
    message:
      "The requesting app may not use the token exchange, or the connection does not allow a scope ({seen}).",
    remedy:
      "Admin Console → Applications → the app → General → Grant type → Advanced: tick Token Exchange; and → Manage Connections: the scopes.",
    source: OKTA,
  },
  exchange_not_licensed: {
    message: "The org's contract does not have what the exchange needs ({seen}).",
    remedy: "Ask Okta's Account Executive for what the words name. Another sign-in does not help.",
    source: OKTA,
  },
  exchange_sign_in_over: {
    message: "The sign-in has expired or was ended ({seen}).",
    remedy: "Sign in again: `context7-ema flow --client KEY`.",
    source: OKTA,
  },
  exchange_wrong_subject: {
    message: "Okta does not accept the sign-in for this client ({seen}).",
    remedy:
      "The token is of another client, or not of this org. Sign in again with this client: `context7-ema flow --client KEY`.",
    source: OKTA,
  },
  exchange_delegation: {
    message: "Okta lets this client act for nobody ({seen}).",
    remedy:
      "Okta says so of clients that are registered as AI agents, which need a delegation (Okta for AI Agents). A requesting app of Cross App Access needs none: Admin Console → Applications → Browse App Catalog → the client's XAA Requesting App.",
    source: OKTA,
  },
  exchange_assurance: {
    message: "Okta demands a stronger sign-in for the resource app ({seen}).",
    remedy:
      "Sign in again with the factors that it demands: Admin Console → Applications → Context7 → Sign On → User authentication names the policy.",
    source: OKTA,
  },
  exchange_policy: {
    message: "A policy of the org forbids the exchange ({seen}).",
    remedy: "Admin Console → Reports → System Log, at the time of this run, names policy and rule.",
    source: OKTA,
  },
  exchange_user_not_assigned: {
    message: "The user may not use the requesting app ({seen}).",
    remedy: "Admin Console → Applications → the requesting app → Assignments → Assign.",
    source: OKTA,
  },
  exchange_user_inactive: {
    message: "The user's account is not active in Okta ({seen}).",
    remedy: "Admin Console → Directory → People → the user: activate or unsuspend.",
    source: OKTA,
  },
  exchange_client_inactive: {
    message: "The app that the sign-in was made with is not active ({seen}).",
    remedy: "Admin Console → Applications → the requesting app: Activate.",
    source: OKTA,
  },
  exchange_user_perhaps_missing: {
    message:
      "Okta said {seen}. Nothing is wrong with apps and connection as far as they were seen, but some people may use the client and not the resource app: {expected}.",
    remedy:
      "If the one who signed in is among them, that is the cause: Admin Console → Applications → Context7 → Assignments → Assign; in the stack: `assignments`. If not, look at what the skipped checks would say (node_modules/context7-ema/docs/checks.md).",
    source: OKTA,
  },
  exchange_user_or_unseen: {
    message:
      "Okta said {seen}. Of what could be seen, apps and connection are as they should be: the user is not on the resource app, or it is what was not seen to hold: {expected}.",
    remedy:
      "Admin Console → Applications → Context7 → Assignments: is the user there? Then look at what those checks say (node_modules/context7-ema/docs/checks.md).",
    source: OKTA,
  },
  exchange_user_not_on_resource_app: {
    message:
      "Apps and connection are as they should be: so the user is not on the resource app ({seen}).",
    remedy: "Admin Console → Applications → Context7 → Assignments → Assign.",
    source: OKTA,
  },
  exchange_audience: {
    message: "Okta knows no resource app with the issuer {expected} ({seen}).",
    remedy:
      "Compare it with Admin Console → Applications → Context7 → Issuer URL, letter by letter, the last slash too.",
    source: OKTA,
  },
  exchange_resource: {
    message: "Okta refuses the resource {expected} ({seen}).",
    remedy: "Compare it with what the MCP server's metadata names as its resource.",
    source: OKTA,
  },
  exchange_scope: {
    message: "Okta refuses the scopes ({seen}); one that is not allowed spoils all.",
    remedy:
      "Ask for fewer, or allow them in the connection: Admin Console → Applications → the app → Manage Connections.",
    source: OKTA,
  },
  exchange_client: {
    message: "Okta does not accept the client's credentials ({seen}).",
    remedy:
      "Compare client ID, secret or key and the authentication method with Admin Console → Applications → the app → Sign On.",
    source: OKTA,
  },
  exchange_ambiguous: {
    message:
      "Okta said {seen}: the user is not on the resource app, no active connection, or an app is not set up.",
    remedy:
      "Which one it is, Okta's admin API tells: give the verifier its read-only client (node_modules/context7-ema/docs/permissions.md) and run again. By hand: Admin Console → Applications → Context7: active, Issuer URL, Assignments; the requesting app → Manage Connections.",
    source: OKTA,
  },
  exchange_allowance: {
    message:
      "This verifier alone was given {seen} ID-JAGs for this user this month; Okta allows {expected}.",
    remedy:
      "Wait for the next month, sign in as another test user, or talk to Okta about Okta for AI Agents. Run the flow less often (VERIFIER_LIVE_INTERVAL; in a stack `verifier.live.interval`).",
    source: "Okta, “XAA agent to app”, limits",
  },
  refresh_token_not_kept: {
    message: "Okta rotated the refresh token, and the new one could not be kept: {seen}.",
    remedy:
      "The old one is spent, so the next flow needs a sign-in: `context7-ema flow --client KEY`. Make the place where it is kept writable before.",
    source: "RFC 9700 §4.14.2",
  },
  exchange_failed: {
    message: "Okta refused the exchange: {seen}.",
    remedy:
      "Look the code up in Okta's list of OAuth 2.0 error codes, and in Admin Console → Reports → System Log at the time of this run.",
    source: OKTA,
  },
  redemption_client: {
    message: "Context7 does not accept the client's credentials ({seen}).",
    remedy:
      "Client ID at the resource and its secret must be those that Context7 gave at onboarding, not those of Okta's Sign On tab.",
    source: CONTEXT7,
  },
  redemption_grant_not_allowed: {
    message: "Context7 does not let this client redeem ID-JAGs ({seen}).",
    remedy: "Ask Context7 to enable Enterprise-Managed Auth for the client and the teamspace.",
    source: CONTEXT7,
  },
  redemption_untrusted: {
    message:
      "The ID-JAG itself is good, and Context7 refused it ({seen}): most likely no teamspace trusts the issuer {expected}.",
    remedy: `Open ${OKTA_FORM}: the issuer must be this one, letter by letter, and the teamspace be on an enterprise plan.`,
    source: CONTEXT7,
  },
  redemption_member_refused: {
    message: "Context7 does not take the user as a member ({seen}).",
    remedy:
      "The teamspace is at its member limit, or the user was removed: https://context7.com/dashboard?tab=members and the plan.",
    source: CONTEXT7,
  },
  redemption_scope: {
    message: "Context7 refuses the scopes ({seen}).",
    remedy: `Ask for none, or for those of the teamspace: ${OKTA_FORM} → Scope.`,
    source: CONTEXT7,
  },
  redemption_failed: {
    message: "Context7 refused the redemption: {seen}.",
    remedy: "Run the flow again; then ask Context7 support, with the time of this run.",
    source: CONTEXT7,
  },
  access_token_unusable: {
    message: "The access token does not hold: {seen}.",
    remedy:
      "The MCP server checks the same and would refuse it. Tell Context7: expected are issuer, audience and keys of its MCP server.",
    source: "@upstash/context7-mcp; RFC 9068 §4",
  },
  mcp_refused_token: {
    message: "The MCP server refused the access token: {seen}.",
    remedy:
      "The token was good when checked a moment ago. Check `mcpUrl`; then tell Context7, with the time of this run.",
    source: "MCP, Authorization",
  },
  mcp_no_tools: {
    message: "The MCP server {seen} took the token and offers no tool.",
    remedy:
      "Nobody can do anything with it. See what the teamspace's policies allow: Dashboard → Policies; then tell Context7, with the time of this run.",
    source: "MCP, Tools: Listing Tools",
  },
  mcp_failed: {
    message: "The MCP server did not answer as one: {seen}.",
    remedy: "Check `mcpUrl`, proxy and firewall, and run the flow again.",
    source: "MCP, Lifecycle; Streamable HTTP",
  },
  probe_second_use: {
    message: "Context7 redeemed the same ID-JAG twice; the MCP profile demands that it refuses.",
    remedy:
      "Whoever gets hold of an ID-JAG can use it until it expires. Tell Context7. (The IETF draft alone would allow it.)",
    source: "MCP EMA §7.4.2",
  },
  probe_wrong_audience: {
    message: "An ID-JAG for the audience {seen} was accepted by {expected}.",
    remedy: "Tell Context7: ID-JAGs meant for others must be refused with invalid_grant.",
    source: "MCP EMA §7.6.2; draft §4.4.1",
  },
  probe_wrong_resource: {
    message: "An ID-JAG for the resource {seen} was accepted by {expected}.",
    remedy: "Tell Context7: a resource that is not its own must be refused with invalid_grant.",
    source: "MCP EMA §7.6.2",
  },
  probe_wrong_code: {
    message: "It was refused, but with {seen} instead of invalid_grant.",
    remedy: "Nothing for you to do: clients may show another message than they should.",
    source: "MCP EMA §7.6.2; RFC 6749 §5.2",
  },
  probe_inconclusive: {
    message: "The probe could not be made: {seen}.",
    remedy: "Run the probes again once the flow itself works.",
    source: "this package",
  },
} as const satisfies Record<string, CauseText>;
