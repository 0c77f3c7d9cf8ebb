import assert from "node:assert/strict";
import { rateLimited } from "../../sandbox/okta/management/rateLimit";
import { sandboxed } from "../provider/sandboxed";
import { connectingStack } from "./configurations";
import type { EngineStack } from "./harness";
import { stacksIn } from "./stacks";

const connections = /\/cwo\/connections$/;
const settings = /\/ema-settings$/;

describe("engine: rate limits and failing servers", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let stack: EngineStack;

  before(async () => {
    await world.addApp("resource", "Context7");
    await world.addApp("requesting", "Claude Code");
    const { settingsUrl } = world.sandbox.description.context7;
    const teamspace = { management: "api", settingsUrl };
    stack = await stacks.create({ configuration: { ...connectingStack(), teamspace } });
  });

  /** How often a path was asked, with the status of each answer. */
  const statuses = (path: RegExp, since: number) =>
    asked(path, since).map(({ method, status }) => `${method} ${status}`);
  /** Milliseconds between a refusal and the next request for the same. */
  const waits = (path: RegExp, since: number) => {
    const requests = asked(path, since);
    return requests.flatMap(({ status, at }, index) => {
      const next = requests[index + 1];
      return status === 429 && next ? [next.at - at] : [];
    });
  };
  const asked = (path: RegExp, since: number) =>
    world.sandbox.world.requests
      .slice(since)
      .filter((request) => path.test(request.path.split("?")[0] ?? ""));
  const now = () => world.sandbox.world.requests.length;

  it("Okta's limit without end: up stops with an error that says how long it tried", async () => {
    world.plan(rateLimited({ path: connections, times: Number.POSITIVE_INFINITY }, 0));
    const since = now();
    const text = await stacks.refusal(stack.up());
    assert.match(text, /is over its rate limit, and still is \(after 6 retries in \d+ s\)/);
    assert.match(text, /429 E0000047/);
    assert.match(text, /Run again in a minute/);
    assert.deepEqual(statuses(connections, since), Array(7).fill("GET 429"));
  });

  it("a reset that is far away is not waited for", async () => {
    world.plan(rateLimited({ path: connections, times: Number.POSITIVE_INFINITY }, 600));
    const since = now();
    const text = await stacks.refusal(stack.up());
    assert.match(text, /is over its rate limit, and still is\./);
    assert.deepEqual(statuses(connections, since), ["GET 429"]);
  });

  it("a server that keeps failing ends with its status and where to look", async () => {
    const respond = { status: 503, headers: { "retry-after": "0" } };
    world.plan({ path: connections, times: Number.POSITIVE_INFINITY, respond });
    const text = await stacks.refusal(stack.up());
    assert.match(text, /https:\/\/acme\.okta\.com failed, and still does \(after 6 retries/);
    assert.match(text, /503.* see https:\/\/status\.okta\.com and the org's rate limits/);
  });

  it("limits that end: waits as the headers say, and goes on", async () => {
    world.plan(rateLimited({ method: "GET", path: connections, times: 2 }, 2));
    world.plan(rateLimited({ method: "POST", path: connections, times: 1 }, 1));
    const respond = { status: 429, headers: { "retry-after": "1" } };
    world.plan({ method: "GET", path: settings, times: 1, respond });
    const since = now();
    await stack.up({ refresh: true });
    assert.equal(world.acme.connections.size, 1);
    assert.deepEqual(statuses(connections, since), [
      "GET 429",
      "GET 429",
      "GET 200",
      "POST 429",
      "POST 201",
    ]);
    assert.equal(statuses(settings, since)[0], "GET 429");
    for (const wait of [...waits(connections, since), ...waits(settings, since)]) {
      assert.ok(wait >= 950, `${wait} ms between a refusal and the next request`);
    }
  });

  it("a look-up in a preview waits too", async () => {
    world.plan(rateLimited({ path: /\/api\/v1\/apps$/, times: 1 }, 1));
    await stack.preview({ expectNoChanges: true });
    assert.equal(world.sandbox.world.faults[0]?.times, 0);
  });
});
