import assert from "node:assert/strict";
import type { Feature } from "../../sandbox/world";
import { sandboxed } from "../provider/sandboxed";
import { adoptingStack, catalogClient, firstStack } from "./configurations";
import type { Configuration, EngineStack } from "./harness";
import { oneLine, stacksIn } from "./stacks";

describe("engine: mistakes that only Okta knows", function () {
  this.timeout(60_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let stack: EngineStack;

  before(async () => {
    stack = await stacks.create({ configuration: {} });
  });

  async function previewOf(configuration: Configuration): Promise<string> {
    await stack.configure(configuration);
    return stacks.refusal(stack.preview());
  }
  const feature = (): Feature => {
    const found = [...world.acme.features.values()].find(({ name }) => name === "Cross App Access");
    assert.ok(found);
    return found;
  };

  it("a group of which only the beginning was named, and an unknown user, both at once", async () => {
    const contractors = [...world.acme.groups.values()].find(
      ({ name }) => name === "Eng-Contractors",
    );
    world.acme.groups.delete(
      [...world.acme.groups.values()].find((g) => g.name === "Engineering")?.id ?? "",
    );
    const people = { groupNames: ["Eng"], userLogins: ["dev.three@acme.example"] };
    const text = await previewOf(firstStack(world.sandbox, { assignments: people }));
    assert.match(text, /groupNames\[0\].* no group with the whole name “Eng”/);
    assert.ok(text.includes(`Near ones: “Eng-Contractors” (${contractors?.id}, OKTA_GROUP)`), text);
    assert.match(text, /userLogins\[0\].* no user with the whole login “dev\.three@acme\.example”/);
    assert.match(text, /Near ones: .*“dev\.one@acme\.example”/);
    assert.equal(world.acme.apps.size, 0);
  });

  it("a wrong token", async () => {
    const text = await previewOf(firstStack(world.sandbox, { "okta:apiToken": "00wrong" }));
    assert.match(text, /Okta refused the credentials for https:\/\/acme\.okta\.com.* 401 E0000011/);
    assert.match(text, /set okta:apiToken \(or OKTA_API_TOKEN\)/);
    assert.doesNotMatch(text, /00wrong/);
  });

  it("a token with too few rights, naming the scope and the role", async () => {
    const login = "auditor@acme.example";
    world.acme.apiTokens.set("00auditor", { login, scopes: ["okta.apps.read"] });
    const text = await previewOf(firstStack(world.sandbox, { "okta:apiToken": "00auditor" }));
    assert.match(text, /The credentials may not do this in Okta.* 403 E0000006/);
    assert.match(text, /needs the scope okta\.groups\.read and the role Read-Only Administrator/);
    assert.match(text, /docs\/permissions\.md/);
  });

  it("an app to adopt of which only the beginning was named", async () => {
    const app = await world.addApp("resource", "Context7 production");
    const text = await previewOf(adoptingStack());
    assert.match(text, /no app with the whole label “Context7”/);
    assert.ok(text.includes(`Near ones: “Context7 production” (${app.id})`), text);
    world.acme.apps.delete(app.id);
  });

  it("a catalog key that Okta does not have", async () => {
    const catalog = { key: "no_such_integration", settings: {} };
    await stack.configure({
      resourceApp: { catalog },
      requestingApps: { claude: catalogClient(world.sandbox) },
    });
    const text = await stacks.refusal(stack.up());
    // The Okta plugin keeps Okta's reasons to itself; what it prints at least names the app.
    assert.match(
      text,
      /okta:app:OAuth \(context7\): error: .*failed to create OAuth application: 400/,
    );
    assert.equal(
      [...world.acme.apps.values()].some(({ label }) => label === "Context7"),
      false,
    );
    await stack.destroy();
  });

  describe("manageFeature", () => {
    before(() => world.addApp("resource", "Context7"));
    beforeEach(() => stack.configure(adoptingStack({ manageFeature: true })));

    it("is refused where the org may not switch the feature", async () => {
      Object.assign(feature(), { status: "DISABLED", switchable: false });
      const text = await stacks.refusal(stack.up());
      assert.match(text, /The feature “Cross App Access” cannot be switched on/);
      assert.match(text, /ask Okta Support: Okta took it out of self-service on 1 July 2026/);
      assert.match(text, /403 E0000006/);
    });

    it("switches on what it may, and says so when it cannot see it any more", async () => {
      Object.assign(feature(), { status: "DISABLED", switchable: true });
      await stack.up();
      assert.equal(feature().status, "ENABLED");

      world.acme.features.delete(feature().id);
      const before = stack.output().length;
      await stack.preview({ refresh: true, expectNoChanges: true });
      const text = oneLine(stack.output().slice(before));
      assert.match(text, /does not list the feature “Cross App Access” any more/);
      assert.match(text, /ask Okta Support/);
      await stack.destroy();
    });

    it("is refused where the feature is not listed, naming the near ones", async () => {
      const text = await stacks.refusal(stack.up());
      assert.match(text, /does not list a feature with the whole name “Cross App Access”/);
      assert.match(text, /Near ones: “Cross App Access Insights”/);
      assert.match(text, /leave manageFeature out\. If not: .*ask Okta Support/);
    });
  });
});
