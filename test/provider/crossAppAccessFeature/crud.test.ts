import assert from "node:assert/strict";
import {
  check,
  create,
  diff,
  read,
  remove,
  update,
} from "../../../provider/crossAppAccessFeature/crud";
import { unknownValue } from "../../../provider/inputs";
import { messageOf, sandboxed } from "../sandboxed";

describe("CrossAppAccessFeature", () => {
  const world = sandboxed();
  const inputs = { orgUrl: "https://acme.okta.com", name: "Cross App Access", status: "ENABLED" };
  const feature = () => {
    const found = [...world.acme.features.values()].find(({ name }) => name === inputs.name);
    assert.ok(found);
    return found;
  };
  beforeEach(() => Object.assign(feature(), { status: "ENABLED", switchable: true }));

  it("fills in the name and declares that the feature is on, without a call", async () => {
    const checked = await check(world.config(), {}, { orgUrl: inputs.orgUrl, __provider: "text" });
    assert.deepEqual(checked, { inputs, failures: [] });
    assert.deepEqual(world.requests(), []);
  });

  it("lets an unknown org pass", async () => {
    const checked = await check(world.config(), {}, { orgUrl: unknownValue });
    assert.deepEqual(checked.failures, []);
    assert.equal(checked.inputs.orgUrl, unknownValue);
  });

  it("refuses the org of another provider, naming both", async () => {
    const { failures = [] } = await check(
      world.config(),
      {},
      { orgUrl: "https://globex.okta.com" },
    );
    assert.equal(failures[0]?.property, "orgUrl");
    assert.match(failures[0]?.reason ?? "", /globex\.okta\.com.*acme\.okta\.com/);
  });

  it("writes nothing when it is on already", async () => {
    const { id, outs } = await create(world.config(), inputs);
    assert.equal(id, feature().id);
    assert.deepEqual(outs, { ...inputs, featureId: id });
    assert.deepEqual(world.requests(), ["GET /api/v1/features"]);
  });

  it("switches it on", async () => {
    feature().status = "DISABLED";
    await create(world.config(), inputs);
    assert.equal(feature().status, "ENABLED");
    assert.deepEqual(world.requests(), [
      "GET /api/v1/features",
      `POST /api/v1/features/${feature().id}/ENABLE`,
    ]);
  });

  it("sees that somebody switched it off, and switches it on again", async () => {
    const { id, outs } = await create(world.config(), inputs);
    assert.equal((await diff(world.config(), id, outs, inputs)).changes, false);

    feature().status = "DISABLED";
    const live = await read(world.config(), id, { ...outs, __provider: "text" });
    assert.deepEqual(live.inputs, { ...inputs, status: "DISABLED" });
    assert.equal((await diff(world.config(), id, live.props, inputs)).changes, true);

    const updated = await update(world.config(), id, live.props, inputs);
    assert.equal(feature().status, "ENABLED");
    assert.equal((await diff(world.config(), id, updated.outs, inputs)).changes, false);
  });

  it("is another feature in another org", async () => {
    const { id, outs } = await create(world.config(), inputs);
    const other = { ...inputs, orgUrl: "https://globex.okta.com" };
    assert.deepEqual((await diff(world.config(), id, outs, other)).replaces, ["orgUrl"]);
  });

  it("says so when Okta does not list it, with the near names, and asks nobody to switch it", async () => {
    const message = await messageOf(
      create(world.config(), { ...inputs, name: "Cross App Access (XAA)" }),
    );
    assert.match(message, /does not list a feature with the whole name “Cross App Access \(XAA\)”/);
    assert.match(message, /Near ones: “Cross App Access Insights” \(ftr\w+\), “Cross App Access”/);
    assert.match(message, /leave manageFeature out.*Okta Support/);
    assert.deepEqual(world.requests(), ["GET /api/v1/features"]);
  });

  it("says so when it cannot be switched", async () => {
    Object.assign(feature(), { status: "DISABLED", switchable: false });
    const message = await messageOf(create(world.config(), inputs));
    assert.match(message, /“Cross App Access” cannot be switched on.*Okta Support/);
    assert.match(message, /403 E0000006/);
  });

  it("keeps the state, and tells, when Okta stops listing it", async () => {
    const { id, outs } = await create(world.config(), inputs);
    const gone = feature();
    world.acme.features.delete(gone.id);
    try {
      assert.deepEqual(await read(world.config(), id, outs), { id, props: outs });
      assert.match(world.told.join("\n"), /does not list .* any more.*ask Okta Support/);
    } finally {
      world.acme.features.set(gone.id, gone);
    }
  });

  it("stays on after destroy, without a call", async () => {
    const { id, outs } = await create(world.config(), inputs);
    const before = world.requests().length;
    await remove(world.config(), id, outs);
    assert.equal(world.requests().length, before);
    assert.match(world.told.join("\n"), /never switched off/);
  });
});
