import assert from "node:assert/strict";
import type { IdJagVerification } from "../../src/idjag";
import type { IdJagHeader } from "../../src/idjag/header";
import { createHeaderMemory } from "../../src/idjag/headerMemory";
import { createVerifier, goodHeader, signToken } from "./tokens";

const reasonOf = (result: IdJagVerification) => (result.ok ? "accepted" : result.reason);

describe("idjag: headers that were read before", () => {
  const header = (kid: string) => ({ ...goodHeader(), kid }) as unknown as IdJagHeader;

  it("are as many as an issuer has keys, and no more", () => {
    const memory = createHeaderMemory();
    for (let index = 0; index < 100; index += 1) memory.remember(`h${index}`, header(`${index}`));
    const kept = Array.from({ length: 100 }, (_, index) => memory.recall(`h${index}`));
    assert.equal(kept.filter(Boolean).length, 16);
    assert.equal(memory.recall("h99")?.kid, "99", "the newest stay");
    assert.equal(memory.recall("h0"), undefined);
  });

  it("can be changed by nobody: whole, or not remembered", () => {
    const memory = createHeaderMemory();
    memory.remember("flat", header("1"));
    assert.ok(Object.isFrozen(memory.recall("flat")));
    memory.remember("nested", { ...header("1"), more: { kid: "1" } });
    assert.equal(memory.recall("nested"), undefined);
  });

  it("spare no check of what follows: signature, claims and replay", async () => {
    const verifier = createVerifier();
    const token = signToken();
    const first = await verifier.verify(token);
    assert.equal(first.ok, true);
    assert.equal(reasonOf(await verifier.verify(token)), "replayed");
    const [head, payload, signature] = signToken({ jti: "another" }).split(".");
    const [, , other] = token.split(".");
    assert.equal(
      reasonOf(await verifier.verify(`${head}.${payload}.${other}`)),
      "signature_invalid",
    );
    assert.equal((await verifier.verify(`${head}.${payload}.${signature}`)).ok, true);
    assert.equal(
      reasonOf(await verifier.verify(signToken({ aud: "https://other.example" }))),
      "aud_mismatch",
    );
  });
});
