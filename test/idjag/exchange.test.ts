import assert from "node:assert/strict";
import { decodeJwt, decodeProtectedHeader, generateKeyPair } from "jose";
import {
  exchangeForIdJag,
  type Fetch,
  GRANT_TYPE_JWT_BEARER,
  type LegFailure,
  type OAuthClient,
  redeemIdJag,
  TOKEN_TYPE_ID_JAG,
} from "../../src/idjag";
import { AUDIENCE, ISSUER, RESOURCE, signToken } from "./tokens";

const ID_JAG = signToken();
const SECRET = "s3cr=t/+ä";
const REFRESH_TOKEN = "opaque-refresh-token";

const okta = { issuer: ISSUER, tokenEndpoint: `${ISSUER}/oauth2/v1/token` };
const context7 = { issuer: AUDIENCE, tokenEndpoint: `${AUDIENCE}/api/oauth/token` };
const post: OAuthClient = {
  clientId: "0oa1",
  method: "client_secret_post",
  clientSecret: SECRET,
};

/** As Okta answers a token exchange. */
const exchanged = {
  token_type: "N_A",
  expires_in: 300,
  access_token: ID_JAG,
  issued_token_type: TOKEN_TYPE_ID_JAG,
};
const redeemed = { token_type: "Bearer", expires_in: 3600, access_token: "at", scope: "email" };

/** A token endpoint with one answer; keeps the requests. */
function endpoint(answer: unknown, status = 200, headers: Record<string, string> = {}) {
  const requests: { url: string; form: Record<string, string>; authorization?: string }[] = [];
  const fetch: Fetch = async (url, init) => {
    requests.push({
      url,
      form: Object.fromEntries(new URLSearchParams(init.body)),
      authorization: init.headers.authorization,
    });
    assert.equal(init.method, "POST");
    assert.equal(init.redirect, "manual");
    if (answer instanceof Error) throw answer;
    const body = typeof answer === "string" ? answer : JSON.stringify(answer);
    return new Response(body, {
      status,
      headers: { "content-type": "application/json", ...headers },
    });
  };
  return { fetch, requests };
}

const exchange = (fetch: Fetch, more: Partial<Parameters<typeof exchangeForIdJag>[0]> = {}) =>
  exchangeForIdJag({
    server: okta,
    client: post,
    subjectToken: REFRESH_TOKEN,
    subjectTokenType: "refresh_token",
    audience: AUDIENCE,
    fetch,
    ...more,
  });
const redeem = (fetch: Fetch, more: Partial<Parameters<typeof redeemIdJag>[0]> = {}) =>
  redeemIdJag({ server: context7, client: post, idJag: ID_JAG, fetch, ...more });

function failed(result: { ok: true } | LegFailure): LegFailure {
  assert.ok(!result.ok, "succeeded");
  return result;
}

describe("idjag: leg 1, token exchange (draft §4.3, RFC 8693)", () => {
  it("sends the parameters of the draft, and no others", async () => {
    const { fetch, requests } = endpoint(exchanged);
    const result = await exchange(fetch, { resource: RESOURCE, scope: "profile email" });
    assert.deepEqual(requests, [
      {
        url: okta.tokenEndpoint,
        authorization: undefined,
        form: {
          grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
          requested_token_type: "urn:ietf:params:oauth:token-type:id-jag",
          subject_token: REFRESH_TOKEN,
          subject_token_type: "urn:ietf:params:oauth:token-type:refresh_token",
          audience: AUDIENCE,
          resource: RESOURCE,
          scope: "profile email",
          client_id: "0oa1",
          client_secret: SECRET,
        },
      },
    ]);
    assert.ok(result.ok);
    assert.equal(result.idJag, ID_JAG);
    assert.equal(result.expiresIn, 300);
    assert.equal(result.tokenType, "n_a");
  });

  it("leaves out what was not asked for, and names an ID token as one", async () => {
    const { fetch, requests } = endpoint(exchanged);
    await exchange(fetch, { subjectTokenType: "id_token" });
    const form = requests[0]?.form ?? {};
    assert.equal(form.subject_token_type, "urn:ietf:params:oauth:token-type:id_token");
    assert.ok(!("scope" in form) && !("resource" in form));
  });

  for (const token_type of ["N_A", "Bearer", "bearer", "urn:x", "jwt", "constructor", "DPoP"]) {
    it(`takes token_type ${token_type}, as issuers differ`, async () => {
      assert.ok((await exchange(endpoint({ ...exchanged, token_type }).fetch)).ok);
    });
  }

  it("takes an answer without issued_token_type, and gives back a rotated refresh token", async () => {
    const answer = { ...exchanged, issued_token_type: undefined, refresh_token: "next" };
    const result = await exchange(endpoint(answer).fetch);
    assert.ok(result.ok);
    assert.equal(result.refreshToken, "next");
  });

  it("refuses an access token in place of the ID-JAG (RFC 8693 §2.2.1)", async () => {
    const issued_token_type = "urn:ietf:params:oauth:token-type:access_token";
    const failure = failed(await exchange(endpoint({ ...exchanged, issued_token_type }).fetch));
    assert.equal(failure.kind, "wrong_token_type");
    assert.match(failure.errorDescription ?? "", /access_token; expected is .*id-jag/);
  });
});

describe("idjag: leg 2, redemption (draft §4.4, RFC 7523 §2.1)", () => {
  it("sends the assertion to the resource authorization server", async () => {
    const { fetch, requests } = endpoint(redeemed);
    const result = await redeem(fetch, { resource: RESOURCE, scope: "email" });
    assert.deepEqual(requests[0]?.form, {
      grant_type: GRANT_TYPE_JWT_BEARER,
      assertion: ID_JAG,
      resource: RESOURCE,
      scope: "email",
      client_id: "0oa1",
      client_secret: SECRET,
    });
    assert.equal(requests[0]?.url, context7.tokenEndpoint);
    assert.deepEqual(result, {
      ok: true,
      accessToken: "at",
      expiresIn: 3600,
      scope: "email",
      tokenType: "bearer",
      refreshTokenIssued: false,
    });
  });

  it("says that a refresh token was issued, and does not keep it", async () => {
    const result = await redeem(endpoint({ ...redeemed, refresh_token: "rt" }).fetch);
    assert.ok(result.ok && result.refreshTokenIssued);
    assert.ok(!JSON.stringify(result).includes('"rt"'));
  });

  it("refuses a token type that is none (RFC 6749 §7.1)", async () => {
    const failure = failed(await redeem(endpoint({ ...redeemed, token_type: "N_A" }).fetch));
    assert.equal(failure.kind, "unexpected_answer");
  });
});

describe("idjag: client authentication at both legs", () => {
  const legs = { 1: exchange, 2: redeem };
  const answers = { 1: exchanged, 2: redeemed };
  for (const leg of [1, 2] as const) {
    const send = async (client: OAuthClient) => {
      const { fetch, requests } = endpoint(answers[leg]);
      const result = await legs[leg](fetch, { client });
      assert.ok(result.ok);
      const [request] = requests;
      assert.ok(request);
      return request;
    };

    it(`leg ${leg}: client_secret_basic, encoded as RFC 6749 §2.3.1 demands`, async () => {
      const { form, authorization } = await send({ ...post, method: "client_secret_basic" });
      const credentials = Buffer.from(
        authorization?.replace("Basic ", "") ?? "",
        "base64",
      ).toString();
      assert.equal(credentials, "0oa1:s3cr%3Dt%2F%2B%C3%A4");
      assert.ok(!("client_secret" in form));
    });

    it(`leg ${leg}: none`, async () => {
      const { form, authorization } = await send({ clientId: "0oa1", method: "none" });
      assert.equal(form.client_id, "0oa1");
      assert.ok(!("client_secret" in form) && authorization === undefined);
    });

    it(`leg ${leg}: private_key_jwt (RFC 7523 §2.2), for the token endpoint or the issuer`, async () => {
      const { privateKey } = await generateKeyPair("RS256");
      const client = {
        clientId: "0oa1",
        method: "private_key_jwt",
        privateKey,
        keyId: "k1",
      } as const;
      const { form } = await send(client);
      const assertion = form.client_assertion ?? "";
      const claims = decodeJwt(assertion);
      const server = leg === 1 ? okta : context7;
      assert.deepEqual(decodeProtectedHeader(assertion), { alg: "RS256", kid: "k1" });
      assert.deepEqual(
        [claims.iss, claims.sub, claims.aud],
        ["0oa1", "0oa1", server.tokenEndpoint],
      );
      assert.ok(claims.jti && claims.exp && claims.exp - Date.now() / 1000 < 300);
      const other = await send({ ...client, assertionAudience: "issuer" });
      assert.equal(decodeJwt(other.form.client_assertion ?? "").aud, server.issuer);
    });
  }
});

describe("idjag: failed legs are values", () => {
  it("Okta's refusal, by its code", async () => {
    const error_description =
      "The resource app is not completely configured or user is not assigned to the app.";
    const { fetch } = endpoint({ error: "invalid_target", error_description }, 400);
    assert.deepEqual(await exchange(fetch), {
      ok: false,
      leg: 1,
      kind: "refused",
      error: "invalid_target",
      errorDescription: error_description,
      status: 400,
    });
  });

  for (const status of [400, 401, 403, 429, 500]) {
    it(`is read by its body at HTTP ${status} too, whatever headers come with it`, async () => {
      const headers = { "www-authenticate": 'Basic realm="x"', "content-type": "text/plain" };
      const failure = failed(
        await redeem(endpoint({ error: "invalid_grant" }, status, headers).fetch),
      );
      assert.deepEqual(failure, {
        ok: false,
        leg: 2,
        kind: "refused",
        error: "invalid_grant",
        status,
      });
    });
  }

  it("Okta's own error form (too many requests)", async () => {
    const answer = { errorCode: "E0000047", errorSummary: "API call exceeded rate limit." };
    const failure = failed(await exchange(endpoint(answer, 429).fetch));
    assert.equal(failure.error, "E0000047");
    assert.equal(failure.errorDescription, "API call exceeded rate limit.");
  });

  it("does not pass on what a server echoes: subject token, secret, ID-JAG, assertion", async () => {
    const echo = `bad ${REFRESH_TOKEN} ${SECRET} ${encodeURIComponent(SECRET)} ${ID_JAG}`;
    const { fetch } = endpoint({ error: `invalid ${SECRET}`, error_description: echo }, 400);
    for (const result of [await exchange(fetch), await redeem(fetch)]) {
      const text = JSON.stringify(result);
      for (const secret of [SECRET, encodeURIComponent(SECRET), ID_JAG, "eyJ"]) {
        assert.ok(!text.includes(secret), secret);
      }
    }
    assert.ok(!JSON.stringify(await exchange(fetch)).includes(REFRESH_TOKEN));
  });

  it("caps what a server says", async () => {
    const { fetch } = endpoint(
      { error: "x ".repeat(999), error_description: "y ".repeat(9_999) },
      400,
    );
    const failure = failed(await exchange(fetch));
    assert.ok(failure.error.length <= 100 && (failure.errorDescription?.length ?? 0) <= 300);
  });

  const unexpected: [name: string, answer: unknown, status: number][] = [
    ["a page with HTTP 502", "<html>", 502],
    ["a page with HTTP 200", "<html>", 200],
    ["a redirect", "", 302],
    ["an error that is no string", { error: { message: "no" } }, 400],
    ["an answer without access_token", { token_type: "N_A" }, 200],
    ["an answer without token_type", { access_token: "x" }, 200],
    ["an access_token that is no string", { token_type: "N_A", access_token: [ID_JAG] }, 200],
    ["null", null, 200],
    ["a list", [], 400],
  ];
  for (const [name, answer, status] of unexpected) {
    it(`${name} is an unexpected answer`, async () => {
      for (const leg of [exchange, redeem]) {
        const failure = failed(await leg(endpoint(answer, status).fetch));
        assert.equal(failure.kind, "unexpected_answer");
        assert.equal(failure.error, "unexpected_answer");
        assert.equal(failure.status, status);
      }
    });
  }

  it("no answer is unreachable", async () => {
    const cause = Object.assign(new Error(SECRET), { code: "CERT_HAS_EXPIRED" });
    const failure = failed(
      await exchange(endpoint(new TypeError("fetch failed", { cause })).fetch),
    );
    assert.deepEqual(failure, {
      ok: false,
      leg: 1,
      kind: "unreachable",
      error: "unreachable",
      errorDescription: `${ISSUER}: no answer (CERT_HAS_EXPIRED)`,
    });
  });

  it("nothing is sent without TLS (MCP EMA §7.3)", async () => {
    const { fetch, requests } = endpoint(redeemed);
    for (const tokenEndpoint of ["http://context7.com/token", "context7.com", ""]) {
      const server = { issuer: AUDIENCE, tokenEndpoint };
      assert.equal(failed(await redeem(fetch, { server })).kind, "unreachable");
    }
    assert.deepEqual(requests, []);
  });
});
