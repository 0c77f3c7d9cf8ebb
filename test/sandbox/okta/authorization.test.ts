import assert from "node:assert/strict";

import { signIn } from "../../../sandbox/developer";
import { type Arrangement, addOrdinaryApp, arrange, named } from "../developer/arrangement";
import { get, post } from "../developer/requests";

describe("an org's own authorization server", () => {
  let arrangement: Arrangement;
  before(async () => {
    arrangement = await arrange({ mcpServer: false });
  });
  after(() => arrangement.stop());

  const refused = async (changes: object = {}) => {
    const outcome = await signIn({
      ...arrangement.journey().signIn,
      ...changes,
      fetch: arrangement.fetch,
    });
    assert.equal(outcome.ok, false, "the sign-in was not refused");
    return outcome;
  };

  for (const document of ["openid-configuration", "oauth-authorization-server"]) {
    it(`has the org's URL as its issuer in ${document}, and Okta's endpoints`, async () => {
      const { body } = await get(
        arrangement.fetch,
        `https://acme.okta.com/.well-known/${document}`,
      );
      assert.equal(body.issuer, "https://acme.okta.com");
      assert.equal(body.authorization_endpoint, "https://acme.okta.com/oauth2/v1/authorize");
      assert.equal(body.token_endpoint, "https://acme.okta.com/oauth2/v1/token");
      assert.equal(body.jwks_uri, "https://acme.okta.com/oauth2/v1/keys");
      assert.equal(body.userinfo_endpoint, "https://acme.okta.com/oauth2/v1/userinfo");
    });
  }

  it("publishes no private key", async () => {
    const { body } = await get(arrangement.fetch, "https://acme.okta.com/oauth2/v1/keys");
    const [key] = body.keys as Record<string, unknown>[];
    assert.equal(key?.alg, "RS256");
    for (const secret of ["d", "p", "q", "dp", "dq", "qi"]) assert.equal(key?.[secret], undefined);
  });

  it("signs an assigned user in, with a refresh token for offline_access", async () => {
    const { signIn: options } = arrangement.journey();
    const outcome = await signIn({ ...options, fetch: arrangement.fetch });
    assert.ok(outcome.ok);
    const { claims } = outcome.shown.idToken;
    assert.equal(claims.iss, "https://acme.okta.com");
    assert.equal(claims.sub, arrangement.user.id);
    assert.equal(claims.aud, options.clientId);
    assert.equal(claims.email, "dev.one@acme.example");
    assert.equal(outcome.shown.refreshToken, true);
  });

  it("puts no email into the ID token, and gives no refresh token, without the scopes for them", async () => {
    const { signIn: options } = arrangement.journey();
    const outcome = await signIn({ ...options, scopes: ["openid"], fetch: arrangement.fetch });
    assert.ok(outcome.ok);
    assert.equal(outcome.shown.idToken.claims.email, undefined);
    assert.equal(outcome.shown.refreshToken, false);
  });

  it("signs a user in who is assigned through a group, until the group is taken off the app", async () => {
    const { org, requesting } = arrangement;
    const engineering = [...org.groups.values()].find(({ name }) => name === "Engineering");
    assert.ok(engineering);
    const { login, password } = named(org, "dev.two");
    const options = { ...arrangement.journey().signIn, login, password, fetch: arrangement.fetch };

    requesting.groups.set(engineering.id, { priority: 0, lastUpdated: "" });
    assert.equal((await signIn(options)).ok, true);
    requesting.groups.delete(engineering.id);
    assert.equal((await signIn(options)).ok, false);
  });

  it("refuses a user who is not assigned to the app", async () => {
    const { login, password } = named(arrangement.org, "designer");
    assert.deepEqual(await refused({ login, password }), {
      ok: false,
      leg: 1,
      step: "sign-in",
      error: "access_denied",
      error_description: "User is not assigned to the client application.",
    });
  });

  it("refuses a wrong password and a suspended user on the page", async () => {
    const outcome = await refused({ password: "wrong" });
    assert.ok(!outcome.ok);
    assert.equal(outcome.status, 401);
    assert.match(outcome.error_description ?? "", /Unable to sign in/);

    arrangement.user.status = "SUSPENDED";
    const suspended = await refused();
    arrangement.user.status = "ACTIVE";
    assert.ok(!suspended.ok && suspended.status === 401);
  });

  it("refuses an unknown client and a redirect URI that the app does not have", async () => {
    const unknown = await refused({ clientId: "0oaNobody" });
    assert.match(JSON.stringify(unknown), /Invalid value for 'client_id' parameter\./);

    const elsewhere = await refused({ redirectUri: "https://elsewhere.example/callback" });
    assert.match(
      JSON.stringify(elsewhere),
      /'redirect_uri' parameter must be a Login redirect URI/,
    );
  });

  it("knows an app no more once it is deactivated", async () => {
    arrangement.requesting.status = "INACTIVE";
    const outcome = await refused();
    arrangement.requesting.status = "ACTIVE";
    assert.match(JSON.stringify(outcome), /Invalid value for 'client_id' parameter\./);
  });

  it("refuses scopes that it does not have", async () => {
    const outcome = await refused({ scopes: ["openid", "context7.read"] });
    assert.ok(!outcome.ok);
    assert.equal(outcome.error, "invalid_scope");
  });

  it("refuses a wrong client secret in Okta's words", async () => {
    const { clientId: client_id } = arrangement.journey().signIn;
    const { status, body } = await post(
      arrangement.fetch,
      "https://acme.okta.com/oauth2/v1/token",
      { grant_type: "refresh_token", refresh_token: "x", client_id, client_secret: "wrong" },
    );
    assert.equal(status, 401);
    assert.deepEqual(body, {
      error: "invalid_client",
      error_description: "The client secret supplied for a confidential client is invalid.",
    });
  });

  it("lists the app's grant types when another is asked for", async () => {
    const app = addOrdinaryApp(arrangement.org, "Without refresh");
    app.oauthClient.grant_types = ["authorization_code"];
    const { client_id, client_secret } = app.credentials.oauthClient;
    const { status, body } = await post(
      arrangement.fetch,
      "https://acme.okta.com/oauth2/v1/token",
      { grant_type: "refresh_token", refresh_token: "x", client_id, client_secret },
    );
    assert.equal(status, 400);
    assert.deepEqual(body, {
      error: "unauthorized_client",
      error_description:
        "The client is not authorized to use the provided grant type. Configured grant types: [authorization_code].",
    });
  });

  it("keeps the orgs apart: a client of one is unknown to the other", async () => {
    const outcome = await refused({ issuer: "https://globex.okta.com" });
    assert.match(JSON.stringify(outcome), /Invalid value for 'client_id' parameter\./);
  });
});
