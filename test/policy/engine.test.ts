import assert from "node:assert/strict";
import { teamspaceCode } from "../../provider/teamspaceEma/guidance";
import { catalogClient, firstStack } from "../engine/configurations";
import { labels } from "../engine/declared";
import type { EngineStack } from "../engine/harness";
import { stacksIn } from "../engine/stacks";
import { sandboxed } from "../provider/sandboxed";
import { judging, MANDATORY, ruleNames, WITHOUT_TOKEN } from "./judging";

/** Two components; together they break every rule. */
const breakingAll = `
const pulumi = require("@pulumi/pulumi");
const { Assignments, EnterpriseManagedAuth, RequestingApp } = require("context7-ema");
const config = new pulumi.Config("test");
const resourceApp = config.requireObject("resourceApp");
const client = config.requireObject("client");
const first = new EnterpriseManagedAuth("first", {
  resourceApp: { catalog: resourceApp },
  requestingApps: {
    crowded: { ...client, assignments: { groupNames: ["Everyone"], userLogins: ["designer@acme.example"] } },
    lonely: client,
  },
  teamspace: {},
});
new Assignments("extra", {
  apps: { crowded: { appId: first.requestingApps.crowded.appId, people: { groupNames: ["Design"] } } },
});
new RequestingApp("unconnected", client);
new EnterpriseManagedAuth("second", {
  resourceApp: { existing: { label: "By hand" } },
  requestingApps: {},
  issuer: pulumi.output("https://acme.okta.com/oauth2/default"),
});
`;

/** Everything in order, but that a group is known only once the stack is up. */
const partlyUnknown = `
const pulumi = require("@pulumi/pulumi");
const okta = require("@pulumi/okta");
const { EnterpriseManagedAuth, protectLasting } = require("context7-ema");
const config = new pulumi.Config("test");
const first = new EnterpriseManagedAuth("context7", {
  resourceApp: { catalog: config.requireObject("resourceApp") },
  requestingApps: { claude: config.requireObject("client") },
}, { transformations: [protectLasting] });
const group = new okta.group.Group("developers", { name: "Developers" });
const provider = { async create() { return { id: "one", outs: { groupId: "00gOne" } }; } };
const later = new pulumi.dynamic.Resource(provider, "later", { groupId: undefined });
const { appId } = first.requestingApps.claude;
for (const [key, groupId] of Object.entries({ made: group.id, unknown: later.groupId })) {
  for (const [app, id] of Object.entries({ client: appId, resource: first.resourceAppId })) {
    new okta.app.GroupAssignment(key + "-" + app, { appId: id, groupId });
  }
}
`;

describe("policy pack: by the real engine", function () {
  this.timeout(180_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  const { judged, setSecret, setToken } = judging(world);
  const catalog = () => world.sandbox.description.okta.catalog;

  it("a good stack in production passes every rule, in preview and in up", async () => {
    const byHand = await world.addApp("requesting", "By hand");
    const codex = { existing: { id: byHand.id }, clientIdAtResource: "probe-at-context7" };
    const configuration = firstStack(world.sandbox, {
      ...WITHOUT_TOKEN,
      requestingApps: { "claude-code": catalogClient(world.sandbox), codex },
      teamspaceConfirmation: teamspaceCode({ issuer: "https://acme.okta.com" }),
      protect: true,
    });
    const stack = await stacks.create({ stackName: "prod", configuration });
    await setToken(stack);
    const secret = "context7-ema:requestingApps.codex.clientSecret";
    await setSecret(stack, secret, "of-an-app-added-by-hand");

    const preview = await judged(stack, MANDATORY, "preview");
    assert.equal(preview.code, 0, preview.text);
    assert.doesNotMatch(preview.text, /\[(mandatory|advisory)\]|can't run/, preview.text);
    const up = await judged(stack, MANDATORY, "up", "--yes", "--skip-preview");
    assert.equal(up.code, 0, up.text);
    assert.doesNotMatch(up.text, /\[(mandatory|advisory)\]|can't run/, up.text);
    assert.ok(labels(world).includes("claude-code"), "it is up");
  });

  describe("a stack that breaks every rule", () => {
    let stack: EngineStack;
    let present: string[];

    before(async () => {
      world.acme.apps.clear();
      world.acme.connections.clear();
      await world.addApp("resource", "By hand", "https://other.example");
      present = labels(world);
      stack = await stacks.create({
        stackName: "prod-eu",
        program: breakingAll,
        configuration: {
          "test:resourceApp": catalog().resourceApp,
          "test:client": catalogClient(world.sandbox),
        },
      });
    });

    const MESSAGES: Record<string, RegExp[]> = {
      "issuer-is-org-server": [
        /second: The issuer "[^"]+default" is a custom authorization server/,
      ],
      "clients-are-usable": [
        /The requesting app “lonely” has no group assigned.*requestingApps\.lonely\.assignments in Pulumi\.prod-eu\.yaml/,
        /The requesting app “unconnected” has no connection to Context7/,
      ],
      "same-people-on-both-apps": [
        /The group “Design” is assigned to the requesting app “crowded” and not to the resource app “Context7”/,
      ],
      "no-direct-users": [
        /The user “designer@acme\.example” is assigned to “crowded” one by one/,
        /The user “designer@acme\.example” is assigned to “Context7” one by one/,
      ],
      "not-everyone": [/The group “Everyone” is assigned to “crowded”.*may be billed/],
      "secrets-are-secrets": [
        /okta:apiToken of default \(pulumi:providers:pulumi-nodejs\) is not marked as a secret.*config set --secret --path 'okta:apiToken'/,
      ],
      "teamspace-confirmed": [
        /The teamspace's settings \(issuer https:\/\/acme\.okta\.com, scope left blank\) are not confirmed.*teamspaceConfirmation in Pulumi\.prod-eu\.yaml to [0-9A-Z]{4}-[0-9A-Z]{4}/,
      ],
      "protected-in-prod": [
        /first-crowded \(okta:app\/oAuth:OAuth\) is not protected.*context7-ema:protect to true in Pulumi\.prod-eu\.yaml/,
      ],
    };

    it("is stopped by mandatory rules before anything is written, each with its message", async () => {
      const { code, text } = await judged(stack, MANDATORY, "up", "--yes");
      assert.notEqual(code, 0);
      assert.deepEqual(labels(world), present);
      assert.deepEqual(Object.keys(MESSAGES).sort(), ruleNames().sort(), "each rule has a message");
      for (const [rule, messages] of Object.entries(MESSAGES)) {
        assert.match(text, new RegExp(`\\[mandatory\\] (context7-ema@v0\\.1\\.0 )?${rule}`), text);
        for (const message of messages) assert.match(text, message);
      }
    });

    it("is warned by advisory rules, and goes on", async () => {
      const { code, text } = await judged(stack, {}, "preview");
      assert.equal(code, 0, text);
      for (const messages of Object.values(MESSAGES)) {
        for (const message of messages) assert.match(text, message);
      }
    });

    it("hears nothing of disabled rules, nor of those for other environments", async () => {
      const disabled = Object.fromEntries(ruleNames().map((name) => [name, "disabled"]));
      const elsewhere = { enforcementLevel: "mandatory", environments: ["live-*"] };
      const config = {
        ...disabled,
        "no-direct-users": elsewhere,
        "protected-in-prod": elsewhere,
        // Without its witness the rule must not pass.
        "secret-marks": "disabled",
        "secrets-are-secrets": "advisory",
      };
      const { code, text } = await judged(stack, config, "preview");
      assert.equal(code, 0, text);
      const [own = [], ...others] = [MESSAGES["secrets-are-secrets"], ...Object.values(MESSAGES)];
      for (const message of others.flatMap((some) => some ?? [])) {
        assert.doesNotMatch(text, message);
      }
      assert.equal(own.length, 1);
      assert.match(text, /Whether okta:apiToken of default is marked as a secret cannot be told/);
    });
  });

  it("what a preview does not know is said as an advice, and fails nothing", async () => {
    world.acme.apps.clear();
    const { assignments, ...client } = { assignments: {}, ...catalogClient(world.sandbox) };
    const stack = await stacks.create({
      stackName: "production",
      program: partlyUnknown,
      configuration: {
        ...WITHOUT_TOKEN,
        "test:resourceApp": catalog().resourceApp,
        "test:client": client,
      },
    });
    await setToken(stack);
    const { code, text } = await judged(stack, MANDATORY, "preview");
    assert.equal(code, 0, text);
    assert.match(
      text,
      /\[advisory\].*can't run policy 'no-direct-users'.*\.groupId can't be known/,
    );
    assert.doesNotMatch(text, /\[mandatory\]/);
  });
});
