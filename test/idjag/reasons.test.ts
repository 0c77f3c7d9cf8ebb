import assert from "node:assert/strict";
import { compactVerify, createLocalJWKSet } from "jose";
import { ID_JAG_REASONS, type IdJagReason } from "../../src/idjag";
import {
  type Attacks,
  good,
  goodPayloadPart,
  goodSignature,
  header,
  payload,
} from "./attacks/attack";
import { claimAttacks } from "./attacks/claims";
import { envelopeAttacks } from "./attacks/envelope";
import { forgedForExponentOne, keyAttacks } from "./attacks/keys";
import {
  AUDIENCE,
  createVerifier,
  goodClaims,
  goodHeader,
  JWKS,
  keys,
  NOW,
  RESOURCE,
  signText,
  signToken,
} from "./tokens";

const ATTACKS: Attacks<IdJagReason> = { ...envelopeAttacks, ...keyAttacks, ...claimAttacks };

describe("idjag: every reason has its tokens", () => {
  it("covers the closed union exactly", () => {
    assert.deepEqual(Object.keys(ATTACKS).sort(), Object.keys(ID_JAG_REASONS).sort());
    for (const [reason, attacks] of Object.entries(ATTACKS)) assert.ok(attacks.length > 0, reason);
  });

  for (const [reason, attacks] of Object.entries(ATTACKS)) {
    describe(reason, () => {
      for (const { name, token, options, before = 0 } of attacks) {
        it(name, async () => {
          const verifier = createVerifier(options);
          for (let i = 0; i < before; i++) await verifier.verify(token);
          const result = await verifier.verify(token);
          assert.ok(!result.ok, "accepted");
          assert.equal(result.reason, reason, result.message);
          const { message, remedy, specification } = result;
          for (const text of [message, remedy, specification]) assert.ok(text.length > 3);
          assert.doesNotMatch(message, /\{(?:seen|expected)\}|\bundefined\b/);
          // No refusal carries the token, its signature, the person, or the jti.
          const shown = JSON.stringify(result);
          for (const secret of [goodSignature, goodPayloadPart, "dev.one@", "00u1a2b3", "IDAAG."]) {
            assert.ok(!shown.includes(secret), `shows ${secret}`);
          }
        });
      }
    });
  }

  it("accepts the good token, and each variation that the draft allows", async () => {
    const variations: Record<string, string> = {
      good,
      ES256: signToken({}, { kid: "es", alg: "ES256" }, keys.es.privateKey),
      "aud as a list of one (§4.4.1)": signToken({ aud: [AUDIENCE] }),
      "resource as a list (§3.1)": signToken({ resource: [RESOURCE, `${RESOURCE}/mcp`] }),
      "no scope": signToken({ scope: undefined }),
      "nbf in the past": signToken({ nbf: NOW - 1 }),
      "made up to the tolerance ahead": signToken({ iat: NOW + 30, exp: NOW + 330 }),
      "expired less than the tolerance ago": signToken({ iat: NOW - 329, exp: NOW - 29 }),
      "claims that nothing here knows": signToken({
        act: { sub: "agent" },
        aud_tenant: "t",
        amr: ["mfa"],
      }),
      "a thumbprint of the certificate": signToken({}, { x5t: "AAAA" }),
      "white space and escapes in the JSON": signText(
        header,
        `{ "note" : "a \\"b\\": c",\n${payload.slice(1)}`,
      ),
    };
    for (const [name, token] of Object.entries(variations)) {
      const result = await createVerifier().verify(token);
      assert.equal(result.ok ? "accepted" : result.message, "accepted", name);
    }
    const withoutResource = await createVerifier({ requireResource: false }).verify(
      signToken({ resource: undefined }),
    );
    assert.ok(withoutResource.ok);
    const onlyKey = { keys: JWKS.keys.slice(0, 1) };
    const withoutKid = await createVerifier({ jwks: onlyKey }).verify(
      signToken({}, { kid: undefined }),
    );
    assert.ok(withoutKid.ok);
  });

  it("gives back header and claims", async () => {
    const result = await createVerifier().verify(good);
    assert.ok(result.ok);
    assert.deepEqual(result.claims, goodClaims());
    assert.deepEqual(result.header, goodHeader());
    assert.equal(result.consumed, true);
  });

  it("jose alone accepts the forgery for exponent 1: the check is needed", async () => {
    const verified = await compactVerify(forgedForExponentOne(), createLocalJWKSet(JWKS));
    assert.equal(verified.protectedHeader.kid, "one");
  });
});
