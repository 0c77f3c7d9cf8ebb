import assert from "node:assert/strict";

import { decodeJwt } from "jose";

import { redeemIdJag, requestIdJag, signIn } from "../../../sandbox/developer";
import { type Arrangement, arrange, CLIENT_AT_CONTEXT7 } from "../developer/arrangement";
import { get, post } from "../developer/requests";

const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const TOKEN_ENDPOINT = "https://context7.com/api/oauth/token";

describe("Context7's authorization server", () => {
  let arrangement: Arrangement;
  beforeEach(async () => {
    arrangement = await arrange({ mcpServer: false });
  });
  afterEach(() => arrangement.stop());

  async function idJag(scope?: string): Promise<string> {
    const { signIn: options, exchange } = arrangement.journey();
    const session = await signIn({ ...options, fetch: arrangement.fetch });
    assert.ok(session.ok);
    const outcome = await requestIdJag(session.reveal(), { ...exchange, scope });
    assert.ok(outcome.ok, JSON.stringify(outcome));
    return outcome.reveal().idJag;
  }

  const redeem = async (changes: object = {}) =>
    redeemIdJag({
      ...arrangement.journey().redemption,
      fetch: arrangement.fetch,
      idJag: await idJag(),
      ...changes,
    });

  it("advertises the ID-JAG profile, and no sign-in of its own", async () => {
    const url = "https://context7.com/.well-known/oauth-authorization-server";
    const { body } = await get(arrangement.fetch, url);
    assert.deepEqual(body, {
      issuer: "https://context7.com",
      token_endpoint: TOKEN_ENDPOINT,
      jwks_uri: "https://context7.com/api/oauth/ema-jwks",
      response_types_supported: [],
      grant_types_supported: [JWT_BEARER],
      token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "none"],
      authorization_grant_profiles_supported: ["urn:ietf:params:oauth:grant-profile:id-jag"],
    });
  });

  it("gives an access token for the MCP server, for an hour", async () => {
    const outcome = await redeem();
    assert.ok(outcome.ok, JSON.stringify(outcome));
    const { header, claims } = outcome.shown.accessToken;
    assert.equal(header.typ, "at+jwt");
    assert.equal(header.alg, "RS256");
    assert.equal(claims.iss, "https://context7.com");
    assert.equal(claims.aud, "https://mcp.context7.com");
    assert.equal(claims.client_id, CLIENT_AT_CONTEXT7);
    assert.equal(Number(claims.exp) - Number(claims.iat), 3600);
    assert.doesNotMatch(JSON.stringify(claims), /dev\.one/);
    const [member] = arrangement.teamspace.members.keys();
    assert.equal(member, "dev.one@acme.example");
  });

  it("puts the granted scope into the token, narrowed to what was asked for", async () => {
    const all = await redeem({ idJag: await idJag("a.read b.read") });
    assert.ok(all.ok);
    assert.equal(all.shown.scope, "a.read b.read");
    const one = await redeem({ idJag: await idJag("a.read b.read"), scope: "b.read c.read" });
    assert.ok(one.ok);
    assert.equal(one.shown.scope, "b.read");
    assert.equal(one.shown.accessToken.claims.scope, "b.read");
  });

  it("takes a confidential client by either place for the secret, and the public one without", async () => {
    const { secret = "" } = arrangement.world.context7.clients.get(CLIENT_AT_CONTEXT7) ?? {};
    const basic = Buffer.from(`${CLIENT_AT_CONTEXT7}:${secret}`).toString("base64");
    const { status } = await post(
      arrangement.fetch,
      TOKEN_ENDPOINT,
      { grant_type: JWT_BEARER, assertion: await idJag() },
      { authorization: `Basic ${basic}` },
    );
    assert.equal(status, 200);

    arrangement.requesting.app.sandboxClientId = "vscode-at-context7";
    const open = await redeem({
      clientIdAtResource: "vscode-at-context7",
      clientSecretAtResource: undefined,
    });
    assert.equal(open.ok, true);
  });

  it("refuses a client that it does not know, or with a wrong secret", async () => {
    for (const changes of [
      { clientIdAtResource: "nobody-at-context7" },
      { clientSecretAtResource: "wrong" },
      { clientSecretAtResource: undefined },
    ]) {
      const outcome = await redeem(changes);
      assert.ok(!outcome.ok);
      assert.equal(outcome.status, 401);
      assert.equal(outcome.error, "invalid_client");
    }
  });

  it("refuses an ID-JAG that Okta made for another client", async () => {
    const { secret } = arrangement.world.context7.clients.get("probe-at-context7") ?? {};
    const outcome = await redeem({
      clientIdAtResource: "probe-at-context7",
      clientSecretAtResource: secret,
    });
    assert.deepEqual(outcome, {
      ok: false,
      leg: 2,
      step: "redemption",
      status: 400,
      error: "invalid_grant",
      error_description: "The ID-JAG's client_id is not the client that authenticated.",
    });
  });

  it("refuses an ID-JAG a second time", async () => {
    const assertion = await idJag();
    assert.equal((await redeem({ idJag: assertion })).ok, true);
    const again = await redeem({ idJag: assertion });
    assert.ok(!again.ok);
    assert.equal(again.error, "invalid_grant");
    assert.equal(again.error_description, "The ID-JAG was redeemed before.");
  });

  it("says which document it could not read when the issuer's keys are out of reach", async () => {
    const assertion = await idJag();
    arrangement.teamspace.settings = { issuer: "https://globex.okta.com" };
    const outcome = await redeem({ idJag: assertion });
    assert.ok(!outcome.ok);
    assert.equal(
      outcome.error_description,
      "No teamspace trusts the issuer https://acme.okta.com.",
    );
  });

  it("knows the teamspace of its tokens as long as the user is a member", async () => {
    const outcome = await redeem();
    assert.ok(outcome.ok);
    const { accessToken } = outcome.reveal();
    const search = () =>
      get(arrangement.fetch, "https://context7.com/api/v2/libs/search?query=x&libraryName=pulumi", {
        authorization: `Bearer ${accessToken}`,
      });
    assert.equal((await search()).status, 200);
    arrangement.teamspace.members.clear();
    assert.equal((await search()).status, 401);
    assert.equal(typeof decodeJwt(accessToken).sub, "string");
  });
});
