import assert from "node:assert/strict";
import { decodeIdJag, scrub } from "../../src/idjag";
import { show } from "../../src/idjag/redact";
import { base64url, goodClaims, goodHeader, keys, signToken } from "./tokens";

describe("idjag: decoding for display", () => {
  it("reads a token without believing it", () => {
    const decoded = decodeIdJag(signToken({}, {}, keys.foreign.privateKey));
    assert.deepEqual(decoded, { ok: true, header: goodHeader(), claims: goodClaims() });
  });

  it("reads other signed tokens, so that a person sees what was pasted", () => {
    const decoded = decodeIdJag(signToken({}, { typ: "JWT" }));
    assert.ok(decoded.ok && decoded.header.typ === "JWT");
  });

  it("says why it cannot", () => {
    const reasonOf = (token: unknown) => {
      const decoded = decodeIdJag(token);
      return decoded.ok ? "read" : decoded.reason;
    };
    assert.equal(reasonOf(undefined), "not_compact_jws");
    assert.equal(reasonOf("a.b"), "not_compact_jws");
    assert.equal(reasonOf(`${base64url("[]")}.e30.AAAA`), "header_not_json_object");
    assert.equal(reasonOf("e30.bnVsbA.AAAA"), "payload_not_json_object");
  });

  it("deep nesting is no way to a stack overflow, neither here nor where claims are shown", () => {
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
    const at = (levels: number) => decodeIdJag(`e30.${base64url(nested(levels))}.AAAA`);
    assert.ok(at(32).ok);
    for (const levels of [33, 1_900]) {
      const decoded = at(levels);
      assert.equal(decoded.ok ? "read" : decoded.reason, "nesting_too_deep", String(levels));
    }
  });
});

describe("idjag: text from outside, made safe to show", () => {
  it("takes out tokens, known secrets and long opaque runs", () => {
    const token = signToken();
    const [header, payload] = token.split(".");
    assert.equal(scrub(`bad assertion: ${token}`), "bad assertion: [redacted]");
    assert.equal(scrub(`bad ${header}.${payload}`), "bad [redacted]");
    assert.equal(
      scrub("secret s3cr=t and s3cr%3Dt", ["s3cr=t"]),
      "secret [redacted] and [redacted]",
    );
    assert.equal(scrub(`key ${"a1".repeat(40)}`), "key [redacted]");
    assert.equal(scrub("no secret", [""]), "no secret");
  });

  it("a token cut by the cap is taken out all the same", () => {
    assert.doesNotMatch(scrub(`${"word ".repeat(50)}${signToken()}`, [], 270), /eyJ/);
  });

  it("a token cut anywhere, at its end or by what is searched, is taken out all the same", () => {
    const token = signToken();
    for (let length = 4; length < token.length; length++) {
      assert.doesNotMatch(scrub(`bad ${token.slice(0, length)}`), /eyJ/, String(length));
    }
    for (let kept = 4; kept < 40; kept++) {
      const text = `${"word ".repeat(4_000)}`.slice(0, 16_384 - kept) + token;
      assert.doesNotMatch(scrub(text, [], 16_384), /eyJ/, String(kept));
    }
  });

  it("a known secret that the cap would cut in two is taken out whole", () => {
    const secret = "s3cr=t with blanks";
    const text = `${"word ".repeat(4_000)}`.slice(0, 16_384 - 8) + secret;
    assert.doesNotMatch(scrub(text, [secret], 16_384), /s3cr/);
  });

  it("shows any JSON, however deep", () => {
    assert.equal(show([[1], { a: null }]), '[[1],{"a":null}]');
    assert.equal(show(JSON.parse("[".repeat(9_000) + "]".repeat(9_000))), "a deeply nested value");
  });

  it("a secret that no form can hold as it is does no harm", () => {
    assert.equal(
      scrub("lone \ud800x and %EF%BF%BDx", ["\ud800x"]),
      "lone [redacted] and [redacted]",
    );
  });

  it("takes out controls and marks that turn text around, and caps", () => {
    assert.equal(scrub("a\u0000b\u001b[31mc\u202ed\u2028e"), "a b [31mc d e");
    assert.equal(scrub("x ".repeat(500)).length, 300);
  });

  it("leaves Okta's texts as they are", () => {
    const text =
      "The client is not authorized to use the provided grant type. Configured grant types: [urn:ietf:params:oauth:grant-type:token-exchange].";
    assert.equal(scrub(text), text);
  });
});
