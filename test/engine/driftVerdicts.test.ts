import assert from "node:assert/strict";
import type { Finding } from "../../src/drift/report";
import { sandboxed } from "../provider/sandboxed";
import { catalogClient, firstStack } from "./configurations";
import { consoleChanges } from "./consoleChanges";
import { consoleHarmless } from "./consoleHarmless";
import { consoleRemovals, consoleSwitches } from "./consoleRemovals";
import { lookForDrift } from "./declared";
import { type Drifted, differences, drift, refreshDifferences } from "./driftCommand";
import type { EngineStack } from "./harness";
import { type ConsoleFault, meddlingIn } from "./meddling";
import { stacksIn } from "./stacks";
import { writesOf } from "./writes";

/** What is gone because an app is: `drift` says so in the app's sentence. */
const WENT_ALONG = /^(CrossAppAccessConnection|GroupAssignment|User) context7-(client-)?adopted/;

describe("engine: drift and pulumi refresh give the same verdict", function () {
  this.timeout(300_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  const login = "contractor@acme.example";
  let stack: EngineStack;
  const meddling = meddlingIn(world);

  before(async () => {
    await world.addApp("requesting", "Adopted");
    const { settingsUrl } = world.sandbox.description.context7;
    const [policy] = [...world.acme.policies.values()].filter(({ system }) => !system);
    assert.ok(policy);
    const existing = { label: "Adopted" };
    stack = await stacks.create({
      configuration: firstStack(world.sandbox, {
        requestingApps: {
          claude: catalogClient(world.sandbox, { authenticationPolicy: policy.id }),
          keyed: catalogClient(world.sandbox, {
            jwks: [{ kid: "first", kty: "RSA", e: "AQAB", n: "sXchmA" }],
          }),
          adopted: { clientIdAtResource: "mcpclient-at-context7", existing },
        },
        assignments: { groupNames: ["Engineering"], userLogins: [login] },
        teamspace: { management: "api", settingsUrl },
        policies: {
          sourceTypes: { confluence: true },
          libraryFilters: { quality: { noThreshold: ["minTrustScore"] } },
        },
        manageFeature: true,
      }),
    });
    await stack.up();
    meddling.remember("Context7", "claude", "keyed", "Adopted");
  });

  round("changed", consoleChanges(world, meddling, login), 7);
  round("removed", consoleRemovals(world, meddling, login), 7);
  round("switched off", consoleSwitches(world), 7);
  round("changed, though not the stack's", consoleHarmless(world, meddling), 0);

  describe("an app that was deleted", () => {
    let undo: () => void;
    before(() => {
      undo = meddling.remove(world.acme.apps, meddling.app("claude").id);
    });
    after(() => undo());

    it("is drift (7), where the plugin makes an error of it (1)", async () => {
      const { code, counted } = await drift(stack);
      assert.equal(code, 7);
      assert.deepEqual(differences(counted), { "OAuth context7-claude": ["deleted"] });
      assert.match(counted[0]?.sentence ?? "", /deleted, and what depends on it: 3 other objects/);
      assert.equal((await lookForDrift(stack)).code, 1);
    });
  });

  it("both say 1 when Okta's connections API is gone", async () => {
    world.acme.connectionsApi = "gone-410";
    try {
      const { code, report } = await drift(stack);
      assert.equal(code, 1);
      assert.match(report.stacks[0]?.problems.join() ?? "", /does not offer the Cross App Access/);
      assert.equal((await lookForDrift(stack)).code, 1);
    } finally {
      world.acme.connectionsApi = "available";
    }
  });

  it("says 1 when Context7 refuses the API key, which nothing shows", async () => {
    const key = "ctx7sk-of-nobody";
    const args = ["--stacks", "dev"];
    const { code, report, text } = await drift(stack, args, { CONTEXT7_API_KEY: key });
    assert.equal(code, 1);
    const problems = report.stacks[0]?.problems.join("\n") ?? "";
    assert.match(problems, /refused the API key.*GET \S+\/api\/v2\/policies/);
    assert.ok(!text.includes(key));
  });

  /** All of them at once, through both: each resource and each property has to be named by both. */
  function round(title: string, faults: ConsoleFault[], verdict: 0 | 7): void {
    describe(title, () => {
      let found: Drifted;
      let refreshed: { code: number; text: string };
      let writes: string[];
      let undos: (() => void)[];

      before(async () => {
        undos = faults.map(({ inject }) => inject());
        writes = await writesOf(world, async () => {
          found = await drift(stack);
        });
        refreshed = await lookForDrift(stack);
      });
      after(() => {
        for (const undo of undos.reverse()) undo();
      });

      for (const { what, named } of faults) {
        it(named ? `names ${what}` : `is silent about ${what}`, () => {
          if (named) assert.match(found.counted.map(worded).join("\n"), named);
          else assert.deepEqual(found.counted, []);
        });
      }
      it(`both say ${verdict}`, () => {
        assert.equal(found.code, verdict, found.text);
        assert.equal(refreshed.code, verdict, refreshed.text);
      });
      it("refresh names the same resources and properties", () => {
        const named = Object.entries(refreshDifferences(refreshed.text));
        const byThemselves = named.filter(([key]) => !WENT_ALONG.test(key));
        assert.deepEqual(differences(found.counted), Object.fromEntries(byThemselves));
      });
      it("nothing is written", () => assert.deepEqual(writes, []));
    });
  }

  function worded({ sentence, changes }: Finding): string {
    const each = changes.map(({ label, declared, live }) => `${label}: ${declared} → ${live}`);
    return [sentence, ...each].join("\n");
  }
});
