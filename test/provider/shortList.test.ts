import assert from "node:assert/strict";
import { shortList } from "../../provider/shortList";

describe("a list of names in a sentence", () => {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index + 1}`);

  it("is whole up to ten", () => {
    assert.equal(shortList([]), "");
    assert.equal(shortList(["only"]), "only");
    assert.equal(shortList(names(10)), names(10).join(", "));
  });

  it("says how many it leaves out", () => {
    assert.equal(shortList(names(42)), `${names(10).join(", ")} and 32 more`);
  });
});
