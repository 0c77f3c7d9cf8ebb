import assert from "node:assert/strict";
import { confirmationCode, isConfirmed } from "../../provider/confirmation";

describe("confirmationCode", () => {
  it("never changes: people have written codes into configurations", () => {
    assert.equal(confirmationCode("teamspace/1", ["https://acme.okta.com", ""]), "B4P8-19A4");
  });

  it("tells values, their order and their kind apart", () => {
    const codes = [
      confirmationCode("teamspace/1", ["a", "b"]),
      confirmationCode("teamspace/1", ["b", "a"]),
      confirmationCode("teamspace/1", ["ab", ""]),
      confirmationCode("teamspace/1", ["a", "b", ""]),
      confirmationCode("connection/1", ["a", "b"]),
    ];
    assert.equal(new Set(codes).size, codes.length);
    for (const code of codes) assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  });
});

describe("isConfirmed", () => {
  it("forgives how a person types it", () => {
    for (const typed of ["10AB-CDEF", "10abcdef", " 10ab cdef ", "lOAB-CDEF", "IoAB-CDEF"]) {
      assert.equal(isConfirmed("10AB-CDEF", typed), true, typed);
    }
  });

  it("is false for another code, an empty one, and none", () => {
    assert.equal(isConfirmed("10AB-CDEF", "10AB-CDEG"), false);
    assert.equal(isConfirmed("10AB-CDEF", ""), false);
    assert.equal(isConfirmed("10AB-CDEF", undefined), false);
  });
});
