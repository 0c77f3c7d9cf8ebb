import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { AT_OKTA, hasCredentials, oauthClient } from "../../src/cli/clientCredentials";

const clientId = "0oa1";
const clientWith = (environment: Record<string, string>, more = {}) =>
  oauthClient({ clientId, names: AT_OKTA, environment, ...more });

describe("the client's credentials", () => {
  it("decide the method where none is declared", async () => {
    assert.deepEqual(await clientWith({}), { clientId, method: "none" });
    assert.deepEqual(await clientWith({ CONTEXT7_EMA_CLIENT_SECRET: "s" }), {
      clientId,
      method: "client_secret_basic",
      clientSecret: "s",
    });
    assert.equal(hasCredentials({}, AT_OKTA), false);
    assert.equal(hasCredentials({ CONTEXT7_EMA_CLIENT_SECRET_FILE: "x" }, AT_OKTA), true);
  });

  it("of the environment win over a stack's", async () => {
    const environment = { CONTEXT7_EMA_CLIENT_SECRET: "own" };
    const client = await clientWith(environment, { stackSecret: "stack" });
    assert.ok("clientSecret" in client && client.clientSecret === "own");
  });

  it("can be a private key: RSA or EC, in any PEM form", async () => {
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    const pems: [string, string][] = [
      [rsa.export({ type: "pkcs8", format: "pem" }) as string, "RSASSA-PKCS1-v1_5"],
      [rsa.export({ type: "pkcs1", format: "pem" }) as string, "RSASSA-PKCS1-v1_5"],
      [ec.export({ type: "sec1", format: "pem" }) as string, "ECDSA"],
    ];
    for (const [pem, algorithm] of pems) {
      const client = await clientWith({
        CONTEXT7_EMA_CLIENT_PRIVATE_KEY: pem,
        CONTEXT7_EMA_CLIENT_PRIVATE_KEY_ID: "kid-1",
      });
      assert.ok(client.method === "private_key_jwt");
      assert.equal(client.keyId, "kid-1");
      assert.equal(client.privateKey.algorithm.name, algorithm);
    }
  });

  it("that are no key, of another kind, missing or unreadable are named, not quoted", async () => {
    const ed = generateKeyPairSync("ed25519").privateKey;
    const pem = ed.export({ type: "pkcs8", format: "pem" }) as string;
    const named = /^CONTEXT7_EMA_CLIENT_PRIVATE_KEY is not a private key in PEM form/;
    for (const value of ["not a key", pem]) {
      const failed = clientWith({ CONTEXT7_EMA_CLIENT_PRIVATE_KEY: value });
      await assert.rejects(failed, { message: named });
    }
    const method = { method: "private_key_jwt" };
    await assert.rejects(clientWith({}, method), /Set CONTEXT7_EMA_CLIENT_PRIVATE_KEY, or/);
    const environment = { CONTEXT7_EMA_CLIENT_SECRET_FILE: "/nonexistent/secret" };
    await assert.rejects(
      clientWith(environment),
      /\/nonexistent\/secret, which cannot be read: ENOENT/,
    );
  });
});
