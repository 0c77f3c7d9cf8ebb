import assert from "node:assert/strict";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import { before, describe, it } from "mocha";
import { judgeKeySet } from "../../../src/verifier/checks/keySet";

describe("a set of signing keys", () => {
  let ec: JWK;
  let rsa: JWK;
  let privateKey: JWK;

  before(async () => {
    const pair = await generateKeyPair("ES256", { extractable: true });
    ec = { ...(await exportJWK(pair.publicKey)), kid: "ec" };
    privateKey = { ...(await exportJWK(pair.privateKey)), kid: "private" };
    rsa = { ...(await exportJWK((await generateKeyPair("RS256")).publicKey)), kid: "rsa" };
  });

  it("serves with RSA and EC keys, and passes over keys for encryption", async () => {
    const keys = [rsa, { ...ec, use: "sig" }, { kty: "RSA", use: "enc", kid: "x" }];
    assert.deepEqual(await judgeKeySet({ keys }), { ok: true, keyIds: ["rsa", "ec"] });
  });

  it("passes over keys of a type that is not understood", async () => {
    const keys = [{ kty: "AKP", kid: "new", alg: "ML-DSA-44", pub: "AA" }, rsa];
    assert.deepEqual(await judgeKeySet({ keys }), { ok: true, keyIds: ["rsa"] });
  });

  it("serves with a lone key without kid, which needs no name", async () => {
    const keys = [{ ...rsa, kid: undefined }];
    assert.deepEqual(await judgeKeySet({ keys }), { ok: true, keyIds: [] });
  });

  it("passes over a sound key without kid beside a named one, and not over a weak one", async () => {
    const beside = (members: JWK) => judgeKeySet({ keys: [rsa, { ...members, kid: undefined }] });
    assert.deepEqual(await beside(rsa), { ok: true, keyIds: ["rsa"] });
    assert.deepEqual(await beside({ ...rsa, e: "Aw" }), {
      ok: false,
      seen: "key without kid is RSA with exponent 3",
    });
  });

  const BAD: [what: string, document: () => unknown, seen: RegExp][] = [
    ["no JWK Set", () => ({ error: "x" }), /no JWK Set/],
    ["no key at all", () => ({ keys: [] }), /no key for signatures/],
    ["keys for encryption alone", () => ({ keys: [{ ...rsa, use: "enc" }] }), /no key for sig/],
    [
      "several keys without kid",
      () => ({
        keys: [
          { ...ec, kid: undefined },
          { ...rsa, kid: undefined },
        ],
      }),
      /without kid cannot be told/,
    ],
    [
      "keys of unknown types alone",
      () => ({ keys: [{ kty: "AKP", kid: "new" }] }),
      /no key for sig/,
    ],
    [
      "a published secret",
      () => ({ keys: [rsa, { kty: "oct", kid: "s", k: "AA" }] }),
      /not a public key/,
    ],
    ["two of the same kid", () => ({ keys: [rsa, { ...ec, kid: "rsa" }] }), /the same kid/],
    ["a private key", () => ({ keys: [privateKey] }), /not a public key/],
    ["other primes alone", () => ({ keys: [{ ...rsa, oth: [] }] }), /not a public key/],
    [
      "an exponent beyond 256 bits",
      () => ({ keys: [{ ...rsa, e: Buffer.alloc(33, 255).toString("base64url") }] }),
      /exponent \[redacted\]/,
    ],
    ["an even exponent", () => ({ keys: [{ ...rsa, e: "AQAC" }] }), /exponent 65538/],
    ["a small exponent", () => ({ keys: [{ ...rsa, e: "Aw" }] }), /exponent 3/],
    [
      "a short modulus",
      () => ({ keys: [{ ...rsa, n: rsa.n?.slice(0, 170) }] }),
      /RSA with 1\d{3} /,
    ],
    ["a point off the curve", () => ({ keys: [{ ...ec, y: ec.x }] }), /cannot be read/],
  ];
  for (const [what, document, seen] of BAD) {
    it(`does not serve with ${what}`, async () => {
      const judged = await judgeKeySet(document());
      assert.match(judged.ok ? "" : judged.seen, seen);
    });
  }
});
