import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { delayUntilNext, startSchedule } from "../../../src/verifier/service/schedule";

const DAY = 86_400_000;
const task = async () => {};

describe("the schedule", () => {
  it("never comes early, and spreads by the jitter", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: DAY }),
        (chance, passed) => {
          const options = { every: DAY, jitter: 0.1, last: () => 0, task, random: () => chance };
          const delay = delayUntilNext(options, passed);
          if (passed < DAY) {
            assert.ok(passed + delay >= DAY);
            assert.ok(passed + delay <= DAY * 1.1);
          }
        },
      ),
    );
  });

  it("begins within seconds when it is overdue or was never done", () => {
    for (const last of [undefined, 0]) {
      const options = { every: DAY, jitter: 0.1, last: () => last, task, random: () => 1 };
      assert.ok(delayUntilNext(options, 3 * DAY) <= 5000);
    }
  });

  it("stays within what a timer can wait", () => {
    const options = { every: 20 * DAY, jitter: 0.5, last: () => 0, task, random: () => 1 };
    assert.ok(delayUntilNext(options, 0) < 2 ** 31);
  });

  it("rests after a task that could not be done, and stops when told", async () => {
    let count = 0;
    const schedule = startSchedule({
      every: 1,
      jitter: 0,
      last: () => undefined,
      task: async () => {
        count += 1;
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(count, 1);
    assert.ok(schedule.next() - Date.now() > 5000);
    schedule.stop();
  });
});
