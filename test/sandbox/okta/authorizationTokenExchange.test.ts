import assert from "node:assert/strict";

import { SignJWT } from "jose";

import { type OktaSession, requestIdJag, signIn } from "../../../sandbox/developer";
import { createSigningKey } from "../../../sandbox/oidc/signingKey";
import { readIdToken } from "../../../sandbox/okta/authorizationTokenExchange";
import {
  type Arrangement,
  addOrdinaryApp,
  arrange,
  assign,
  CLIENT_AT_CONTEXT7,
  ISSUER,
  TOKEN_EXCHANGE,
} from "../developer/arrangement";
import { post } from "../developer/requests";

const TOKEN_ENDPOINT = "https://acme.okta.com/oauth2/v1/token";
const TYPE = "urn:ietf:params:oauth:token-type";
const INCOMPLETE = {
  error: "invalid_target",
  error_description:
    "The resource app is not completely configured or user is not assigned to the app.",
};

describe("Okta's token exchange to an ID-JAG", () => {
  let arrangement: Arrangement;
  let session: OktaSession;
  beforeEach(async () => {
    arrangement = await arrange({ mcpServer: false });
    session = await signedIn();
  });
  afterEach(() => arrangement.stop());

  async function signedIn(changes: object = {}): Promise<OktaSession> {
    const outcome = await signIn({
      ...arrangement.journey().signIn,
      ...changes,
      fetch: arrangement.fetch,
    });
    assert.ok(outcome.ok, JSON.stringify(outcome));
    return outcome.reveal();
  }

  /** The request as it goes over the wire. */
  function exchange(changes: Record<string, string> = {}) {
    const { client_id, client_secret } = arrangement.requesting.credentials.oauthClient;
    return post(arrangement.fetch, TOKEN_ENDPOINT, {
      grant_type: TOKEN_EXCHANGE,
      requested_token_type: `${TYPE}:id-jag`,
      subject_token: session.idToken,
      subject_token_type: `${TYPE}:id_token`,
      audience: ISSUER,
      client_id,
      client_secret,
      ...changes,
    });
  }

  async function refuses(expected: object, changes: Record<string, string> = {}, status = 400) {
    const answer = await exchange(changes);
    assert.deepEqual({ status: answer.status, ...answer.body }, { status, ...expected });
  }

  it("answers with token_type N_A, five minutes and nothing else", async () => {
    const { status, body, headers } = await exchange();
    assert.equal(status, 200);
    assert.equal(headers.get("cache-control"), "no-store");
    const { access_token, ...rest } = body;
    assert.equal(typeof access_token, "string");
    assert.deepEqual(rest, {
      token_type: "N_A",
      expires_in: 300,
      issued_token_type: `${TYPE}:id-jag`,
    });
  });

  it("names the user, the client ID at the resource, and the audience, resource and scope asked for", async () => {
    const outcome = await requestIdJag(session, {
      audience: ISSUER,
      resource: "https://mcp.context7.com",
      scope: "context7.read context7.write",
    });
    assert.ok(outcome.ok);
    const { header, claims } = outcome.shown.idJag;
    assert.equal(header.typ, "oauth-id-jag+jwt");
    assert.equal(header.alg, "RS256");
    const { jti, iat, exp, ...rest } = claims;
    assert.match(String(jti), /^IDAAG\./);
    assert.equal(Number(exp) - Number(iat), 300);
    assert.deepEqual(rest, {
      iss: "https://acme.okta.com",
      sub: arrangement.user.id,
      aud: ISSUER,
      client_id: CLIENT_AT_CONTEXT7,
      resource: "https://mcp.context7.com",
      scope: "context7.read context7.write",
      email: "dev.one@acme.example",
    });
  });

  it("takes a refresh token as well", async () => {
    const outcome = await requestIdJag(session, {
      audience: ISSUER,
      subjectToken: "refresh_token",
    });
    assert.ok(outcome.ok, JSON.stringify(outcome));
    assert.equal(outcome.shown.idJag.claims.email, "dev.one@acme.example");
  });

  for (const subjectToken of ["id_token", "refresh_token"] as const) {
    it(`leaves email out if the ${subjectToken} was got without the email scope`, async () => {
      const bare = await signedIn({ scopes: ["openid", "offline_access"] });
      const outcome = await requestIdJag(bare, { audience: ISSUER, subjectToken });
      assert.ok(outcome.ok, JSON.stringify(outcome));
      assert.equal("email" in outcome.shown.idJag.claims, false);
    });
  }

  it("refuses another requested_token_type", () =>
    refuses(
      {
        error: "invalid_request",
        error_description: "'requested_token_type' is invalid or not supported.",
      },
      { requested_token_type: `${TYPE}:access_token` },
    ));

  it("refuses a subject_token_type other than ID token and refresh token", () =>
    refuses(
      {
        error: "invalid_request",
        error_description: "'subject_token_type' is invalid or not supported.",
      },
      { subject_token_type: `${TYPE}:saml1` },
    ));

  it("refuses a subject token that is not one of this org", () =>
    refuses(
      { error: "invalid_request", error_description: "'subject_token' is invalid." },
      { subject_token: `${session.idToken.slice(0, -8)}AAAAAAAA` },
    ));

  it("refuses an ID token and a refresh token of another client", async () => {
    const other = addOrdinaryApp(arrangement.org, "Another client");
    assign(other, arrangement.user);
    const { client_id: clientId, client_secret: clientSecret } = other.credentials.oauthClient;
    const foreign = await signedIn({ clientId, clientSecret });
    const expected = { error: "invalid_request", error_description: "'subject_token' is invalid." };
    await refuses(expected, { subject_token: foreign.idToken });
    await refuses(expected, {
      subject_token: foreign.refreshToken ?? "",
      subject_token_type: `${TYPE}:refresh_token`,
    });
  });

  it("refuses an expired ID token as expired", async () => {
    const key = createSigningKey();
    const token = await new SignJWT({ sub: "00u1" })
      .setProtectedHeader({ alg: "RS256" })
      .setIssuer("https://acme.okta.com")
      .setAudience("0oa1")
      .setExpirationTime("1h")
      .sign(key.privateKey);
    const read = (now: Date) =>
      readIdToken(token, {
        key: key.publicKey,
        issuer: "https://acme.okta.com",
        clientId: "0oa1",
        now,
      });

    assert.deepEqual(await read(new Date()), { ok: true, userId: "00u1", emailRequested: false });
    const later = await read(new Date(Date.now() + 2 * 3600 * 1000));
    assert.deepEqual(later.ok || later.refusal, {
      status: 400,
      error: "invalid_grant",
      error_description:
        "The 'subject_token' either expired or the session associated with it was terminated.",
    });
  });

  it("refuses a user who has become inactive, or unassigned from the requesting app", async () => {
    arrangement.user.status = "DEPROVISIONED";
    await refuses({
      error: "invalid_request",
      error_description: "'subject_token' is invalid: the user account is not active.",
    });
    arrangement.user.status = "ACTIVE";
    arrangement.requesting.users.clear();
    await refuses({
      error: "invalid_request",
      error_description:
        "'subject_token' is invalid: the user is not assigned to the client application.",
    });
  });

  it("refuses a user who is not assigned to the resource app", async () => {
    arrangement.resource.users.clear();
    await refuses(INCOMPLETE);
  });

  it("refuses without a connection, with one that is INACTIVE, and with one the other way round", async () => {
    const { org, connection, requesting, resource } = arrangement;
    connection.status = "INACTIVE";
    await refuses(INCOMPLETE);
    connection.status = "ACTIVE";
    connection.requestingAppInstanceId = resource.id;
    connection.resourceAppInstanceId = requesting.id;
    await refuses(INCOMPLETE);
    org.connections.clear();
    await refuses(INCOMPLETE);
  });

  it("refuses while the resource app is inactive", async () => {
    arrangement.resource.status = "INACTIVE";
    await refuses(INCOMPLETE);
  });

  it("refuses the client itself while the requesting app is inactive", async () => {
    arrangement.requesting.status = "INACTIVE";
    await refuses(
      {
        error: "invalid_client",
        error_description: "Invalid value for 'client_id' parameter.",
      },
      {},
      401,
    );
  });

  it("refuses if the requesting app has no client ID at the resource, or is set up for another one", async () => {
    arrangement.requesting.app.sandboxClientId = null;
    await refuses(INCOMPLETE);
    arrangement.requesting.app.sandboxClientId = CLIENT_AT_CONTEXT7;
    arrangement.requesting.app.sandboxIssuerUrl = "https://other.example";
    await refuses(INCOMPLETE);
  });

  for (const audience of [
    "https://context7.com/",
    "https://clerk.context7.com",
    "HTTPS://context7.com",
    "",
  ]) {
    it(`refuses the audience ${JSON.stringify(audience)}`, () =>
      refuses(
        {
          error: "invalid_target",
          error_description:
            "Token Exchange requests must include a valid audience of the authorization server.",
        },
        { audience },
      ));
  }

  it("refuses a resource that is no URI", () =>
    refuses(
      { error: "invalid_target", error_description: "'resource' is invalid or not supported." },
      { resource: "context7" },
    ));

  it("refuses if the app does not have the grant type", async () => {
    arrangement.requesting.oauthClient.grant_types = ["authorization_code", "refresh_token"];
    await refuses({
      error: "unauthorized_client",
      error_description:
        "The client is not authorized to use the provided grant type. Configured grant types: [authorization_code, refresh_token].",
    });
  });

  it("does not offer ID-JAGs to an ordinary app, nor while Cross App Access is off", async () => {
    const expected = {
      error: "invalid_request",
      error_description: "'requested_token_type' is invalid or not supported.",
    };
    const { client_id, client_secret } = addOrdinaryApp(arrangement.org, "Ordinary").credentials
      .oauthClient;
    await refuses(expected, { client_id, client_secret });

    const feature = [...arrangement.org.features.values()].find(
      ({ name }) => name === "Cross App Access",
    );
    assert.ok(feature);
    feature.status = "DISABLED";
    await refuses(expected);
    arrangement.org.features.delete(feature.id);
    assert.equal((await exchange()).status, 200);
  });
});
