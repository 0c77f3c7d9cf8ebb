import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeIdJag, type IdJagVerification } from "../../src/idjag";
import {
  AUDIENCE,
  base64url,
  CLIENT_ID,
  createVerifier,
  goodClaims,
  goodHeader,
  ISSUER,
  RESOURCE,
  signText,
  signToken,
} from "./tokens";

const verifier = createVerifier({ replayCache: { mark: async () => "fresh" } });
const [goodHeaderPart, goodPayloadPart, goodSignature] = signToken().split(".") as [
  string,
  string,
  string,
];

/** Never a throw, never accepted; the display decoder does not throw either. */
async function refused(token: unknown): Promise<IdJagVerification> {
  decodeIdJag(token);
  const result = await verifier.verify(token);
  assert.equal(result.ok, false, "accepted");
  return result;
}

const check = <T>(
  arbitrary: fc.Arbitrary<T>,
  property: (value: T) => Promise<unknown>,
  numRuns = 300,
) =>
  fc.assert(
    fc.asyncProperty(arbitrary, async (value) => {
      await property(value);
    }),
    { numRuns },
  );

describe("idjag: properties", () => {
  it("arbitrary values as token", () => check(fc.anything(), refused));
  it("arbitrary strings as token", () => check(fc.string({ unit: "binary" }), refused));
  it("arbitrary strings in the form of a token", () =>
    check(fc.tuple(fc.string(), fc.string(), fc.string()), (parts) => refused(parts.join("."))));

  it("arbitrary bytes in each part", () =>
    check(fc.tuple(fc.uint8Array(), fc.uint8Array(), fc.uint8Array()), (parts) =>
      refused(parts.map(base64url).join(".")),
    ));

  it("arbitrary bytes in one part of a good token", () =>
    check(fc.tuple(fc.nat(2), fc.uint8Array({ minLength: 1 })), ([position, bytes]) => {
      const parts = [goodHeaderPart, goodPayloadPart, goodSignature];
      parts[position] = base64url(bytes);
      return refused(parts.join("."));
    }));

  it("arbitrary JSON as header", () =>
    check(fc.json(), (json) => refused(signText(json, JSON.stringify(goodClaims()))), 100));

  it("arbitrary depth in header or payload, well signed", () => {
    const level = fc.constantFrom<[string, string]>(["[", "]"], ['{"x":', "}"], ['[{"x":1},', "]"]);
    const deep = fc
      .tuple(fc.array(level, { minLength: 1, maxLength: 8 }), fc.nat(1_500))
      .map(([levels, times]) => {
        const opened = levels.map(([open]) => open).join("");
        const closed = levels.map(([, close]) => close);
        return opened.repeat(times) + 1 + closed.reverse().join("").repeat(times);
      })
      .filter((json) => json.length < 11_000);
    const names = (values: object) => fc.constantFrom(...Object.keys(values));
    const put = (values: object, name: string, json: string) =>
      JSON.stringify({ ...values, [name]: "HERE" }).replace('"HERE"', json);
    return check(
      fc.tuple(names(goodHeader()), names(goodClaims()), deep),
      async ([inHeader, inPayload, json]) => {
        const [header, payload] = [goodHeader(), goodClaims()];
        await refused(signText(put(header, inHeader, json), JSON.stringify(payload)));
        await refused(signText(JSON.stringify(header), put(payload, inPayload, json)));
      },
      200,
    );
  });

  it("arbitrary JSON as payload, well signed", () =>
    check(fc.json(), (json) => refused(signText(JSON.stringify(goodHeader()), json)), 100));

  it("arbitrary members beside the good ones in the header: no throw, and no other key is believed", () =>
    check(
      fc.tuple(
        fc.constantFrom("jwk", "jku", "x5u", "x5c", "crit", "kid", "alg", "typ"),
        fc.jsonValue(),
      ),
      ([name, value]) => {
        fc.pre((goodHeader() as Record<string, unknown>)[name] !== value && value !== "any");
        return refused(signToken({}, { [name]: value }));
      },
      100,
    ));

  it("one character of a good token changed, removed or added", () => {
    const token = signToken();
    const base64urlText = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n";
    return check(
      fc.tuple(fc.nat(token.length - 1), fc.constantFrom("", ...base64urlText), fc.nat(1)),
      ([at, text, kept]) => {
        const changed = token.slice(0, at) + text + token.slice(at + 1 - kept);
        fc.pre(changed !== token);
        return refused(changed);
      },
      1000,
    );
  });

  it("every claim changed under the old signature", () =>
    check(
      fc.tuple(
        fc.constantFrom(...Object.keys(goodClaims())),
        fc.option(fc.jsonValue(), { nil: undefined }),
      ),
      async ([claim, value]) => {
        const changed = { ...goodClaims(), [claim]: value };
        const payload = base64url(JSON.stringify(changed));
        fc.pre(payload !== goodPayloadPart);
        await refused(`${goodHeaderPart}.${payload}.${goodSignature}`);
      },
    ));

  describe("every claim changed and signed by the issuer", () => {
    /** What each claim may be beside the good token's value; all else must be refused. */
    const isString = (value: unknown) => typeof value === "string" && value !== "";
    const isOnly = (value: unknown, one: string) =>
      value === one || (Array.isArray(value) && value.length === 1 && value[0] === one);
    const allowed: Record<string, (value: unknown) => boolean> = {
      iss: (value) => value === ISSUER,
      sub: isString,
      aud: (value) => isOnly(value, AUDIENCE),
      client_id: (value) => value === CLIENT_ID,
      resource: (value) => value === RESOURCE || (Array.isArray(value) && value[0] === RESOURCE),
      scope: (value) =>
        value === undefined || (typeof value === "string" && /^[\x21-\x7e ]+$/.test(value)),
      email: (value) => typeof value === "string" && value.includes("@"),
      // Times only matter near now, which arbitrary numbers are not.
      iat: () => false,
      exp: () => false,
      jti: isString,
    };

    it("the table names every claim of the good token", () => {
      assert.deepEqual(Object.keys(allowed).sort(), Object.keys(goodClaims()).sort());
    });

    for (const [claim, mayBe] of Object.entries(allowed)) {
      it(claim, () =>
        check(
          fc.oneof(
            fc.jsonValue(),
            fc.constant(undefined),
            fc.array(fc.constant(goodClaims()[claim])),
          ),
          async (value) => {
            fc.pre(!mayBe(value));
            await refused(signToken({ [claim]: value }));
          },
          60,
        ),
      );
    }
  });

  it("a refusal never shows control characters, nor more than it must", () =>
    check(
      fc.tuple(
        fc.constantFrom("iss", "aud", "client_id", "resource", "scope"),
        fc.string({ unit: "binary", maxLength: 500 }),
      ),
      async ([claim, value]) => {
        const result = await verifier.verify(signToken({ [claim]: value }));
        if (result.ok) return;
        assert.doesNotMatch(result.message, /[\p{Cc}\p{Cf}]/u);
        assert.ok(result.message.length < 1_000);
      },
      150,
    ));
});
