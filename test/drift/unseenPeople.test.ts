import assert from "node:assert/strict";
import { unseenPeople } from "../../src/drift/lookAtOrg";
import { CLAUDE, CONTEXT7, liveApp, org } from "./declarations";

describe("people that were not looked through", () => {
  const inventory = org({}, liveApp(CLAUDE, "Claude Code"), liveApp(CONTEXT7, "Context7"));

  it("are told in one note, with the apps and what to do", () => {
    const partlyListedUsers = new Set([CONTEXT7, CLAUDE]);
    const [note, ...more] = unseenPeople({ ...inventory, partlyListedUsers });
    assert.deepEqual(more, []);
    assert.match(note ?? "", /people of Claude Code, Context7 in https:.* first 500 .*--strict/);
  });

  it("are not mentioned where there are none", () => {
    assert.deepEqual(unseenPeople(inventory), []);
  });
});
