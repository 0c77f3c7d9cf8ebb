import assert from "node:assert/strict";
import type { IdJagHeader } from "../../src/idjag/header";
import { localKeys } from "../../src/idjag/keys";
import { goodHeader, JWKS } from "./tokens";

const header = (kid: string) => ({ ...goodHeader(), kid }) as IdJagHeader;

describe("idjag: keys at hand", () => {
  it("are looked for once for each header", async () => {
    const keys = localKeys(JWKS);
    const good = header("rs");
    assert.equal(keys(good), keys(good));
    assert.notEqual(keys(header("rs")), keys(good), "another header of the same words");
    assert.equal(await keys(header("rs")), await keys(good));
  });

  it("are another header's not", async () => {
    const keys = localKeys(JWKS);
    const key = await keys(header("rs"));
    assert.notEqual(await keys(header("any")), key);
  });

  for (const kid of ["small", "one", "private", "encryption", "twice", "unknown"]) {
    it(`a refused one is refused again: ${kid}`, async () => {
      const keys = localKeys(JWKS);
      const bad = header(kid);
      const first = await keys(bad);
      assert.ok("reason" in first);
      assert.deepEqual(await keys(bad), first);
    });
  }
});
