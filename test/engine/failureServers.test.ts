import assert from "node:assert/strict";
import { rateLimited } from "../../sandbox/okta/management/rateLimit";
import { sandboxed } from "../provider/sandboxed";
import { addServiceClient } from "../provider/serviceClients";
import { firstStack } from "./configurations";
import { labels } from "./declared";
import { assertExactly } from "./exactly";
import type { Configuration, EngineStack } from "./harness";
import { watchedStacks } from "./watchedStacks";

const apps = /\/api\/v1\/apps$/;
const anyCall = /^\/api\/v1\//;
const scopes = ["okta.apps.manage", "okta.policies.read", "okta.groups.read", "okta.users.read"];

describe("engine: servers refuse, fail, and cannot be found", function () {
  this.timeout(300_000);
  const world = sandboxed();
  const stacks = watchedStacks(world);
  let configuration: Configuration;
  let stack: EngineStack;

  before(async () => {
    const { settingsUrl } = world.sandbox.description.context7;
    const teamspace = { management: "api", settingsUrl };
    const client = await addServiceClient(world.acme, scopes);
    const { "okta:privateKey": key = "" } = client;
    configuration = { ...firstStack(world.sandbox, { teamspace }), ...client };
    // The plugin waits 30 seconds before it sends a request again.
    configuration["okta:minWaitSeconds"] = "1";
    stack = await stacks.create({ configuration, secrets: { "okta:privateKey": key } });
  });

  const up = () => stack.cli("up", "--yes", "--skip-preview");

  it("a name that is not resolved: says where it looked and what to check, and up does it all once that is set right", async () => {
    const { NO_PROXY } = world.sandbox.description.environment;
    // RFC 6761 §6.4: no name under `invalid` is ever resolved.
    const lost = await stacks.create({
      configuration: firstStack(world.sandbox, { "okta:baseUrl": "invalid" }),
      environment: { NO_PROXY: `${NO_PROXY},.invalid`, no_proxy: `${NO_PROXY},.invalid` },
    });
    const text = await stacks.refusal(lost.up());
    assert.match(text, /https:\/\/acme\.invalid did not answer.*(ENOTFOUND|EAI_AGAIN)/);
    assert.match(text, /Check okta:orgName and okta:baseUrl, the network and HTTPS_PROXY/);
    assert.deepEqual(labels(world), []);

    const corrected = firstStack(world.sandbox);
    await lost.configure(corrected);
    await lost.up();
    await assertExactly(world, [{ stack: lost, configuration: corrected }]);
    await lost.destroy();
  });

  it("5xx in a row: waited out, or an error that the next up puts right", async () => {
    const failing = { status: 503, headers: { "retry-after": "0" } };
    world.plan({ path: anyCall, times: 3, respond: failing });
    world.plan({ method: "POST", path: apps, times: 1, respond: { status: 500 } });
    const { code, text } = await up();
    assert.notEqual(code, 0, text);
    assert.match(text, /failed to create OAuth application: 500/);
    assert.equal((await up()).code, 0, stacks.printed());
    await assertExactly(world, [{ stack, configuration }]);
  });

  it("a used-up rate limit: waited out by package and plugin, whatever they were about to do", async () => {
    await stack.destroy();
    world.plan(rateLimited({ path: anyCall, times: 4 }, 2));
    world.plan(rateLimited({ method: "POST", path: apps, times: 2 }, 2));
    const from = world.sandbox.world.requests.length;
    assert.equal((await up()).code, 0, stacks.printed());
    const refused = world.sandbox.world.requests.slice(from).filter(({ status }) => status === 429);
    assert.equal(refused.length, 6);
    await assertExactly(world, [{ stack, configuration }]);
  });

  it("an access token that ends half-way: the plugin stops with 401, and the next up does the rest", async () => {
    await stack.destroy();
    const plan = world.plan({ method: "POST", path: apps, times: 1, hold: true });
    const running = up();
    await plan.hit();
    assert.ok(world.acme.accessTokens.size > 0);
    stacks.remember();
    world.acme.accessTokens.clear();
    plan.release();
    const { code, text } = await running;
    assert.notEqual(code, 0, text);
    assert.match(text, /failed to create OAuth application: 401/);
    assert.equal((await up()).code, 0, stacks.printed());
    await assertExactly(world, [{ stack, configuration }]);
  });

  it("with --debug as well, where Pulumi prints most", async () => {
    const { text } = await stack.cli("preview", "--debug");
    assert.match(text, /debug: /);
  });

  describe("on the way", () => stacks.discloseNothing());
});
