import assert from "node:assert/strict";
import type { Sandboxed } from "../provider/sandboxed";
import { connectionOf, teamspace, userId } from "./declared";
import type { ConsoleFault, Meddling } from "./meddling";

/** Changes in the consoles of what a stack declares. */
export function consoleChanges(
  world: Sandboxed,
  { app, credentials, meddle, oauth, saveTeamspace, settings }: Meddling,
  login: string,
): ConsoleFault[] {
  return [
    {
      what: "an app's label",
      inject: () => meddle("claude", (one) => Object.assign(one, { label: "Renamed" })),
      named: /Application label: claude → Renamed/,
    },
    {
      what: "an app, deactivated",
      inject: () => meddle("Context7", (one) => Object.assign(one, { status: "INACTIVE" })),
      named: /The app was deactivated/,
    },
    {
      what: "an app's own settings",
      inject: () => meddle("claude", (one) => Object.assign(one.app, { sandboxClientId: "other" })),
      named: /sandboxClientId: mcpclient-at-context7 → other/,
    },
    {
      what: "an app's setting that was not declared",
      inject: () => meddle("Context7", (one) => Object.assign(one.app, { extra: null })),
      named: /extra: null → null/,
    },
    {
      what: "redirect URIs",
      inject: oauth("claude", { redirect_uris: ["https://elsewhere.example/callback"] }),
      named: /Sign-in redirect URIs: http:.* → https:\/\/elsewhere/,
    },
    {
      what: "grant and response types",
      inject: oauth("claude", { grant_types: ["authorization_code"], response_types: ["token"] }),
      named: /Grant type: .*token-exchange.* → authorization_code\nResponse type: code → token/,
    },
    {
      what: "the authentication policy",
      inject: () => meddle("claude", (one) => Object.assign(one, { accessPolicyId: "rst0" })),
      named: /Authentication policy: rst\w+ → rst0/,
    },
    {
      what: "client authentication and key rotation",
      inject: credentials("claude", {
        token_endpoint_auth_method: "none",
        autoKeyRotation: false,
      }),
      named:
        /Client authentication: client_secret_basic → none\nAutomatic key rotation: true → false/,
    },
    {
      what: "a public key",
      inject: oauth("keyed", {
        jwks: { keys: [{ kid: "second", kty: "RSA", e: "AQAB", n: "0vx7ag" }] },
      }),
      named: /Public keys: /,
    },
    {
      what: "visibility, self service and notes",
      inject: settings("Context7", {
        visibility: { autoSubmitToolbar: true, hide: { iOS: false, web: false } },
        accessibility: {
          selfService: true,
          errorRedirectUrl: "https://e",
          loginRedirectUrl: "https://l",
        },
        notes: { admin: "by hand", enduser: "by hand" },
        implicitAssignment: true,
        manualProvisioning: true,
        profile: { by: "hand" },
      }),
      named: /Do not display application icon to users: true → false/,
    },
    {
      what: "addresses, consent, login and logout",
      inject: oauth("Context7", {
        client_uri: "https://c.example",
        logo_uri: "https://l.example",
        policy_uri: "https://p.example",
        tos_uri: "https://t.example",
        initiate_login_uri: "https://i.example",
        post_logout_redirect_uris: ["https://o.example"],
        consent_method: "REQUIRED",
        issuer_mode: "DYNAMIC",
        idp_initiated_login: { mode: "SPEC", default_scope: ["openid"] },
        wildcard_redirect: "SUBDOMAIN",
        participate_slo: true,
        frontchannel_logout_uri: "https://f.example",
        frontchannel_logout_session_required: true,
        refresh_token: { rotation_type: "ROTATE", leeway: 30 },
        jwks_uri: "https://jwks.example",
        application_type: "native",
      }),
      named: /User consent: TRUSTED → REQUIRED/,
    },
    {
      what: "the user name's format",
      inject: () =>
        meddle("Context7", (one) => {
          const template = `\${source.email}`;
          one.credentials.userNameTemplate = { template, type: "CUSTOM" };
        }),
      named: /Application username format: .*login} → .*email}/,
    },
    {
      what: "an adopted app's client ID",
      inject: credentials("Adopted", { client_id: "another-client" }),
      named: /Client ID: 0oa\w+ → another-client/,
    },
    {
      what: "a connection, switched off",
      inject() {
        const connection = connectionOf(world, app("keyed").label);
        connection.status = "INACTIVE";
        return () => {
          connection.status = "ACTIVE";
        };
      },
      named: /Manage Connections: Context7 was switched off\./,
    },
    {
      what: "a user's name at the app",
      inject() {
        const assignment = app("keyed").users.get(userId(world, login));
        assert.ok(assignment);
        assignment.userName = "somebody@else.example";
        return () => {
          assignment.userName = login;
        };
      },
      named: /User name: contractor@acme\.example → somebody@else\.example/,
    },
    {
      what: "the teamspace's issuer and scope",
      inject: () => saveTeamspace({ issuer: "https://other.okta.com", scope: "read" }),
      named: /Identity provider issuer: .*acme.* → .*other\.okta\.com\nScope: null → read/,
    },
    {
      what: "the teamspace's policies, to nothing but what is off and 0",
      inject() {
        const { policies: before } = teamspace(world);
        const policies = structuredClone(before);
        policies.sourceTypes.confluence = { enabled: false };
        policies.libraryFilters.quality.minTrustScore = 0;
        teamspace(world).policies = policies;
        return () => {
          teamspace(world).policies = before;
        };
      },
      named: /Confluence: true → false\nTrust score: null → 0/,
    },
  ];
}
