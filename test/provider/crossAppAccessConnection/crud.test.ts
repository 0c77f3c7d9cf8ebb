import assert from "node:assert/strict";
import {
  check,
  create,
  diff,
  read,
  remove,
  update,
} from "../../../provider/crossAppAccessConnection/crud";
import { unknownValue } from "../../../provider/inputs";
import { messageOf, sandboxed } from "../sandboxed";

describe("CrossAppAccessConnection", () => {
  const world = sandboxed();
  let base: Record<string, unknown>;
  let appPath: string;

  const checkedInputs = async (more: Record<string, unknown> = {}) => {
    const { inputs, failures } = await check(world.config(), {}, { ...base, ...more });
    assert.deepEqual(failures, []);
    return inputs;
  };
  const connections = () => [...world.acme.connections.values()];
  const bySomebody = (status: "ACTIVE" | "INACTIVE") => {
    const now = new Date().toISOString();
    const connection = {
      id: `cwo${Math.random().toString(36).slice(2)}`,
      requestingAppInstanceId: base.requestingAppId as string,
      resourceAppInstanceId: base.resourceAppId as string,
      status,
      created: now,
      lastUpdated: now,
    };
    world.acme.connections.set(connection.id, connection);
    return connection;
  };

  beforeEach(async () => {
    world.acme.connectionsApi = "available";
    world.acme.connections.clear();
    world.acme.apps.clear();
    const resource = await world.addApp("resource", "Context7");
    const requesting = await world.addApp("requesting", "Claude Code");
    base = {
      orgUrl: "https://acme.okta.com",
      requestingAppId: requesting.id,
      resourceAppId: resource.id,
    };
    appPath = `/api/v1/apps/${requesting.id}`;
    world.sandbox.world.requests.length = 0;
  });
  const calls = () =>
    world.sandbox.world.requests.map(({ method, path }) => `${method} ${path.split("?")[0]}`);

  it("is made, then the same inputs change nothing", async () => {
    const inputs = await checkedInputs();
    assert.equal(inputs.status, "ACTIVE");
    const { id, outs } = await create(world.config(), inputs);

    assert.equal(id, `${base.requestingAppId}/${base.resourceAppId}`);
    assert.equal(outs.adopted, false);
    assert.equal(outs.observable, true);
    assert.equal(outs.connectionId, connections()[0]?.id);
    assert.equal((await diff(world.config(), id, outs, inputs)).changes, false);
    assert.deepEqual(calls(), [
      `GET ${appPath}/cwo/connections`,
      `POST ${appPath}/cwo/connections`,
    ]);
  });

  it("changes its status in place, by one PATCH", async () => {
    const { id, outs } = await create(world.config(), await checkedInputs());
    const inputs = await checkedInputs({ status: "INACTIVE" });
    const difference = await diff(world.config(), id, outs, inputs);
    assert.deepEqual(difference, { changes: true, replaces: [] });
    const updated = await update(world.config(), id, outs, inputs);
    assert.equal(connections()[0]?.status, "INACTIVE");
    assert.equal(updated.outs.status, "INACTIVE");
    assert.equal(calls().at(-1), `PATCH ${appPath}/cwo/connections/${outs.connectionId}`);
  });

  for (const key of ["orgUrl", "requestingAppId", "resourceAppId"]) {
    it(`is replaced when ${key} changes`, async () => {
      const inputs = await checkedInputs();
      const { id, outs } = await create(world.config(), inputs);
      const { replaces } = await diff(world.config(), id, outs, { ...inputs, [key]: "other" });
      assert.deepEqual(replaces, [key]);
    });
  }

  it("takes over a connection that is there, and destroy leaves it", async () => {
    const there = bySomebody("INACTIVE");
    const { id, outs } = await create(world.config(), await checkedInputs());
    assert.equal(outs.adopted, true);
    assert.equal(outs.connectionId, there.id);
    assert.equal(there.status, "ACTIVE");

    await remove(world.config(), id, outs);
    assert.deepEqual(connections(), [there]);
    assert.match(world.told.join("\n"), /stays: it was there before/);

    await remove(world.config(), id, { ...outs, deleteAdopted: true });
    assert.deepEqual(connections(), []);
  });

  it("does not take over a connection to another resource app", async () => {
    const other = await world.addApp("resource", "Another", "https://another.example");
    bySomebody("ACTIVE").resourceAppInstanceId = other.id;
    const { outs } = await create(world.config(), await checkedInputs());
    assert.equal(outs.adopted, false);
    assert.equal(connections().length, 2);
  });

  it("deletes what it made, and does not mind that it is gone", async () => {
    const { id, outs } = await create(world.config(), await checkedInputs());
    await remove(world.config(), id, outs);
    assert.deepEqual(connections(), []);
    await remove(world.config(), id, outs);
  });

  it("sees that somebody deactivated it, with one read", async () => {
    const inputs = await checkedInputs();
    const { id, outs } = await create(world.config(), inputs);
    const [made] = connections();
    assert.ok(made);
    made.status = "INACTIVE";
    const before = calls().length;
    const live = await read(world.config(), id, outs);
    assert.equal(calls().length - before, 1);
    assert.equal(live.props.status, "INACTIVE");
    assert.deepEqual(live.inputs, { ...inputs, status: "INACTIVE" });
    assert.equal((await diff(world.config(), id, live.props, inputs)).changes, true);
  });

  it("sees that somebody deleted it, with two reads", async () => {
    const { id, outs } = await create(world.config(), await checkedInputs());
    world.acme.connections.clear();
    const before = calls().length;
    assert.deepEqual(await read(world.config(), id, outs), {});
    assert.equal(calls().length - before, 2);
  });

  it("is gone with its requesting app", async () => {
    const { id, outs } = await create(world.config(), await checkedInputs());
    world.acme.apps.delete(base.requestingAppId as string);
    assert.deepEqual(await read(world.config(), id, outs), {});
  });

  for (const mode of ["gone-404", "gone-405", "gone-410", "gone-E0000015"] as const) {
    describe(`when the connections API is gone (${mode})`, () => {
      it("does not take that for a deleted connection", async () => {
        const { id, outs } = await create(world.config(), await checkedInputs());
        world.acme.connectionsApi = mode;
        const message = await messageOf(read(world.config(), id, outs));
        assert.match(message, /does not offer the Cross App Access connections API/);
        assert.match(message, /announced in July 2026/);
        assert.match(message, /Nothing was changed/);
        assert.match(message, /connection\.management to guided.*Okta for AI Agents/);
      });

      it("says so when a connection is to be made", async () => {
        world.acme.connectionsApi = mode;
        const message = await messageOf(create(world.config(), await checkedInputs()));
        assert.match(message, /does not offer the Cross App Access connections API/);
      });

      it("needs no call when guided", async () => {
        world.acme.connectionsApi = mode;
        const inputs = await checkedInputs({ management: "guided" });
        const { id, outs } = await create(world.config(), inputs);
        assert.deepEqual(await read(world.config(), id, outs), { id, props: outs });
        await remove(world.config(), id, outs);
        assert.match(world.told.join("\n"), /only a person can remove it/);
        assert.deepEqual(calls(), []);
      });
    });
  }

  describe("while Cross App Access is switched off in Okta", () => {
    const switchTo = (status: "ENABLED" | "DISABLED") => {
      const feature = [...world.acme.features.values()].find(
        ({ name }) => name === "Cross App Access",
      );
      assert.ok(feature);
      feature.status = status;
    };
    afterEach(() => switchTo("ENABLED"));

    it("stays as it was last seen if this stack keeps the feature on, so that it can be repaired", async () => {
      const { id, outs } = await create(
        world.config(),
        await checkedInputs({ featureManaged: true }),
      );
      switchTo("DISABLED");
      assert.deepEqual((await read(world.config(), id, outs)).props, outs);
      assert.match(world.told.join("\n"), /was not read: “Cross App Access” is switched off/);
    });

    it("cannot be read otherwise, which is an error", async () => {
      const { id, outs } = await create(world.config(), await checkedInputs());
      switchTo("DISABLED");
      const message = await messageOf(read(world.config(), id, outs));
      assert.match(message, /Either Cross App Access is off/);
    });

    it("is no excuse for an API that is gone", async () => {
      const { id, outs } = await create(
        world.config(),
        await checkedInputs({ featureManaged: true }),
      );
      world.acme.connectionsApi = "gone-410";
      const message = await messageOf(read(world.config(), id, outs));
      assert.match(message, /does not offer the Cross App Access connections API/);
    });
  });

  it("looks at the list before posting again when the answer to a POST is lost", async () => {
    const inputs = await checkedInputs();
    // The POST is carried out, and a gateway answers 502 in its place.
    world.plan({
      method: "POST",
      path: /connections$/,
      times: 1,
      respond: { status: 502, body: {} },
    });
    const creating = create(world.config(), inputs);
    // Carried out while the list was read: what the lost POST would have left behind.
    while (!calls().some((call) => call.startsWith("POST"))) await new Promise(setImmediate);
    const made = bySomebody("ACTIVE");
    const { outs } = await creating;
    assert.equal(outs.connectionId, made.id);
    assert.equal(outs.adopted, false);
    assert.equal(calls().filter((call) => call.startsWith("POST")).length, 1);
  });

  it("fails with Okta's words when a POST is refused", async () => {
    const inputs = await checkedInputs();
    const swapped = {
      ...inputs,
      requestingAppId: inputs.resourceAppId,
      resourceAppId: inputs.requestingAppId,
    };
    assert.match(
      await messageOf(create(world.config(), swapped)),
      /400 E0000001.*is not a Cross App Access requesting app/,
    );
  });

  describe("guided", () => {
    const guided = { management: "guided" };

    it("computes code and confirmation while previewing", async () => {
      const unconfirmed = await checkedInputs(guided);
      assert.match(unconfirmed.confirmationCode, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
      assert.equal(unconfirmed.confirmed, false);
      assert.equal(unconfirmed.observable, false);

      const code = unconfirmed.confirmationCode.toLowerCase().replace("-", " ");
      assert.equal((await checkedInputs({ ...guided, confirmation: code })).confirmed, true);

      const other = await checkedInputs({ ...guided, confirmation: code, status: "INACTIVE" });
      assert.notEqual(other.confirmationCode, unconfirmed.confirmationCode);
      assert.equal(other.confirmed, false);
    });

    it("leaves code and confirmation unknown while an app is", async () => {
      const inputs = await checkedInputs({ ...guided, requestingAppId: unknownValue });
      assert.equal(inputs.confirmationCode, unknownValue);
      assert.equal(inputs.confirmed, unknownValue);
      assert.equal(inputs.requestingAppId, unknownValue);
    });

    it("fails with code and steps if confirmation is required, but only in up", async () => {
      const inputs = await checkedInputs({ ...guided, requireConfirmation: true });
      const message = await messageOf(create(world.config(), inputs));
      assert.ok(message.includes(inputs.confirmationCode));
      assert.match(
        message,
        /\n2\. .*Manage Connections → Apps providing consent → Add resource apps/,
      );
      const confirmation = inputs.confirmationCode;
      const line = `pulumi config set --path 'context7-ema:requestingApps.<key>.connection.confirmation' ${confirmation}`;
      assert.ok(message.includes(line), message);
      const confirmed = await checkedInputs({ ...guided, requireConfirmation: true, confirmation });
      assert.equal((await create(world.config(), confirmed)).outs.confirmed, true);
    });

    it("becomes automatic in place, adopting what somebody made", async () => {
      const { id, outs } = await create(world.config(), await checkedInputs(guided));
      const made = bySomebody("ACTIVE");
      const inputs = await checkedInputs();
      assert.deepEqual(await diff(world.config(), id, outs, inputs), {
        changes: true,
        replaces: [],
      });
      const updated = await update(world.config(), id, outs, inputs);
      assert.equal(updated.outs.connectionId, made.id);
      assert.equal(updated.outs.adopted, true);
      assert.equal((await diff(world.config(), id, updated.outs, inputs)).changes, false);
    });
  });

  it("names a value that is none of the enum's", async () => {
    const { failures } = await check(world.config(), {}, { ...base, status: "PAUSED" });
    assert.equal(failures?.[0]?.property, "status");
    assert.match(failures?.[0]?.reason ?? "", /"ACTIVE"\|"INACTIVE"/);
  });
});
