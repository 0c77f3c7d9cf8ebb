import { generateKeyPairSync } from "node:crypto";
import type { ServiceClient } from "../../../../sandbox/world";
import { REDIRECT_URI } from "../../../sandbox/developer/arrangement";
import { at, type Breakable, type FaultRow, METADATA, rsaKey } from "./fault";

const OKTA = "acme.okta.com";

const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const PUBLISHED = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "key", alg: "ES256" }] };
let clients = 0;

/** The verifier becomes an API service app with these public keys and scopes; it asks for okta.apps.read. */
function signInAs(setup: Breakable, jwks: ServiceClient["jwks"] = PUBLISHED, scopes: string[]) {
  clients += 1;
  const clientId = `0oaverifier${clients}`;
  setup.org.serviceClients.set(clientId, { clientId, jwks, scopes });
  useClient(setup, { "okta:clientId": clientId });
}

function useClient({ access, clientWith }: Breakable, settings: Record<string, string>): void {
  const own = {
    "okta:apiToken": undefined,
    "okta:clientId": "0oaverifier",
    "okta:privateKey": privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    "okta:privateKeyId": "key",
    "okta:scopes": "okta.apps.read",
  };
  Object.assign(access, { okta: clientWith({ ...own, ...settings }) });
}

/** What can be wrong with the org and its requesting app. */
export const ORG_FAULTS: FaultRow[] = [
  {
    fault: "the verifier's client may not read apps",
    inject: ({ org }) => {
      for (const admin of org.apiTokens.values()) admin.scopes = ["okta.groups.read"];
    },
    check: "okta.adminApi",
    tag: "okta_api_refused",
  },
  {
    fault: "the verifier's client signs in with a key that Okta does not know",
    inject: (setup) => signInAs(setup, { keys: [] }, ["okta.apps.read"]),
    check: "okta.adminApi",
    tag: "okta_sign_in_refused",
  },
  {
    fault: "the verifier's client asks for a scope that it was not granted",
    inject: (setup) => signInAs(setup, undefined, ["okta.groups.read"]),
    check: "okta.adminApi",
    tag: "okta_sign_in_refused",
  },
  {
    fault: "the verifier's client signs in with a key that is none",
    inject: (setup) => {
      const settings = { "okta:privateKey": "/nowhere" };
      useClient(setup, settings);
    },
    check: "okta.adminApi",
    tag: "okta_sign_in_refused",
  },
  {
    fault: "the org does not answer the verifier's sign-in",
    inject: (setup) => {
      signInAs(setup, undefined, ["okta.apps.read"]);
      setup.plan(at(OKTA, /^\/oauth2\/v1\/token$/, 503));
    },
    check: "okta.adminApi",
    tag: "okta_api_no_answer",
  },
  {
    fault: "the admin API is over its rate limit",
    inject: ({ plan }) => plan(at(OKTA, /^\/api\/v1\//, 429)),
    check: "okta.adminApi",
    tag: "okta_api_no_answer",
  },
  {
    fault: "a custom authorization server as issuer",
    inject: ({ target, teamspace }) => {
      target.issuer += "/oauth2/default";
      if (target.teamspace) target.teamspace.issuer = target.issuer;
      teamspace.settings = { issuer: target.issuer };
    },
    check: "okta.issuer",
    tag: "okta_issuer_unusable",
  },
  {
    fault: "another org's issuer",
    inject: ({ target, teamspace }) => {
      target.issuer = "https://globex.okta.com";
      if (target.teamspace) target.teamspace.issuer = target.issuer;
      teamspace.settings = { issuer: target.issuer };
    },
    check: "okta.issuer",
    tag: "okta_issuer_other_org",
  },
  {
    fault: "the org's metadata does not answer",
    inject: ({ plan }) => plan(at(OKTA, METADATA, 503)),
    check: "okta.metadata",
    tag: "discovery.bad_status",
  },
  {
    fault: "the org's metadata names another issuer",
    inject: ({ plan }) =>
      plan(
        at(OKTA, METADATA, 200, {
          issuer: "https://other.okta.com",
          token_endpoint: "https://a.b",
        }),
      ),
    check: "okta.metadata",
    tag: "discovery.issuer_mismatch",
  },
  {
    fault: "the org's token endpoint is on another host",
    inject: ({ plan }) =>
      plan(
        at(OKTA, METADATA, 200, {
          issuer: "https://acme.okta.com",
          token_endpoint: "https://tokens.example/token",
        }),
      ),
    check: "okta.metadata",
    tag: "token_endpoint_elsewhere",
  },
  {
    fault: "the org's keys do not answer",
    inject: ({ plan }) => plan(at(OKTA, /^\/oauth2\/v1\/keys$/, 502)),
    check: "okta.signingKeys",
    tag: "okta_keys_unreachable",
  },
  {
    fault: "a short signing key",
    inject: ({ plan }) => plan(at(OKTA, /^\/oauth2\/v1\/keys$/, 200, { keys: [rsaKey(1024)] })),
    check: "okta.signingKeys",
    tag: "okta_keys_unsound",
  },
  {
    fault: "Cross App Access is off",
    inject: ({ org }) => {
      for (const feature of org.features.values()) feature.status = "DISABLED";
    },
    check: "okta.feature",
    tag: "okta_feature_off",
    // Okta takes the connections API away with the feature.
    alsoSkips: ["okta.connection", "okta.undeclaredObjects"],
  },
  {
    fault: "the requesting app is deleted",
    inject: ({ org, requesting }) => void org.apps.delete(requesting.id),
    check: "okta.requestingApp",
    tag: "requesting_app_missing",
  },
  {
    fault: "the requesting app is inactive",
    inject: ({ requesting }) => {
      requesting.status = "INACTIVE";
    },
    check: "okta.requestingApp",
    tag: "requesting_app_inactive",
  },
  {
    fault: "another client ID than declared",
    inject: ({ requesting }) => {
      requesting.credentials.oauthClient.client_id = "another";
    },
    check: "okta.requestingAppClientId",
    tag: "requesting_app_client_id",
  },
  {
    fault: "another client authentication than declared",
    inject: ({ requesting }) => {
      requesting.credentials.oauthClient.token_endpoint_auth_method = "private_key_jwt";
    },
    check: "okta.requestingAppSignIn",
    tag: "requesting_app_sign_in",
  },
  {
    fault: "a declared redirect URI is gone",
    inject: ({ requesting }) => {
      requesting.oauthClient.redirect_uris = ["http://127.0.0.1:1"];
    },
    check: "okta.requestingAppSignIn",
    tag: "requesting_app_redirect_missing",
  },
  {
    fault: "a redirect URI that the stack does not declare",
    inject: ({ requesting }) => {
      requesting.oauthClient.redirect_uris = [REDIRECT_URI, "https://elsewhere.example/callback"];
    },
    check: "okta.requestingAppSignIn",
    verdict: "warn",
    tag: "requesting_app_redirect_undeclared",
  },
  {
    fault: "no token exchange grant",
    inject: ({ requesting }) => {
      requesting.oauthClient.grant_types = ["authorization_code", "refresh_token"];
    },
    check: "okta.requestingAppGrants",
    tag: "requesting_app_grants",
  },
  {
    fault: "the requesting app's issuer has a slash at its end",
    inject: ({ requesting }) => {
      requesting.app.sandboxIssuerUrl = "https://context7.com/";
    },
    check: "okta.requestingAppIssuer",
    tag: "requesting_app_issuer",
  },
  {
    fault: "another client ID at the resource",
    inject: ({ requesting }) => {
      requesting.app.sandboxClientId = "somebody-else";
    },
    check: "okta.clientIdAtResource",
    tag: "requesting_app_client_id_at_resource",
  },
];
