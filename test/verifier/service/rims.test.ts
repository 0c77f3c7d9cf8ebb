import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { jwtVerify } from "jose";
import { redeemIdJag } from "../../../src/idjag";
import { liveRequest } from "../../../src/verifier/service/rims";
import { configuration } from "./arrangement";

const stored = async () => ({ token: "refresh-token", replace: async () => {} });

describe("the client of a live flow", () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const ec = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey;
  const keys: [what: string, pem: string, algorithm: string][] = [
    ["RSA, PKCS#8", rsa.export({ type: "pkcs8", format: "pem" }) as string, "RSASSA-PKCS1-v1_5"],
    ["RSA, PKCS#1", rsa.export({ type: "pkcs1", format: "pem" }) as string, "RSASSA-PKCS1-v1_5"],
    ["EC", ec.export({ type: "sec1", format: "pem" }) as string, "ECDSA"],
  ];
  for (const [what, pem, algorithm] of keys) {
    it(`signs with whatever key the settings take: ${what}`, async () => {
      const { live, target } = configuration({
        VERIFIER_LIVE_CLIENT: "claude-code",
        VERIFIER_LIVE_REFRESH_TOKEN_FILE: "/token",
        // As an environment file has it.
        VERIFIER_LIVE_PRIVATE_KEY: pem.trim().replaceAll("\n", "\\n"),
        VERIFIER_LIVE_PRIVATE_KEY_ID: "kid-1",
      });
      assert.ok(live);
      const { atOkta } = await liveRequest(live, target, { kind: "live", probes: [] }, stored);
      assert.ok(atOkta.method === "private_key_jwt");
      assert.equal(atOkta.keyId, "kid-1");
      assert.equal(atOkta.privateKey.algorithm.name, algorithm);
    });
  }

  it("signs at Context7 with the key for there, which is another than Okta's", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }) as string;
    const { live, target } = configuration({
      VERIFIER_LIVE_CLIENT: "claude-code",
      VERIFIER_LIVE_REFRESH_TOKEN_FILE: "/token",
      VERIFIER_LIVE_PRIVATE_KEY: pem(rsa),
      VERIFIER_LIVE_PRIVATE_KEY_AT_RESOURCE: pem(privateKey),
      VERIFIER_LIVE_PRIVATE_KEY_ID_AT_RESOURCE: "kid-context7",
    });
    assert.ok(live);
    const { atResource } = await liveRequest(live, target, { kind: "live", probes: [] }, stored);

    const issuer = target.resourceIssuer;
    const tokenEndpoint = `${issuer}/api/oauth/token`;
    let form = new URLSearchParams();
    const redeemed = await redeemIdJag({
      server: { issuer, tokenEndpoint },
      client: atResource,
      idJag: "an ID-JAG",
      fetch: async (_, { body }) => {
        form = new URLSearchParams(body);
        return Response.json({ token_type: "Bearer", access_token: "at" });
      },
    });
    assert.ok(redeemed.ok);
    const { clientIdAtResource: clientId } = target.requestingApps["claude-code"] ?? {};
    assert.ok(clientId);
    const signed = await jwtVerify(form.get("client_assertion") ?? "", publicKey, {
      issuer: clientId,
      subject: clientId,
      audience: tokenEndpoint,
    });
    assert.equal(signed.protectedHeader.kid, "kid-context7");
    assert.equal(form.get("client_secret"), null);
  });
});
