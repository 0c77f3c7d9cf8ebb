import assert from "node:assert/strict";

import { signIn } from "../../../sandbox/developer";
import {
  type Arrangement,
  addOrdinaryApp,
  arrange,
  assign,
  ISSUER,
  TOKEN_EXCHANGE,
} from "../developer/arrangement";
import { get, post } from "../developer/requests";

const SERVER = "https://acme.okta.com/oauth2/default";
const FORBIDDEN = {
  error: "unauthorized_client",
  error_description: "This client cannot use a custom authorization server.",
};

describe("an org's custom authorization server", () => {
  let arrangement: Arrangement;
  before(async () => {
    arrangement = await arrange({ mcpServer: false });
  });
  after(() => arrangement.stop());

  it("has an issuer with a path", async () => {
    for (const document of ["openid-configuration", "oauth-authorization-server"]) {
      const { body } = await get(arrangement.fetch, `${SERVER}/.well-known/${document}`);
      assert.equal(body.issuer, SERVER);
      assert.equal(body.token_endpoint, `${SERVER}/v1/token`);
    }
  });

  it("signs users of an ordinary app in, with offline_access", async () => {
    const app = addOrdinaryApp(arrangement.org, "Ordinary");
    assign(app, arrangement.user);
    const { client_id: clientId, client_secret: clientSecret } = app.credentials.oauthClient;
    const { signIn: options } = arrangement.journey();
    const outcome = await signIn({
      ...options,
      issuer: SERVER,
      clientId,
      clientSecret,
      fetch: arrangement.fetch,
    });
    assert.ok(outcome.ok, JSON.stringify(outcome));
    assert.equal(outcome.shown.idToken.claims.iss, SERVER);
    assert.equal(outcome.shown.refreshToken, true);
  });

  it("refuses the sign-in of a requesting app", async () => {
    const { signIn: options } = arrangement.journey();
    const outcome = await signIn({ ...options, issuer: SERVER, fetch: arrangement.fetch });
    assert.deepEqual(outcome, { ok: false, leg: 1, step: "sign-in", ...FORBIDDEN });
  });

  it("refuses a requesting app at the token endpoint, and knows no ID-JAG", async () => {
    const { client_id, client_secret } = arrangement.requesting.credentials.oauthClient;
    const request = (form: Record<string, string>) =>
      post(arrangement.fetch, `${SERVER}/v1/token`, { client_id, client_secret, ...form });

    const refresh = await request({ grant_type: "refresh_token", refresh_token: "x" });
    assert.equal(refresh.status, 400);
    assert.deepEqual(refresh.body, FORBIDDEN);

    const exchange = await request({
      grant_type: TOKEN_EXCHANGE,
      requested_token_type: "urn:ietf:params:oauth:token-type:id-jag",
      subject_token: "x",
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      audience: ISSUER,
    });
    assert.equal(exchange.status, 400);
    assert.deepEqual(exchange.body, {
      error: "invalid_request",
      error_description: "'requested_token_type' is invalid or not supported.",
    });
  });
});
