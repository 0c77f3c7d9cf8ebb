import assert from "node:assert/strict";
import { request } from "undici";
import { AMPLE_LIMITS } from "../../sandbox/okta/management/rateLimit";
import { sandboxed } from "../provider/sandboxed";
import { firstStack } from "./configurations";
import { assertExactly } from "./exactly";
import { watchedStacks } from "./watchedStacks";

const MINUTE = 60_000;
/** Calls a minute, and how many of them others leave. */
const LIMIT = 30;
const LEFT = 3;

describe("engine: a rate limit that is used up for the whole of Okta's minute", function () {
  this.timeout(300_000);
  const world = sandboxed();
  const stacks = watchedStacks(world);
  it("is waited out by package and plugin in one up", async () => {
    const configuration = firstStack(world.sandbox);
    const stack = await stacks.create({ configuration });
    const { acme } = world;
    acme.rateLimits = { ...AMPLE_LIMITS, "/api/v1/apps*": LIMIT };
    const lookup = world.plan({ method: "GET", path: /\/api\/v1\/apps$/, times: 1, hold: true });
    const running = stack.cli("up", "--yes", "--skip-preview");
    const first = await lookup.hit();
    for (let left = LIMIT; left > LEFT; left -= 1) await listApps();
    lookup.release();
    assert.equal((await running).code, 0, stacks.printed());

    const { requests } = world.sandbox.world;
    const since = requests.filter(
      ({ at, path }) => at >= first.at && /^\/api\/v1\/apps/.test(path),
    );
    const refused = since.filter(({ status }) => status === 429);
    const methods = refused.map(({ method }) => method);
    assert.ok(methods.includes("GET") && methods.includes("POST"), `refused: ${methods}`);
    // Nobody got through before the minute was over, which by Okta's clock has whole seconds.
    const early = since.filter(
      ({ at, status }) =>
        status !== 429 && at > (refused[0]?.at ?? 0) && at < first.at + MINUTE - 1000,
    );
    assert.deepEqual(early, []);
    acme.rateLimits = AMPLE_LIMITS;
    await assertExactly(world, [{ stack, configuration }]);
  });

  /** What somebody else's program does with the same limit. */
  async function listApps(): Promise<void> {
    const { dispatcher } = world.config();
    const headers = { authorization: `SSWS ${world.sandbox.description.okta.apiToken}` };
    const answer = await request(`${world.acme.url}/api/v1/apps`, { dispatcher, headers });
    assert.equal(answer.statusCode, 200);
    await answer.body.dump();
  }
});
