import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { PrivateKeyJwt } from "oauth4webapi";
import { algorithmOf, isSigningKey, signingKeyFrom } from "../../src/idjag/privateKey";

const rsa = (modulusLength: number) => generateKeyPairSync("rsa", { modulusLength }).privateKey;
const ec = (namedCurve: string) => generateKeyPairSync("ec", { namedCurve }).privateKey;
const pemOf = (key: KeyObject, type: "pkcs1" | "pkcs8" | "sec1") =>
  key.export({ type, format: "pem" }) as string;

/** The `alg` of an assertion that a client makes with the key. */
async function algorithmUsed(pem: string): Promise<string | undefined> {
  const key = await signingKeyFrom(pem);
  assert.ok(key);
  const body = new URLSearchParams();
  const as = { issuer: "https://acme.okta.com" };
  await PrivateKeyJwt({ key })(as, { client_id: "0oa1" }, body, new Headers());
  const [header = ""] = (body.get("client_assertion") ?? "").split(".");
  return JSON.parse(Buffer.from(header, "base64url").toString()).alg;
}

describe("idjag: a client's private key", () => {
  const good: [what: string, key: KeyObject, form: "pkcs1" | "pkcs8" | "sec1", alg: string][] = [
    ["RSA, PKCS#8", rsa(2048), "pkcs8", "RS256"],
    ["RSA, PKCS#1", rsa(2048), "pkcs1", "RS256"],
    ["P-256, PKCS#8", ec("P-256"), "pkcs8", "ES256"],
    ["P-256, SEC 1", ec("P-256"), "sec1", "ES256"],
    ["P-384", ec("P-384"), "pkcs8", "ES384"],
    ["P-521", ec("P-521"), "pkcs8", "ES512"],
  ];
  for (const [what, key, form, alg] of good) {
    it(`signs by its kind: ${what}`, async () => {
      assert.equal(algorithmOf(key), alg);
      assert.equal(isSigningKey(pemOf(key, form)), true);
      assert.equal(await algorithmUsed(pemOf(key, form)), alg);
    });
  }

  const secp256k1 = pemOf(ec("secp256k1"), "pkcs8");
  const bad: [what: string, pem: string][] = [
    ["RSA that is too short", pemOf(rsa(1024), "pkcs8")],
    [
      "Ed25519, which Okta does not list",
      pemOf(generateKeyPairSync("ed25519").privateKey, "pkcs8"),
    ],
    ["another curve", secp256k1],
    ["an encrypted key", encrypted()],
    ["a text that is no key", "secret-text"],
  ];
  for (const [what, pem] of bad) {
    it(`is not ${what}`, async () => {
      assert.equal(isSigningKey(pem), false);
      assert.equal(await signingKeyFrom(pem), undefined);
    });
  }
});

function encrypted(): string {
  const options = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" } as const;
  return ec("P-256").export(options) as string;
}
