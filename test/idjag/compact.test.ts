import assert from "node:assert/strict";
import fc from "fast-check";
import { splitCompact } from "../../src/idjag/compact";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
/** Canonical is what comes out again when it is decoded and encoded. */
const comesBack = (part: string) => base64url(Buffer.from(part, "base64url")) === part;
const isTaken = (part: string) =>
  [0, 1, 2].every((at) => splitCompact(["e30", "e30", "e30"].with(at, part).join(".")).ok);

describe("idjag: the one spelling of each part", () => {
  it("every ending of up to five characters", () => {
    for (const start of ["", "A", "AA", "AAA", "AAAA"]) {
      for (const last of `${ALPHABET}=+/ \n\0é`) {
        assert.equal(isTaken(start + last), comesBack(start + last), JSON.stringify(start + last));
      }
    }
  });

  it("what encodes bytes is taken", () =>
    fc.assert(fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => isTaken(base64url(bytes)))));

  it("of all other texts none is", () => {
    const character = fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom(...ALPHABET) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }) },
    );
    fc.assert(
      fc.property(fc.array(character, { minLength: 1, maxLength: 12 }), (characters) => {
        const part = characters.join("");
        fc.pre(!part.includes("."));
        assert.equal(isTaken(part), comesBack(part));
      }),
      { numRuns: 1000 },
    );
  });
});
