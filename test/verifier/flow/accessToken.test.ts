import assert from "node:assert/strict";
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, SignJWT } from "jose";
import { before, describe, it } from "mocha";
import { judgeAccessToken } from "../../../src/verifier/flow/accessToken";

const NOW = Date.UTC(2026, 0, 1);
const EXPECTED = {
  issuer: "https://context7.com",
  audiences: ["https://mcp.context7.com"],
  now: NOW,
};
const GOOD = { iss: EXPECTED.issuer, aud: EXPECTED.audiences[0], exp: NOW / 1000 + 3600 };

describe("an EMA access token", () => {
  let jwks: JSONWebKeySet;
  let sign: (claims: JWTPayload, kid?: string) => Promise<string>;

  before(async () => {
    const { publicKey, privateKey } = await generateKeyPair("ES256");
    jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "one", alg: "ES256" }] };
    sign = (claims, kid = "one") =>
      new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid }).sign(privateKey);
  });

  const judge = async (token: string) => judgeAccessToken(token, jwks, EXPECTED);

  it("holds with signature, issuer, audience and expiry", async () => {
    const judged = await judge(await sign(GOOD));
    assert.deepEqual(judged, { ok: true, claims: GOOD });
  });

  const BAD: [what: string, claims: () => JWTPayload, seen: string][] = [
    [
      "another issuer",
      () => ({ ...GOOD, iss: "https://context7.com/" }),
      'its iss is "https://context7.com/", expected is "https://context7.com"',
    ],
    [
      "another audience",
      () => ({ ...GOOD, aud: "https://api.example" }),
      'its aud is "https://api.example", expected is "https://mcp.context7.com"',
    ],
    ["the past", () => ({ ...GOOD, exp: NOW / 1000 - 60 }), "it has expired"],
    ["no expiry", () => ({ iss: GOOD.iss, aud: GOOD.aud }), "its exp is nothing"],
  ];
  for (const [what, claims, seen] of BAD) {
    it(`does not hold with ${what}`, async () => {
      assert.deepEqual(await judge(await sign(claims())), { ok: false, seen });
    });
  }

  it("does not hold without a kid among several keys, or with a key that cannot be used", async () => {
    const token = await sign(GOOD, "");
    const nameless = await new SignJWT(GOOD)
      .setProtectedHeader({ alg: "ES256" })
      .sign((await generateKeyPair("ES256")).privateKey);
    const [key] = jwks.keys;
    const several = {
      keys: [
        { ...key, kid: "one" },
        { ...key, kid: "two" },
      ],
    };
    const seen = "it does not say by which of the published keys it is signed (no kid)";
    assert.deepEqual(await judgeAccessToken(nameless, several, EXPECTED), { ok: false, seen });
    const broken = { keys: [{ ...key, kid: "", y: key?.x }] };
    assert.deepEqual(await judgeAccessToken(token, broken, EXPECTED), {
      ok: false,
      seen: "the published key that it names cannot be used",
    });
  });

  it("does not hold with a key that is not published, or a changed signature", async () => {
    const unknown = await judge(await sign(GOOD, "two"));
    assert.deepEqual(unknown, { ok: false, seen: "no published key has signed it" });
    const token = await sign(GOOD);
    const [header, payload] = token.split(".");
    const forged = `${header}.${payload}.${Buffer.alloc(64, 7).toString("base64url")}`;
    assert.deepEqual(await judge(forged), { ok: false, seen: "its signature is not valid" });
  });

  it("does not hold when it is no JWT, or a symmetric one", async () => {
    assert.deepEqual(await judge("opaque"), { ok: false, seen: "it is no signed JWT" });
    const symmetric = await new SignJWT(GOOD)
      .setProtectedHeader({ alg: "HS256" })
      .sign(Buffer.alloc(32));
    const seen = "its algorithm is not an asymmetric one";
    assert.deepEqual(await judge(symmetric), { ok: false, seen });
  });
});
