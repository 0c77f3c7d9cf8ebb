import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";

import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from "jose";

import { type ManagementApi, startManagementApi } from "./api";

describe("an access token bound to a key (DPoP)", () => {
  let api: ManagementApi;
  let token: string;
  let key: Awaited<ReturnType<typeof generateKeyPair>>;

  before(async () => {
    api = await startManagementApi();
    key = await generateKeyPair("ES256");
    const jkt = await calculateJwkThumbprint(await exportJWK(key.publicKey));
    token = await new SignJWT({ cnf: { jkt } })
      .setProtectedHeader({ alg: "HS256" })
      .sign(new TextEncoder().encode("the API only reads it"));
    const expiresAt = Date.now() + 60_000;
    api.org.accessTokens.set(token, { clientId: "c", scopes: ["okta.apps.read"], expiresAt });
  });
  after(() => api.stop());

  const ath = (value: string) => createHash("sha256").update(value).digest("base64url");

  async function status(scheme: string, claims: object = {}, { privateKey, publicKey } = key) {
    const proof = await new SignJWT({
      htm: "GET",
      htu: "https://acme.okta.com/api/v1/apps",
      ath: ath(token),
      jti: randomUUID(),
      ...claims,
    })
      .setProtectedHeader({ alg: "ES256", typ: "dpop+jwt", jwk: await exportJWK(publicKey) })
      .setIssuedAt()
      .sign(privateKey);
    const headers = { authorization: `${scheme} ${token}`, dpop: proof };
    return (await api.call("GET", "/api/v1/apps?limit=1", undefined, headers)).status;
  }

  it("is accepted with a proof made for the request", async () => {
    assert.equal(await status("DPoP"), 200);
  });

  it("is refused with a proof that was used before", async () => {
    const jti = randomUUID();
    assert.deepEqual([await status("DPoP", { jti }), await status("DPoP", { jti })], [200, 401]);
  });

  it("is refused as Bearer", async () => {
    assert.equal(await status("Bearer"), 401);
  });

  it("is refused without a proof", async () => {
    const headers = { authorization: `DPoP ${token}` };
    assert.equal((await api.call("GET", "/api/v1/apps", undefined, headers)).status, 401);
  });

  for (const claims of [
    { htm: "POST" },
    { htu: "https://globex.okta.com/api/v1/apps" },
    { ath: ath("another token") },
    { jti: undefined },
  ]) {
    it(`is refused with a proof that says ${JSON.stringify(claims)}`, async () => {
      assert.equal(await status("DPoP", claims), 401);
    });
  }

  it("is refused with a proof by another key", async () => {
    assert.equal(await status("DPoP", {}, await generateKeyPair("ES256")), 401);
  });
});
