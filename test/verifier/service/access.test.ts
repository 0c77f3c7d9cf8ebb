import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { describe, it } from "mocha";
import { accessBy, SESSION_SECONDS } from "../../../src/verifier/service/access";
import { KEY } from "./arrangement";

describe("access by key", () => {
  let now = 1_800_000_000_000;
  const access = accessBy(KEY, () => now);

  it("gives sessions that hold at every replica and end by themselves", () => {
    const session = access.newSession();
    assert.ok(!session.includes(KEY));
    assert.ok(accessBy(KEY, () => now).isSession(session));
    now += SESSION_SECONDS * 1000 - 1;
    assert.ok(access.isSession(session));
    now += 1;
    assert.ok(!access.isSession(session));
  });

  it("gives sessions that end with the key, and no two alike", () => {
    const session = access.newSession();
    assert.notEqual(session, access.newSession());
    assert.ok(!accessBy(`${KEY}0`, () => now).isSession(session));
  });

  it("takes no session that it did not give", () => {
    const session = access.newSession();
    for (let index = 0; index < session.length; index++) {
      const other = session[index] === "A" ? "B" : "A";
      const changed = session.slice(0, index) + other + session.slice(index + 1);
      // The last character of base64url carries unused bits; as text it is another one all the same.
      assert.ok(!access.isSession(changed), String(index));
    }
    for (const text of [undefined, "", ".", "..", KEY, `${session}.`, ` ${session}`]) {
      assert.ok(!access.isSession(text), text);
    }
  });

  it("looks at what strangers send in time that grows with its length and no faster", function () {
    this.timeout(60_000);
    const hostile = [" ", "Bearer ", "Bearer  \n", "1", "1.", "A.", "-"].flatMap((text) => {
      const long = text.repeat(16_000);
      return [long, `Bearer ${long}`, `Bearer ${long}\n`];
    });
    const read = () => {
      for (const text of hostile) {
        access.isBearer(text);
        access.isSession(text);
      }
    };
    // vm ends a pattern in the middle of its work; a test's own time limit could not.
    runInNewContext("for (let i = 0; i < 50; i++) read()", { read }, { timeout: 30_000 });
  });
});
