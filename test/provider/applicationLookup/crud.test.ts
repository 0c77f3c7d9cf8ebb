import assert from "node:assert/strict";
import {
  check,
  create,
  diff,
  read,
  remove,
  update,
} from "../../../provider/applicationLookup/crud";
import { unknownValue } from "../../../provider/inputs";
import type { Application } from "../../../sandbox/world";
import { sandboxed } from "../sandboxed";

describe("ApplicationLookup", () => {
  const world = sandboxed();
  const orgUrl = "https://acme.okta.com";
  let context7: Application;
  let claude: Application;

  before(async () => {
    context7 = await world.addApp("resource", "Context7");
    claude = await world.addApp("requesting", "Claude Code");
    await world.addApp("requesting", "Claude Code (test)");
  });

  const lookUp = (news: Record<string, unknown>, olds: Record<string, unknown> = {}) =>
    check(world.config(), olds, { orgUrl, role: "requesting", ...news });
  const refusal = async (news: Record<string, unknown>, olds: Record<string, unknown> = {}) => {
    const { failures = [] } = await lookUp(news, olds);
    assert.equal(failures.length, 1);
    return `${failures[0]?.property}: ${failures[0]?.reason}`;
  };

  describe("of an existing app", () => {
    it("finds it by ID, and shows in the preview what it found", async () => {
      const { inputs, failures = [] } = await lookUp({ existingId: claude.id });
      assert.deepEqual(failures, []);
      assert.equal(inputs.appId, claude.id);
      assert.equal(inputs.clientId, claude.credentials.oauthClient.client_id);
      assert.equal(inputs.label, "Claude Code");
      assert.equal(inputs.appName, claude.name);
      assert.equal(inputs.status, "ACTIVE");
      assert.equal(inputs.tokenEndpointAuthMethod, "client_secret_basic");
      assert.deepEqual(world.requests(), [`GET /api/v1/apps/${claude.id}`]);
      assert.doesNotMatch(JSON.stringify(inputs), /client_secret"/);
    });

    it("finds it by its whole label, of which another is only the beginning", async () => {
      const { inputs } = await lookUp({ existingLabel: "Claude Code" });
      assert.equal(inputs.appId, claude.id);
    });

    it("takes an inactive one, and says that it is", async () => {
      claude.status = "INACTIVE";
      try {
        assert.equal((await lookUp({ existingId: claude.id })).inputs.status, "INACTIVE");
      } finally {
        claude.status = "ACTIVE";
      }
    });

    it("refuses an ID that is not there", async () => {
      assert.match(
        await refusal({ existingId: "0oanothing" }),
        /^existingId: .*no app with the ID/,
      );
    });

    it("refuses the beginning of a label, listing the near ones", async () => {
      const message = await refusal({ existingLabel: "Claude" });
      assert.match(
        message,
        /^existingLabel: .*whole label “Claude”.*Near ones: “Claude Code” \(0oa/,
      );
      assert.match(await refusal({ existingLabel: "Zed" }), /None starts like it/);
    });

    it("refuses a label that several apps have", async () => {
      const twin = await world.addApp("requesting", "Claude Code");
      const message = await refusal({ existingLabel: "Claude Code" });
      world.acme.apps.delete(twin.id);
      assert.match(message, /2 apps with the label/);
      assert.ok(message.includes(twin.id) && message.includes(claude.id));
    });

    it("finds an inactive one by its label too, and counts it among those that have it", async () => {
      const old = await world.addApp("requesting", "Old client");
      old.status = "INACTIVE";
      assert.equal((await lookUp({ existingLabel: "Old client" })).inputs.appId, old.id);
      const twin = await world.addApp("requesting", "Old client");
      const message = await refusal({ existingLabel: "Old client" });
      for (const { id } of [old, twin]) world.acme.apps.delete(id);
      assert.match(message, /2 apps with the label/);
      assert.ok(message.includes(`(${old.id}) [INACTIVE], “Old client” (${twin.id})`), message);
    });

    it("changes when the label leads to another app", async () => {
      const { inputs } = await lookUp({ existingLabel: "Claude Code" });
      const { id, outs } = await create(world.config(), inputs);
      assert.equal((await diff(world.config(), id, outs, inputs)).changes, false);
      const other = { ...inputs, appId: "0oaother" };
      const difference = await diff(world.config(), id, outs, other);
      assert.deepEqual(difference, { changes: true, replaces: [] });
      assert.equal((await update(world.config(), id, outs, other)).outs.appId, "0oaother");
    });

    it("is read by one call; gone when the app is; never changed or deleted", async () => {
      const { inputs } = await lookUp({ existingLabel: "Claude Code" });
      const { id, outs } = await create(world.config(), inputs);
      const before = world.requests().length;
      const live = await read(world.config(), id, outs);
      assert.deepEqual(world.requests().slice(before), [`GET /api/v1/apps/${claude.id}`]);
      assert.equal((await diff(world.config(), id, live.props, inputs)).changes, false);
      assert.deepEqual(live.inputs, inputs);

      await remove();
      world.acme.apps.delete(claude.id);
      assert.deepEqual(await read(world.config(), id, outs), {});
      world.acme.apps.set(claude.id, claude);
      assert.ok(world.requests().every((call) => call.startsWith("GET ")));
    });

    it("leaves everything unknown while the org is", async () => {
      const { inputs } = await check(
        world.config(),
        {},
        { orgUrl: unknownValue, role: "resource", existingLabel: "Context7" },
      );
      assert.equal(inputs.appId, unknownValue);
      assert.deepEqual(world.requests(), []);
    });
  });

  describe("of an app to be created from the catalog", () => {
    const key = () => claude.name;

    it("admits a label that is free, without knowing an app", async () => {
      const { inputs, failures = [] } = await lookUp({ catalogKey: key(), label: "VS Code" });
      assert.deepEqual(failures, []);
      assert.equal(inputs.appId, undefined);
      assert.deepEqual(world.requests(), ["GET /api/v1/apps"]);
    });

    it("asks nothing more once it is admitted, whatever is there", async () => {
      const news = { catalogKey: key(), label: "Claude Code" };
      const { failures = [] } = await lookUp(news, { orgUrl, ...news });
      assert.deepEqual(failures, []);
      assert.deepEqual(world.requests(), []);
    });

    it("refuses an app that this stack does not own, with the lines to adopt it", async () => {
      const news = { catalogKey: key(), label: "Claude Code" };
      const message = await refusal({ ...news, configurationPath: "requestingApps.claude-code" });
      assert.match(message, /^label: .*already has the app “Claude Code” \(0oa\w+\)/);
      assert.ok(
        message.endsWith(`In Pulumi.<stack>.yaml:
  config:
    context7-ema:requestingApps:
      claude-code:
        existing:
          id: ${claude.id}
or in a program:
    requestingApps: { "claude-code": { existing: { id: "${claude.id}" } } },`),
        message,
      );
    });

    it("refuses it beside an inactive one as well", async () => {
      claude.status = "INACTIVE";
      try {
        const message = await refusal({ catalogKey: key(), label: "Claude Code" });
        assert.match(message, /^label: .*already has the app “Claude Code” \(0oa\w+\)/);
      } finally {
        claude.status = "ACTIVE";
      }
    });

    it("admits the app that was imported, and no other of its label or issuer", async () => {
      const imported = { catalogKey: key(), label: "Claude Code", importedId: claude.id };
      assert.deepEqual((await lookUp(imported)).failures ?? [], []);
      assert.match(await refusal({ ...imported, importedId: "0oaAnother" }), /already has the app/);
      const news = { role: "resource", catalogKey: context7.name, label: "Context7" };
      const resource = { ...news, issuerUrl: "https://context7.com", importedId: context7.id };
      assert.deepEqual((await lookUp(resource)).failures ?? [], []);
      const relabelled = { ...resource, label: "New", importedId: claude.id };
      assert.match(await refusal(relabelled), /^issuerUrl: .*unique in an org/);
    });

    it("admits a new label anew, and mentions renaming by hand", async () => {
      const olds = { orgUrl, catalogKey: key(), label: "VS Code" };
      const message = await refusal({ catalogKey: key(), label: "Claude Code" }, olds);
      assert.match(message, /renamed by hand, give it back its old label/);
      const { id, outs } = await create(world.config(), { ...olds, role: "requesting" });
      const difference = await diff(world.config(), id, outs, { ...olds, label: "New" });
      assert.equal(difference.changes, true);
    });

    it("refuses a resource app whose issuer URL another one has, naming the owner", async () => {
      const news = { role: "resource", catalogKey: context7.name, label: "Context7 again" };
      const message = await refusal({ ...news, issuerUrl: "https://context7.com" });
      assert.match(message, /^issuerUrl: .*unique in an org/);
      assert.match(message, new RegExp(`“Context7” \\(${context7.id}\\)`));
      assert.match(message, /resourceApp: \{ existing: \{ id: "0oa/);
      const other = await lookUp({ ...news, issuerUrl: "https://elsewhere.example" });
      assert.deepEqual(other.failures ?? [], []);
    });

    it("looks through every page", async () => {
      const many = await Promise.all(
        Array.from({ length: 205 }, (_, number) => world.addApp("requesting", `Client ${number}`)),
      );
      const last = many.at(-1);
      const message = await refusal({ catalogKey: key(), label: last?.label });
      assert.ok(message.includes(last?.id ?? "-"));
      for (const app of many) world.acme.apps.delete(app.id);
    });

    it("makes no call on refresh", async () => {
      const { inputs } = await lookUp({ catalogKey: key(), label: "VS Code" });
      const { id, outs } = await create(world.config(), inputs);
      const before = world.requests().length;
      assert.deepEqual(await read(world.config(), id, outs), { id, props: outs });
      assert.equal(world.requests().length, before);
    });
  });

  it("wants exactly one way to find the app", async () => {
    assert.match(await refusal({}), /exactly one of existingId, existingLabel/);
    assert.match(await refusal({ existingId: "0oa1", existingLabel: "x" }), /exactly one/);
    assert.match(await refusal({ catalogKey: "key" }), /^label: .*needs a label/);
  });

  it("names both orgs when two are mixed up, before any call", async () => {
    const { failures = [] } = await check(
      world.config(),
      {},
      { orgUrl: "https://globex.okta.com", role: "resource", existingId: "0oa1" },
    );
    assert.match(failures[0]?.reason ?? "", /globex\.okta\.com.*acme\.okta\.com/);
    assert.deepEqual(world.requests(), []);
  });

  it("shows a wrong token beside the resource", async () => {
    const config = world.config({ "okta:apiToken": "00wrong" });
    const { failures = [] } = await check(
      config,
      {},
      { orgUrl, role: "resource", existingId: "x" },
    );
    assert.match(failures[0]?.reason ?? "", /401 E0000011.*API → Tokens/);
    assert.doesNotMatch(JSON.stringify(failures), /00wrong/);
  });
});
