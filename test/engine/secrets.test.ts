import assert from "node:assert/strict";
import { sandboxed } from "../provider/sandboxed";
import { catalogClient, firstStack } from "./configurations";
import type { EngineStack } from "./harness";
import { stacksIn } from "./stacks";

describe("engine: secrets", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  const clientSecretAtResource = "given-by-context7-at-onboarding";
  const clientSecret = "of-an-app-added-by-hand";
  let stack: EngineStack;
  let printed = "";

  before(async () => {
    const { okta, context7 } = world.sandbox.description;
    const byHand = await world.addApp("requesting", "By hand");
    const configuration = firstStack(world.sandbox, {
      "okta:apiToken": undefined,
      requestingApps: {
        "claude-code": catalogClient(world.sandbox),
        codex: { existing: { id: byHand.id }, clientIdAtResource: "probe-at-context7" },
      },
      teamspace: { management: "api", settingsUrl: context7.settingsUrl },
    });
    stack = await stacks.create({ configuration, environment: { CONTEXT7_API_KEY: undefined } });
    for (const [key, value] of [
      ["okta:apiToken", okta.apiToken],
      ["context7-ema:apiKey", context7.apiKey],
      ["context7-ema:requestingApps.claude-code.clientSecretAtResource", clientSecretAtResource],
      ["context7-ema:requestingApps.codex.clientSecret", clientSecret],
    ] as const) {
      await run("config", "set", "--secret", "--path", key, value);
    }
    await run("preview", "--diff");
    await run("up", "--yes", "--skip-preview", "--diff");
    await run("refresh", "--yes", "--skip-preview", "--diff");
    await run("config");
    await run("stack", "output", "--json");
    await run("stack", "--show-ids", "--show-urns");
  });

  async function run(...args: string[]): Promise<void> {
    const { code, text } = await stack.cli(...args);
    assert.equal(code, 0, text);
    printed += text;
  }

  const secrets = () => ({
    "Okta's API token": world.sandbox.description.okta.apiToken,
    "Context7's API key": world.sandbox.description.context7.apiKey,
    "a client secret at Context7": clientSecretAtResource,
    "the client secret of an adopted app": clientSecret,
    ...Object.fromEntries(
      [...world.acme.apps.values()].map(({ label, credentials }) => [
        `the client secret of ${label}`,
        credentials.oauthClient.client_secret,
      ]),
    ),
  });
  const shownIn = (text: string, known: object = secrets()) =>
    Object.entries(known).flatMap(([what, value]) => (text.includes(value) ? [what] : []));

  it("none is in the exported state in clear", async () => {
    assert.deepEqual(shownIn(await stack.state()), []);
  });

  it("none is printed, by any command", async () => {
    const known = secrets();
    assert.ok("the client secret of claude-code" in known);
    await run("destroy", "--yes", "--skip-preview", "--diff");
    assert.deepEqual(shownIn(printed, known), []);
  });

  it("those that a client needs can be had on demand", async () => {
    await run("up", "--yes", "--skip-preview");
    const { text } = await stack.cli("stack", "output", "--json", "--show-secrets");
    assert.deepEqual(shownIn(text).sort(), [
      "a client secret at Context7",
      "the client secret of an adopted app",
      "the client secret of claude-code",
    ]);
  });
});
