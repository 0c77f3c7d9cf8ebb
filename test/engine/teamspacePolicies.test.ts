import assert from "node:assert/strict";
import { openPolicies } from "../../sandbox/context7/policies";
import { sandboxed } from "../provider/sandboxed";
import { adoptingStack } from "./configurations";
import { assertClean, lookForDrift, teamspace } from "./declared";
import type { EngineStack } from "./harness";
import { oneLine, stacksIn } from "./stacks";
import { writesOf } from "./writes";

describe("engine: a teamspace's policies", function () {
  this.timeout(180_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  const PATCH = "PATCH /api/v2/policies";
  let stack: EngineStack;
  let apiKey: string;

  before(async () => {
    await world.addApp("resource", "Context7");
    apiKey = world.sandbox.description.context7.apiKey;
    const environment = { CONTEXT7_API_KEY: undefined };
    stack = await stacks.create({ configuration: {}, environment });
    teamspace(world).policies.libraryFilters.quality.exceptedLibraries = ["/pulumi/docs"];
    teamspace(world).policies.libraryFilters.quality.blockedLibraries = ["/old/one"];
  });

  /** With the key as `pulumi config set --secret` leaves it. */
  const declare = async (policies: object) => {
    await stack.configure(adoptingStack({ policies }));
    const { code, text } = await stack.cli("config", "set", "--secret", "apiKey", apiKey);
    assert.equal(code, 0, text);
  };
  const live = () => teamspace(world).policies;
  const quality = {
    minTrustScore: 7,
    noThreshold: ["maxAgeDays"],
    blockedLibraries: ["/nodejs", "example.com"],
  };
  const libraryFilters = { mode: "quality", quality };

  it("come to be as declared, by one request; nothing is to do after that", async () => {
    await declare({ sourceTypes: { confluence: false }, libraryFilters });
    const before = stack.output().length;
    let outputs: Awaited<ReturnType<EngineStack["up"]>>["outputs"] = {};
    const writes = await writesOf(world, async () => {
      ({ outputs } = await stack.up());
    });
    assert.deepEqual(writes, [PATCH]);
    const printed = oneLine(stack.output().slice(before));
    assert.match(printed, /Public libraries that the teamspace can use: 1 \(before: 2\)/);

    const expected = openPolicies();
    expected.sourceTypes.confluence = { enabled: false };
    expected.libraryFilters.mode = "quality";
    Object.assign(expected.libraryFilters.quality, {
      minTrustScore: 7,
      blockedLibraries: ["/nodejs", "example.com"],
      exceptedLibraries: ["/pulumi/docs"],
    });
    assert.deepEqual(live(), expected);
    assert.deepEqual(outputs.policies?.value, {
      sourceTypes: { confluence: false },
      libraryFilters,
    });
    await assertClean(stack);
    await stack.preview({ expectNoChanges: true });
  });

  it("that are not declared are the dashboard's: no drift, and no up changes them", async () => {
    live().sourceTypes.websites = { enabled: false };
    live().libraryFilters.quality.exceptedLibraries = ["/vercel"];
    live().libraryFilters.quality.websiteFilters.minBacklinks = 100;
    const there = structuredClone(live());
    await assertClean(stack);
    assert.deepEqual(await writesOf(world, () => stack.up({ refresh: true })), []);
    assert.deepEqual(live(), there);
  });

  it("that are declared show as drift when somebody changes them, and are restored", async () => {
    const there = structuredClone(live());
    live().sourceTypes.confluence = { enabled: true };
    live().libraryFilters.mode = null;
    live().libraryFilters.quality.maxAgeDays = 30;
    live().libraryFilters.quality.blockedLibraries.push("/somebody/else");
    const { code, text } = await lookForDrift(stack);
    assert.equal(code, 7, text);
    assert.match(oneLine(text), /TeamspacePolicies context7 .*libraryFilters.*sourceTypes/);
    assert.deepEqual(await writesOf(world, () => stack.up({ refresh: true })), [PATCH]);
    assert.deepEqual(live(), there);
    await assertClean(stack);
  });

  it("that are declared no longer stay as they are, and are no drift any more", async () => {
    const there = structuredClone(live());
    await declare({ libraryFilters });
    assert.deepEqual(await writesOf(world, () => stack.up()), []);
    assert.deepEqual(live(), there);
    live().sourceTypes.confluence = { enabled: true };
    await assertClean(stack);
  });

  it("leave no API key in the state or on the screen", async () => {
    const state = await stack.state();
    assert.match(state, /context7-ema:TeamspacePolicies/);
    assert.equal(state.includes(apiKey), false);
    assert.equal(stack.output().includes(apiKey), false);
  });

  it("are refused to a developer's key, and mistakes before anything is asked", async () => {
    await declare({ libraryFilters: { ...libraryFilters, mode: "select" } });
    const developer = teamspace(world).developerApiKey;
    await stack.cli("config", "set", "--secret", "apiKey", developer);
    const refused = await stacks.refusal(stack.up());
    assert.match(refused, /403 forbidden.*made by an owner or admin/);
    assert.equal(refused.includes(developer), false);

    await declare({ libraryFilters: { quality: { minTrustScore: 11 } } });
    assert.match(
      await stacks.refusal(stack.preview()),
      /context7-ema:policies\.libraryFilters\.quality\.minTrustScore.*from 0 to 10; it is 11/,
    );
  });

  it("stay on destroy, which says so, or are put back if that is asked for", async () => {
    await declare({ libraryFilters });
    await stack.up();
    const there = structuredClone(live());
    const before = stack.output().length;
    await stack.destroy();
    assert.match(oneLine(stack.output().slice(before)), /The teamspace keeps its policies/);
    assert.deepEqual(live(), there);

    await declare({ libraryFilters: { mode: "select" }, restoreOnDelete: true });
    await stack.up();
    assert.equal(live().libraryFilters.mode, "select");
    await stack.destroy();
    assert.deepEqual(live(), there);
  });
});
