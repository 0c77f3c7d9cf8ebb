import { runInNewContext } from "node:vm";
import { createIdJagVerifier, scrub } from "../../src/idjag";
import { checkClaims } from "../../src/idjag/claims";
import { AUDIENCE, CLIENT_ID, goodClaims, ISSUER, JWKS, NOW, RESOURCE, signToken } from "./tokens";

/**
 * Texts that make a pattern of the careless kind try again from each of their characters. With the
 * square of 16,000 steps the rounds below take minutes; without it, less than a second.
 */
const HOSTILE: Record<string, string> = {
  "the beginning of a token, again and again": "eyJ".repeat(5_000),
  "the same with another character between": "eyJ-".repeat(4_000),
  "a token without an end": `eyJ${"a".repeat(16_000)}`,
  dots: "eyJ.".repeat(4_000),
  "runs one character short of opaque": `${"a".repeat(63)} `.repeat(250),
  "one opaque run": "a".repeat(16_000),
  "at signs": "@".repeat(16_000),
  "a local part without an end": "a@".repeat(8_000),
  blanks: " ".repeat(16_000),
  "words and a character that no scope has": `${"a ".repeat(8_000)}"`,
  "marks that turn text around": "\u202e".repeat(16_000),
  quotes: '"\\'.repeat(8_000),
};

/** What reads text of somebody who has shown no key and no signature, or only a valid one. */
const READERS: Record<string, (text: string) => unknown> = {
  scrub: (text) => scrub(text, ["a secret"]),
  "the claims' rules": (text) => {
    const rules = {
      audience: AUDIENCE,
      resources: [RESOURCE],
      clientIds: [CLIENT_ID],
      clockTolerance: 30,
      maxLifetime: 300,
      requireResource: true,
    };
    for (const claim of ["scope", "email"])
      checkClaims({ ...goodClaims(), [claim]: text }, rules, NOW);
  },
};

const ROUNDS = 400;
/** Far more than is needed, and far less than a pattern takes that grows with the square. Milliseconds. */
const CAP = 30_000;

describe("idjag: work grows with the text and no faster", function () {
  this.timeout(2 * CAP);

  for (const [reader, read] of Object.entries(READERS)) {
    for (const [name, text] of Object.entries(HOSTILE)) {
      it(`${reader}: ${name}`, () => {
        // vm ends a pattern in the middle of its work; a test's own time limit could not.
        runInNewContext(
          "for (let i = 0; i < rounds; i++) read(text)",
          {
            read,
            text,
            rounds: ROUNDS,
          },
          { timeout: CAP },
        );
      });
    }
  }

  it("verify: an unsigned token whose typ is such a text", async () => {
    const verifier = createIdJagVerifier({
      issuer: ISSUER,
      audience: AUDIENCE,
      resources: [RESOURCE],
      clientIds: [CLIENT_ID],
      jwks: JWKS,
    });
    const token = signToken({}, { typ: "eyJ".repeat(3_500) });
    const waiting: Promise<unknown>[] = [];
    const read = () => waiting.push(verifier.verify(token));
    runInNewContext(
      "for (let i = 0; i < rounds; i++) read()",
      { read, rounds: ROUNDS },
      {
        timeout: CAP,
      },
    );
    await Promise.all(waiting);
  });
});
