import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import { SignJWT } from "jose";

import { createSigningKey, type SigningKey } from "../../../sandbox/oidc/signingKey";
import type { ServiceClient } from "../../../sandbox/world";
import { type Arrangement, arrange } from "../developer/arrangement";
import { answerOf, post } from "../developer/requests";

const TOKEN_ENDPOINT = "https://acme.okta.com/oauth2/v1/token";
const CLIENT_ID = "0oaService";

describe("Okta's service clients", () => {
  let arrangement: Arrangement;
  let key: SigningKey;
  let client: ServiceClient;
  before(async () => {
    arrangement = await arrange({ mcpServer: false });
    key = createSigningKey();
    client = {
      clientId: CLIENT_ID,
      jwks: { keys: [key.publicJwk] },
      scopes: ["okta.apps.manage", "okta.groups.read"],
    };
    arrangement.org.serviceClients.set(CLIENT_ID, client);
  });
  after(() => arrangement.stop());

  function assertion(claims: object = {}, signedWith = key): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({
      iss: CLIENT_ID,
      sub: CLIENT_ID,
      aud: TOKEN_ENDPOINT,
      iat: now,
      exp: now + 300,
      jti: randomUUID(),
      ...claims,
    })
      .setProtectedHeader({ alg: "RS256", kid: signedWith.kid })
      .sign(signedWith.privateKey);
  }

  const form = (client_assertion: string, scope: string) => ({
    grant_type: "client_credentials",
    scope,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion,
  });

  const request = async (
    { scope = "okta.apps.manage", claims = {}, signedWith = key } = {},
    headers: Record<string, string> = {},
  ) =>
    post(
      arrangement.fetch,
      TOKEN_ENDPOINT,
      form(await assertion(claims, signedWith), scope),
      headers,
    );

  async function refuses(status: number, error: string, text: string, changes: object) {
    const answer = await request(changes);
    assert.deepEqual(
      { status: answer.status, ...answer.body },
      { status, error, error_description: text },
    );
  }

  it("get a token for granted scopes, which the management API then knows", async () => {
    const { status, body } = await request({ scope: "okta.apps.manage okta.groups.read" });
    assert.equal(status, 200);
    assert.equal(body.token_type, "Bearer");
    assert.equal(body.expires_in, 3600);
    assert.equal(body.scope, "okta.apps.manage okta.groups.read");
    const known = arrangement.org.accessTokens.get(String(body.access_token));
    assert.equal(known?.clientId, CLIENT_ID);
    assert.deepEqual(known?.scopes, ["okta.apps.manage", "okta.groups.read"]);
    assert.ok(Math.abs(known.expiresAt - (Date.now() + 3_600_000)) < 10_000);
  });

  it("are refused scopes that were not granted, and requests without any", async () => {
    await refuses(
      400,
      "invalid_scope",
      "The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.",
      { scope: "okta.apps.manage okta.users.manage" },
    );
    await refuses(400, "invalid_scope", "No scopes were requested.", { scope: "" });
  });

  it("must address the assertion to the token endpoint: the issuer alone will not do", () =>
    refuses(
      401,
      "invalid_client",
      "The audience claim for client_assertion must be the endpoint invoked for the request.",
      { claims: { aud: "https://acme.okta.com" } },
    ));

  it("are refused with another org's endpoint as the audience", () =>
    refuses(
      401,
      "invalid_client",
      "The audience claim for client_assertion must be the endpoint invoked for the request.",
      { claims: { aud: "https://globex.okta.com/oauth2/v1/token" } },
    ));

  it("are refused with an expired assertion, one for more than an hour, and one used before", async () => {
    const now = Math.floor(Date.now() / 1000);
    await refuses(401, "invalid_client", "The client_assertion token is expired.", {
      claims: { exp: now - 60 },
    });
    await refuses(
      401,
      "invalid_client",
      "The client_assertion token has an expiration too far into the future.",
      { claims: { exp: now + 7200 } },
    );
    const claims = { jti: randomUUID() };
    assert.equal((await request({ claims })).status, 200);
    await refuses(401, "invalid_client", "The client_assertion token has already been used.", {
      claims,
    });
  });

  it("are refused with a key that is not theirs", () =>
    refuses(401, "invalid_client", "The client_assertion JWT kid is invalid.", {
      signedWith: createSigningKey(),
    }));

  it("are refused once they are gone", async () => {
    arrangement.org.serviceClients.delete(CLIENT_ID);
    await refuses(401, "invalid_client", "Invalid value for 'client_id' parameter.", {});
    arrangement.org.serviceClients.set(CLIENT_ID, client);
  });

  it("that must prove possession are refused without a proof, then sent a nonce", async () => {
    client.dpopRequired = true;
    await refuses(400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.", {});

    const proof = await new SignJWT({ htm: "POST", htu: TOKEN_ENDPOINT, jti: randomUUID() })
      .setProtectedHeader({ alg: "RS256", typ: "dpop+jwt", jwk: rsaPublic(key) })
      .setIssuedAt()
      .sign(key.privateKey);
    const { status, body, headers } = await request({}, { dpop: proof });
    client.dpopRequired = false;
    assert.equal(status, 400);
    assert.deepEqual(body, {
      error: "use_dpop_nonce",
      error_description: "Authorization server requires nonce in DPoP proof.",
    });
    assert.ok(headers.get("dpop-nonce"));
  });

  it("may send everything in the query and no jti, as Okta's Go SDK v4 does", async () => {
    const query = new URLSearchParams(
      form(await assertion({ jti: undefined }), "okta.apps.manage"),
    );
    const send = (parameters: URLSearchParams) =>
      arrangement
        .fetch(`${TOKEN_ENDPOINT}?${parameters}`, {
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
        })
        .then(answerOf);
    assert.equal((await send(query)).status, 200);

    const forged = await assertion({ jti: undefined }, createSigningKey());
    query.set("client_assertion", forged);
    assert.equal((await send(query)).status, 401);
  });
});

/** Only what belongs into a proof's header (RFC 9449 §4.2). */
function rsaPublic({ publicKey }: SigningKey) {
  const { kty, n, e } = publicKey.export({ format: "jwk" });
  return { kty, n, e };
}
