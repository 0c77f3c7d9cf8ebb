import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rateLimited } from "../../sandbox/okta/management/rateLimit";
import { sandboxed } from "../provider/sandboxed";
import { addServiceClient } from "../provider/serviceClients";
import { firstStack } from "./configurations";
import { labels } from "./declared";
import { assertFilesKeep, assertHidden, secretsOf } from "./disclosure";
import { assertExactly } from "./exactly";
import type { Configuration, EngineStack } from "./harness";
import { stacksIn } from "./stacks";

const apps = /\/api\/v1\/apps$/;
const anyCall = /^\/api\/v1\//;
const scopes = ["okta.apps.manage", "okta.policies.read", "okta.groups.read", "okta.users.read"];

describe("engine: servers refuse, fail, and cannot be found", function () {
  this.timeout(300_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let configuration: Configuration;
  let stack: EngineStack;
  let temporary: string;
  let printed = "";
  let privateKey: string;
  const ended: [string, string][] = [];

  before(async () => {
    temporary = await mkdtemp(join(tmpdir(), "engine-failure-"));
    const { settingsUrl } = world.sandbox.description.context7;
    const teamspace = { management: "api", settingsUrl };
    const client = await addServiceClient(world.acme, scopes);
    privateKey = client["okta:privateKey"] ?? "";
    configuration = { ...firstStack(world.sandbox, { teamspace }), ...client };
    // The plugin waits 30 seconds before it sends a request again.
    configuration["okta:minWaitSeconds"] = "1";
    stack = await stacks.create({ configuration, environment: { TMPDIR: temporary } });
    await hideKey();
  });
  after(() => rm(temporary, { recursive: true, force: true }));

  async function run(...args: string[]): Promise<{ code: number; text: string }> {
    const ran = await stack.cli(...args);
    printed += ran.text;
    return ran;
  }
  const up = () => run("up", "--yes", "--skip-preview");
  const hideKey = () =>
    stack.stack.setConfig("okta:privateKey", { value: privateKey, secret: true });
  const secrets = () => {
    const [, key = ""] = privateKey.split("\n");
    return [...secretsOf(world, { "the private key": key }), ...ended];
  };

  it("a name that is not resolved: says where it looked and what to check, and writes nothing", async () => {
    const { NO_PROXY } = world.sandbox.description.environment;
    // RFC 6761 §6.4: no name under `invalid` is ever resolved.
    const lost = await stacks.create({
      configuration: firstStack(world.sandbox, { "okta:baseUrl": "invalid" }),
      environment: { NO_PROXY: `${NO_PROXY},.invalid`, no_proxy: `${NO_PROXY},.invalid` },
    });
    const text = await stacks.refusal(lost.preview());
    assert.match(text, /https:\/\/acme\.invalid did not answer.*(ENOTFOUND|EAI_AGAIN)/);
    assert.match(text, /Check okta:orgName and okta:baseUrl, the network and HTTPS_PROXY/);
    assert.deepEqual(labels(world), []);
    printed += text;
  });

  it("5xx in a row: waited out, or an error that the next up puts right", async () => {
    const failing = { status: 503, headers: { "retry-after": "0" } };
    world.plan({ path: anyCall, times: 3, respond: failing });
    world.plan({ method: "POST", path: apps, times: 1, respond: { status: 500 } });
    const { code, text } = await up();
    assert.notEqual(code, 0, text);
    assert.match(text, /failed to create OAuth application: 500/);
    assert.equal((await up()).code, 0, printed);
    await assertExactly(world, [{ stack, configuration }]);
  });

  it("a used-up rate limit: waited out by package and plugin, whatever they were about to do", async () => {
    await stack.destroy();
    world.plan(rateLimited({ path: anyCall, times: 4 }, 2));
    world.plan(rateLimited({ method: "POST", path: apps, times: 2 }, 2));
    const from = world.sandbox.world.requests.length;
    assert.equal((await up()).code, 0, printed);
    const refused = world.sandbox.world.requests.slice(from).filter(({ status }) => status === 429);
    assert.equal(refused.length, 6);
    await assertExactly(world, [{ stack, configuration }]);
  });

  it("an access token that ends half-way: the plugin stops with 401, and the next up does the rest", async () => {
    await stack.destroy();
    const plan = world.plan({ method: "POST", path: apps, times: 1, hold: true });
    const running = up();
    await plan.hit();
    for (const token of world.acme.accessTokens.keys()) ended.push(["an ended token", token]);
    assert.ok(ended.length > 0);
    world.acme.accessTokens.clear();
    plan.release();
    const { code, text } = await running;
    assert.notEqual(code, 0, text);
    assert.match(text, /failed to create OAuth application: 401/);
    assert.equal((await up()).code, 0, printed);
    await assertExactly(world, [{ stack, configuration }]);
  });

  it("no secret is disclosed on the way: printed, also when debugging, in the state, or in files", async () => {
    const { text } = await stack.cli("preview", "--debug");
    assert.match(text, /debug: /);
    // Pulumi's SDK shows in these lines what the engine answers, secrets too (docs/failures.md).
    const lines = text
      .split("\n")
      .filter((line) => !line.includes("RegisterResource RPC finished"));
    assertHidden(secrets(), lines.join("\n"), "what was printed with --debug");
    assertHidden(secrets(), printed + stack.output(), "what was printed");
    assertHidden(secrets(), await stack.state(), "the state");
    assertFilesKeep(secrets(), temporary);
  });
});
