import assert from "node:assert/strict";

/**
 * A test in the place of those that need something this machine does not have. It holds only while
 * that is so, and says on the test output what was not run and why.
 */
export function saysThatItDidNotRun(what: string, why: () => string | undefined): void {
  it(`${what}: not run here`, () => {
    const reason = why();
    assert.ok(reason, `${what} could have run`);
    console.log(`      NOT RUN: ${what}: ${reason}`);
  });
}
