import assert from "node:assert/strict";
import { sandboxed } from "../provider/sandboxed";
import { adoptingStack } from "./configurations";
import type { Configuration, EngineStack } from "./harness";
import { stacksIn } from "./stacks";

describe("engine: what Context7 refuses", function () {
  this.timeout(60_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let stack: EngineStack;

  before(async () => {
    await world.addApp("resource", "Context7");
    stack = await stacks.create({
      configuration: {},
      environment: { CONTEXT7_API_KEY: undefined },
    });
  });

  async function refusalOf(mistake: Configuration, management = "api"): Promise<string> {
    const { apiKey, settingsUrl } = world.sandbox.description.context7;
    const teamspace = management === "api" ? { management, settingsUrl } : { management };
    await stack.configure(adoptingStack({ apiKey, teamspace, ...mistake }));
    const text = await stacks.refusal(stack.up());
    const teamspaces = [...world.sandbox.world.context7.teamspaces.values()];
    assert.deepEqual(
      teamspaces.filter(({ settings }) => settings),
      [],
    );
    return text;
  }

  it("a wrong API key", async () => {
    const text = await refusalOf({ apiKey: "ctx7sk-wrong" });
    assert.match(text, /Context7 refused the API key\. .*401 invalid_api_key/);
    assert.match(text, /set context7-ema:apiKey \(or CONTEXT7_API_KEY\)/);
    assert.doesNotMatch(text, /ctx7sk-wrong/);
  });

  it("no API key, before anything is asked", async () => {
    const text = await refusalOf({ apiKey: undefined });
    assert.match(text, /context7-ema:apiKey \(or CONTEXT7_API_KEY\) is missing/);
    assert.deepEqual(
      world.requests().filter((request) => request.includes("ema-settings")),
      [],
    );
  });

  it("a teamspace that is not on an enterprise plan", async () => {
    const { teamspaces } = world.sandbox.world.context7;
    const pro = [...teamspaces.values()].find(({ plan }) => plan === "pro");
    const text = await refusalOf({ apiKey: pro?.apiKey });
    assert.match(text, /403 forbidden, Enterprise plan required/);
    assert.match(
      text,
      /must be on an enterprise plan \(https:\/\/context7\.com\/dashboard\/billing\)/,
    );
  });

  it("an issuer that Context7 does not accept", async () => {
    const text = await refusalOf({ issuer: "https://nobody.okta.com" });
    assert.match(text, /Context7 refused the issuer or the scope\. .*422 validation_error/);
    assert.match(text, /https:\/\/nobody\.okta\.com was not accepted/);
    assert.match(text, /must be the org authorization server/);
  });

  it("guided: an issuer that does not answer, before a person is asked to enter it", async () => {
    const text = await refusalOf({ issuer: "https://nobody.okta.com" }, "guided");
    assert.match(text, /https:\/\/nobody\.okta\.com\/\.well-known\/openid-configuration/);
    assert.match(text, /Context7 reads it when the issuer is saved, and would refuse it/);
  });

  it("guided: metadata of another issuer", async () => {
    world.plan({
      path: /openid-configuration/,
      times: 1,
      respond: { status: 200, body: { issuer: "https://acme.example" } },
    });
    const text = await refusalOf({}, "guided");
    assert.match(
      text,
      /names the issuer "https:\/\/acme\.example", not "https:\/\/acme\.okta\.com"/,
    );
  });
});
