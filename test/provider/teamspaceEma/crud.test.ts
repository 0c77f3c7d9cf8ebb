import assert from "node:assert/strict";
import { unknownValue } from "../../../provider/inputs";
import { check, create, diff, read, remove, update } from "../../../provider/teamspaceEma/crud";
import { messageOf, sandboxed } from "../sandboxed";

describe("TeamspaceEma", () => {
  const world = sandboxed();
  const issuer = "https://acme.okta.com";
  const checkedInputs = async (news: Record<string, unknown>) => {
    const { inputs, failures } = await check(world.config(), {}, { issuer, ...news });
    assert.deepEqual(failures, []);
    return inputs;
  };
  const refusals = async (news: Record<string, unknown>, settings = {}) => {
    const { failures = [] } = await check(world.config(settings), {}, { issuer, ...news });
    return failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n");
  };
  const teamspace = () => {
    const { apiKey } = world.sandbox.description.context7;
    const found = [...world.sandbox.world.context7.teamspaces.values()].find(
      (candidate) => candidate.apiKey === apiKey,
    );
    assert.ok(found);
    return found;
  };
  /** Somebody saves the dashboard's form. */
  const save = (settings: { issuer: string; scope?: string } | undefined) => {
    teamspace().settings = settings;
    teamspace().revision += 1;
  };
  beforeEach(() => save(undefined));

  describe("an issuer", () => {
    for (const [wrong, expected] of [
      [
        "https://acme.okta.com/oauth2/default",
        /org authorization server only.*Use https:\/\/acme\.okta\.com\. Name the org/,
      ],
      ["https://acme.okta.com/", /ends with a slash/],
      ["http://acme.okta.com", /not an https address/],
      [
        "https://acme-admin.okta.com",
        /Admin Console.*Use https:\/\/acme\.okta\.com\. Name the org/,
      ],
    ] as const) {
      it(`is refused while previewing: ${wrong}`, async () => {
        const message = await refusals({ issuer: wrong });
        assert.match(message, /^issuer: /);
        assert.match(message, expected);
      });
    }
  });

  describe("guided", () => {
    it("computes code and confirmation while previewing, without a call", async () => {
      const inputs = await checkedInputs({});
      assert.equal(inputs.management, "guided");
      assert.equal(inputs.confirmed, false);
      assert.equal(inputs.observable, false);
      assert.match(inputs.confirmationCode, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      assert.deepEqual(world.requests(), []);
    });

    it("is unconfirmed again when a value changes, which is a change in place", async () => {
      const first = await checkedInputs({});
      const confirmed = await checkedInputs({ confirmation: first.confirmationCode });
      assert.equal(confirmed.confirmed, true);
      const { id, outs } = await create(world.config(), confirmed);

      const changed = await checkedInputs({
        confirmation: first.confirmationCode,
        scope: "context7.read",
      });
      assert.notEqual(changed.confirmationCode, first.confirmationCode);
      assert.equal(changed.confirmed, false);
      const difference = await diff(world.config(), id, outs, changed);
      assert.deepEqual(difference, { changes: true, replaces: [] });
      assert.equal((await update(world.config(), id, outs, changed)).outs.scope, "context7.read");
    });

    it("does not tell scopes apart by white space", async () => {
      const one = await checkedInputs({ scope: " context7.read   offline_access " });
      const other = await checkedInputs({ scope: "context7.read offline_access" });
      assert.equal(one.scope, "context7.read offline_access");
      assert.equal(one.confirmationCode, other.confirmationCode);
      assert.equal((await checkedInputs({ scope: "  " })).scope, undefined);
    });

    it("leaves both unknown while the issuer is", async () => {
      const { inputs, failures } = await check(world.config(), {}, { issuer: unknownValue });
      assert.deepEqual(failures, []);
      assert.equal(inputs.confirmationCode, unknownValue);
      assert.equal(inputs.confirmed, unknownValue);
    });

    it("reads the issuer's metadata, as Context7 does on save", async () => {
      await create(world.config(), await checkedInputs({}));
      assert.deepEqual(world.requests(), ["GET /.well-known/openid-configuration"]);
    });

    it("refuses an issuer that Context7 would refuse", async () => {
      const nobody = await checkedInputs({ issuer: "https://nobody.okta.com" });
      const message = await messageOf(create(world.config(), nobody));
      assert.match(message, /nobody\.okta\.com\/\.well-known\/openid-configuration did not answer/);

      const respond = { status: 200, body: { issuer: "https://evil.example" } };
      world.plan({ path: /openid-configuration$/, times: 1, respond });
      assert.match(
        await messageOf(create(world.config(), await checkedInputs({}))),
        /names the issuer "https:\/\/evil\.example", not "https:\/\/acme\.okta\.com"/,
      );
    });

    it("fails with code and steps if confirmation is required, but only in up", async () => {
      const inputs = await checkedInputs({ requireConfirmation: true, scope: "context7.read" });
      const message = await messageOf(create(world.config(), inputs));
      assert.ok(message.includes(`teamspaceConfirmation ${inputs.confirmationCode}`));
      assert.match(
        message,
        /Enterprise → Okta.*\n1\. .*\n2\. Identity provider issuer: https:\/\/acme\.okta\.com\n3\. Scope \(optional\): context7\.read\n4\. Save/,
      );
    });

    it("is echoed on refresh without a call, and said not to be observable", async () => {
      const { id, outs } = await create(world.config(), await checkedInputs({}));
      const before = world.requests().length;
      const live = await read(world.config(), id, { ...outs, __provider: "text" });
      assert.deepEqual(live, { id, props: outs });
      assert.equal(live.props.observable, false);
      assert.equal(world.requests().length, before);
    });

    it("prints on destroy what a person has to clear", async () => {
      const { id, outs } = await create(world.config(), await checkedInputs({}));
      await remove(world.config(), id, outs);
      assert.match(world.told.join("\n"), /only a person can clear it[\s\S]*acme\.okta\.com/);
    });
  });

  describe("by api", () => {
    const api = () => ({
      management: "api",
      settingsUrl: world.sandbox.description.context7.settingsUrl,
    });

    it("makes, reads, changes and deletes the settings", async () => {
      const inputs = await checkedInputs(api());
      const { id, outs } = await create(world.config(), inputs);
      assert.deepEqual(teamspace().settings, { issuer });
      assert.equal(outs.adopted, false);
      assert.equal(outs.observable, true);
      assert.ok(outs.etag);
      assert.equal((await diff(world.config(), id, outs, inputs)).changes, false);

      const wider = await checkedInputs({ ...api(), scope: "context7.read" });
      assert.equal((await diff(world.config(), id, outs, wider)).changes, true);
      const updated = await update(world.config(), id, outs, wider);
      assert.deepEqual(teamspace().settings, { issuer, scope: "context7.read" });
      assert.equal((await diff(world.config(), id, updated.outs, wider)).changes, false);

      const narrowed = await update(world.config(), id, updated.outs, inputs);
      assert.deepEqual(teamspace().settings, { issuer });
      assert.equal("scope" in narrowed.outs, false);

      await remove(world.config(), id, narrowed.outs);
      assert.equal(teamspace().settings, undefined);
      await remove(world.config(), id, narrowed.outs);
    });

    it("sees drift by one read, and repairs it", async () => {
      const inputs = await checkedInputs({ ...api(), scope: "context7.read" });
      const { id, outs } = await create(world.config(), inputs);
      save({ issuer: "https://globex.okta.com" });
      const before = world.requests().length;
      const live = await read(world.config(), id, outs);
      assert.equal(world.requests().length - before, 1);
      assert.equal(live.props.issuer, "https://globex.okta.com");
      assert.equal(live.inputs.scope, undefined);
      assert.equal((await diff(world.config(), id, live.props, inputs)).changes, true);

      await update(world.config(), id, live.props, inputs);
      assert.deepEqual(teamspace().settings, { issuer, scope: "context7.read" });
    });

    it("calls it deleted when nothing is configured any more", async () => {
      const { id, outs } = await create(world.config(), await checkedInputs(api()));
      save(undefined);
      assert.deepEqual(await read(world.config(), id, outs), {});
    });

    it("does not call a new version of the same settings a difference", async () => {
      const inputs = await checkedInputs(api());
      const { id, outs } = await create(world.config(), inputs);
      save({ issuer });
      const live = await read(world.config(), id, outs);
      assert.notEqual(live.props.etag, outs.etag);
      assert.equal((await diff(world.config(), id, live.props, inputs)).changes, false);
    });

    it("adopts settings of the same issuer, and leaves them on destroy", async () => {
      save({ issuer, scope: "old" });
      const { id, outs } = await create(world.config(), await checkedInputs(api()));
      assert.equal(outs.adopted, true);
      assert.deepEqual(teamspace().settings, { issuer });
      await remove(world.config(), id, outs);
      assert.deepEqual(teamspace().settings, { issuer });
      assert.match(world.told.join("\n"), /were there before this stack/);
      await remove(world.config(), id, { ...outs, deleteAdopted: true });
      assert.equal(teamspace().settings, undefined);
    });

    it("refuses settings of another issuer, unless told to adopt them", async () => {
      save({ issuer: "https://globex.okta.com" });
      const message = await messageOf(create(world.config(), await checkedInputs(api())));
      assert.match(message, /another issuer, https:\/\/globex\.okta\.com.*set adopt to true/);
      assert.equal(teamspace().settings?.issuer, "https://globex.okta.com");
      const { outs } = await create(world.config(), await checkedInputs({ ...api(), adopt: true }));
      assert.equal(outs.adopted, true);
      assert.deepEqual(teamspace().settings, { issuer });
    });

    it("does not overwrite what somebody changed since it was last read", async () => {
      const { id, outs } = await create(world.config(), await checkedInputs(api()));
      save({ issuer, scope: "somebody.else" });
      const wanted = await checkedInputs({ ...api(), scope: "context7.read" });
      const message = await messageOf(update(world.config(), id, outs, wanted));
      assert.match(message, /Somebody else changed.*412.*pulumi up --refresh/);
      assert.equal(teamspace().settings?.scope, "somebody.else");
      assert.match(await messageOf(remove(world.config(), id, outs)), /Somebody else changed/);
    });

    it("goes on when only the version is another", async () => {
      const { id, outs } = await create(world.config(), await checkedInputs(api()));
      save({ issuer });
      const wanted = await checkedInputs({ ...api(), scope: "context7.read" });
      await update(world.config(), id, outs, wanted);
      assert.deepEqual(teamspace().settings, { issuer, scope: "context7.read" });
    });

    it("knows its own write again when the answer to it was lost", async () => {
      const lost = {
        host: "context7.com",
        method: "PUT",
        times: 1,
        when: "after",
        drop: true,
      } as const;
      world.plan(lost);
      const made = await create(world.config(), await checkedInputs(api()));
      assert.equal(made.outs.adopted, false, "what this stack made it also deletes");

      save({ issuer, scope: "old" });
      world.plan(lost);
      const wanted = await checkedInputs({ ...api(), scope: "context7.read" });
      const adopted = await create(world.config(), wanted);
      assert.deepEqual(teamspace().settings, { issuer, scope: "context7.read" });
      const live = await read(world.config(), adopted.id, adopted.outs);
      assert.equal(live.props.etag, adopted.outs.etag);
    });

    it("says so when somebody wrote something else after an answer was lost", async () => {
      save({ issuer, scope: "old" });
      const fault = world.plan({
        host: "context7.com",
        method: "PUT",
        times: 1,
        when: "after",
        drop: true,
      });
      const wanted = await checkedInputs({ ...api(), scope: "context7.read" });
      const message = messageOf(create(world.config(), wanted));
      await fault.hit();
      save({ issuer, scope: "somebody.else" });
      assert.match(await message, /Somebody else changed .* \(after 1 retry/);
      assert.equal(teamspace().settings?.scope, "somebody.else");
    });

    it("takes over in place from guided, adopting what a person entered", async () => {
      const { id, outs } = await create(world.config(), await checkedInputs({}));
      save({ issuer });
      const wanted = await checkedInputs(api());
      const difference = await diff(world.config(), id, outs, wanted);
      assert.deepEqual(difference, { changes: true, replaces: [] });
      const updated = await update(world.config(), id, outs, wanted);
      assert.equal(updated.outs.adopted, true);
      assert.equal((await diff(world.config(), id, updated.outs, wanted)).changes, false);
    });

    it("is replaced when it is another teamspace", async () => {
      const inputs = await checkedInputs(api());
      const { id, outs } = await create(world.config(), inputs);
      const other = { ...inputs, settingsUrl: "https://elsewhere.example/settings" };
      assert.deepEqual((await diff(world.config(), id, outs, other)).replaces, ["settingsUrl"]);
    });

    it("wants an https settingsUrl and a key while previewing", async () => {
      assert.match(await refusals({ management: "api" }), /^settingsUrl: .*publishes none today/);
      const plain = { management: "api", settingsUrl: "http://context7.com/settings" };
      assert.match(await refusals(plain), /^settingsUrl: .*must be an https address/);
      assert.match(
        await refusals(api(), { "context7-ema:apiKey": undefined }),
        /context7-ema:apiKey \(or CONTEXT7_API_KEY\) is missing/,
      );
    });

    it("explains a refused key without showing it", async () => {
      const config = world.config({ "context7-ema:apiKey": "ctx7sk-wrong" });
      const message = await messageOf(create(config, await checkedInputs(api())));
      assert.match(message, /refused the API key.*401 invalid_api_key.*context7-ema:apiKey/);
      assert.doesNotMatch(message, /ctx7sk-wrong/);
    });

    it("explains a plan that is no enterprise plan", async () => {
      teamspace().plan = "pro";
      const message = await messageOf(create(world.config(), await checkedInputs(api())));
      teamspace().plan = "enterprise";
      assert.match(message, /403 forbidden, Enterprise plan required\..*enterprise plan/);
    });

    it("explains an issuer that Context7 refuses", async () => {
      const inputs = await checkedInputs({ ...api(), issuer: "https://nobody.okta.com" });
      const message = await messageOf(create(world.config(), inputs));
      assert.match(message, /Context7 refused the issuer.*422.*nobody\.okta\.com/);
    });

    it("waits as Retry-After says, and goes on", async () => {
      const respond = { status: 429, headers: { "retry-after": "1" }, body: {} };
      world.plan({ host: "context7.com", times: 1, respond });
      const started = Date.now();
      await create(world.config(), await checkedInputs(api()));
      assert.ok(Date.now() - started >= 1000);
      assert.deepEqual(teamspace().settings, { issuer });
    });

    it("ends when Context7 keeps failing, and says how long it tried", async () => {
      const respond = { status: 503, headers: { "retry-after": "0" }, body: {} };
      world.plan({ host: "context7.com", times: 9, respond });
      const message = await messageOf(create(world.config(), await checkedInputs(api())));
      assert.match(message, /Context7 failed, and still does \(after 2 retries in 0 s\)/);
    });
  });
});
