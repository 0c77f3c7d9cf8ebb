import assert from "node:assert/strict";
import { skippingClock } from "../../sandbox/clock";

describe("the sandbox's skipping clock", () => {
  it("skips what is only slept away, and wakes in the order of the moments", async () => {
    const clock = skippingClock(() => 0);
    const [start, realStart] = [clock.now(), Date.now()];
    const woken: string[] = [];
    const sleep = async (name: string, seconds: number) => {
      await clock.sleep(seconds * 1000);
      woken.push(name);
    };
    await Promise.all([sleep("last", 3600), sleep("first", 60), sleep("second", 61)]);
    assert.deepEqual(woken, ["first", "second", "last"]);
    assert.ok(clock.now() - start >= 3_600_000);
    assert.ok(clock.now() - start < 3_700_000, "sleeps at the same time are not added up");
    assert.ok(Date.now() - realStart < 60_000);
  });

  it("skips nothing while something happens", async () => {
    let happened = 0;
    const clock = skippingClock(() => (happened < 5 ? undefined : happened));
    const start = clock.now();
    const asleep = clock.sleep(60_000);
    while (happened < 5) {
      await new Promise((resolve) => setTimeout(resolve, 3));
      assert.ok(clock.now() - start < 60_000);
      happened += 1;
    }
    await asleep;
    assert.ok(clock.now() - start >= 60_000);
  });

  it("wakes who has slept long enough, though it is never quiet", async () => {
    const clock = skippingClock(() => undefined);
    const start = Date.now();
    await clock.sleep(30);
    assert.ok(Date.now() - start >= 29);
  });
});
