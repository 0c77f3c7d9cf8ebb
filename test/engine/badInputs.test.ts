import assert from "node:assert/strict";
import { sandboxed } from "../provider/sandboxed";
import { catalogClient, firstStack } from "./configurations";
import type { Configuration, EngineStack } from "./harness";
import { stacksIn } from "./stacks";

describe("engine: mistakes that the arguments themselves show", function () {
  this.timeout(60_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let stack: EngineStack;

  before(async () => {
    stack = await stacks.create({ configuration: {} });
  });

  /** What the preview of a first stack prints when `mistake` is made in it. */
  async function refusalOf(mistake: Configuration): Promise<string> {
    await stack.configure(firstStack(world.sandbox, mistake));
    const text = await stacks.refusal(stack.preview());
    assert.doesNotMatch(text, /unhandled exception/);
    assert.deepEqual(world.requests(), []);
    return text;
  }

  const issuers: Record<string, RegExp> = {
    "https://acme.okta.com/oauth2/default":
      /custom authorization server\. .*the org authorization server only\. Use https:\/\/acme\.okta\.com/,
    "https://acme.okta.com/": /ends with a slash, .* Use https:\/\/acme\.okta\.com/,
    "http://acme.okta.com": /is not an https address\. Use https:\/\/acme\.okta\.com/,
    "https://acme-admin.okta.com": /address of the Admin Console, .* Use https:\/\/acme\.okta\.com/,
  };

  for (const [issuer, expected] of Object.entries(issuers)) {
    it(`the issuer ${issuer}`, async () => {
      const text = await refusalOf({ issuer });
      assert.match(text, expected);
      assert.ok(text.includes(`issuer: The issuer "${issuer}"`), text);
    });
  }

  it("an org whose name is that of its Admin Console", async () => {
    const text = await refusalOf({ "okta:orgName": "acme-admin" });
    assert.match(text, /okta:orgName: The issuer "https:\/\/acme-admin\.okta\.com"/);
    assert.match(text, /Use https:\/\/acme\.okta\.com/);
  });

  it("no okta:baseUrl, for which the Okta plugin would try a host that is not there", async () => {
    const text = await refusalOf({ "okta:baseUrl": undefined });
    assert.match(text, /okta:baseUrl: the rest of the org's address is not named/);
    assert.match(text, /pulumi config set okta:baseUrl okta\.com/);
  });

  it("both and neither of catalog and existing, all mistakes at once and each with its path", async () => {
    const { catalog } = world.sandbox.description.okta;
    const text = await refusalOf({
      resourceApp: {},
      requestingApps: {
        both: catalogClient(world.sandbox, { existing: { label: "Claude Code" } }),
        neither: { clientIdAtResource: "c", existing: {} },
        empty: catalogClient(world.sandbox, { catalog: { ...catalog.requestingApp, key: "k" } }),
      },
      assignments: { groupIds: [" "] },
    });
    assert.match(text, /resourceApp\.catalog: neither of `catalog` and `existing` is given/);
    assert.match(text, /requestingApps\.both\.catalog: both `catalog` and `existing` are given/);
    assert.match(text, /requestingApps\.neither\.existing\.id: neither of `id` and `label`/);
    assert.match(text, /assignments\.groupIds\[0\]: is empty/);
    assert.doesNotMatch(text, /requestingApps\.empty/);
  });

  it("a private key where the public one belongs, without repeating it", async () => {
    const jwk = { kid: "k", kty: "RSA", n: "public-part", e: "AQAB", d: "private-part" };
    const text = await refusalOf({
      requestingApps: { claude: catalogClient(world.sandbox, { jwks: [jwk] }) },
    });
    assert.match(text, /requestingApps\.claude\.jwks\[0\]: holds a private key \(`d`\)/);
    assert.doesNotMatch(text, /private-part/);
  });

  it("a configuration of another shape, with file and path", async () => {
    const text = await refusalOf({
      requestingApps: { claude: catalogClient(world.sandbox, { redirectUri: "http://127.0.0.1" }) },
      teamspace: { management: "automatic" },
    });
    assert.match(text, /The stack's configuration \(Pulumi\.dev\.yaml\) does not fit/);
    assert.match(text, /context7-ema:requestingApps\.claude: .*redirectUri/);
    assert.match(text, /context7-ema:teamspace\.management: .*guided/);
  });

  it("api management of the teamspace without an address", async () => {
    const text = await refusalOf({ teamspace: { management: "api" } });
    assert.match(text, /teamspace\.settingsUrl: is missing.* Context7 offers none today/);
  });
});
