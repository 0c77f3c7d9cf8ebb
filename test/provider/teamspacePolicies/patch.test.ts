import assert from "node:assert/strict";
import fc from "fast-check";
import { patchFor } from "../../../provider/teamspacePolicies/patch";
import {
  declarationOf,
  onlyOwned,
  type Values,
  valuesIn,
  valuesOf,
} from "../../../provider/teamspacePolicies/values";
import { openPolicies, patchPolicies } from "../../../sandbox/context7/policies";
import type { TeamspacePolicies } from "../../../sandbox/world";
import { declarations, livePolicies } from "./arbitraries";

/** What the API would make of it, by the rules of its specification. */
function patched(live: TeamspacePolicies, wanted: Values): TeamspacePolicies {
  const patch = patchFor(wanted, valuesIn(live));
  if (!patch) return live;
  const result = patchPolicies(live, JSON.parse(JSON.stringify(patch)));
  assert.ok(result.ok, JSON.stringify({ patch, result }));
  return result.policies;
}

describe("the patch that brings a teamspace's policies to what is declared", () => {
  const patch = (declared: object, live = openPolicies()) =>
    patchFor(valuesOf(declared), valuesIn(live));

  it("is none when nothing differs, and when nothing is declared", () => {
    assert.equal(patch({}), undefined);
    const declared = {
      sourceTypes: { websites: true },
      libraryFilters: { mode: "none", quality: { blockedLibraries: [], requireVerified: false } },
    };
    assert.equal(patch(declared), undefined);
  });

  it("switches source types on and off", () => {
    const live = openPolicies();
    live.sourceTypes.llmstxt = { enabled: false };
    const sourceTypes = { llmstxt: true, confluence: false, websites: true };
    assert.deepEqual(patch({ sourceTypes }, live), {
      sourceTypes: { enable: ["llmstxt"], disable: ["confluence"] },
    });
  });

  it("adds to and removes from a list, whatever its order, and clears one that is to be empty", () => {
    const live = openPolicies();
    live.libraryFilters.quality.blockedLibraries = ["/c/d", "/a/b"];
    live.libraryFilters.quality.repoFilters.allowedLicenses = ["MIT"];
    const lists = (blockedLibraries: string[], allowedLicenses: string[]) => ({
      libraryFilters: { quality: { blockedLibraries, repoFilters: { allowedLicenses } } },
    });
    assert.equal(patch(lists(["/a/b", "/c/d"], ["MIT"]), live), undefined);
    assert.deepEqual(patch(lists(["/a/b", "/e/f"], []), live), {
      libraryFilters: {
        quality: {
          blockedLibraries: { add: ["/e/f"], remove: ["/c/d"] },
          repoFilters: { allowedLicenses: { clear: true } },
        },
      },
    });
  });

  it("clears the mode and the thresholds that are declared absent, wherever they are nested", () => {
    const live = openPolicies();
    live.libraryFilters.mode = "quality";
    live.libraryFilters.quality.maxAgeDays = 30;
    live.libraryFilters.quality.websiteFilters.minBacklinks = 100;
    const noThreshold = ["maxAgeDays", "minBacklinks", "minStars"];
    assert.deepEqual(patch({ libraryFilters: { mode: "none", quality: { noThreshold } } }, live), {
      libraryFilters: {
        mode: null,
        quality: { maxAgeDays: null, websiteFilters: { minBacklinks: null } },
      },
    });
  });

  it("tells 0 from no threshold", () => {
    const declared = { libraryFilters: { quality: { minTrustScore: 0 } } };
    assert.deepEqual(patch(declared), declared);
  });

  it("makes what is declared, leaves the rest, and has nothing to do a second time", () => {
    fc.assert(
      fc.property(livePolicies, declarations, (live, declared) => {
        const wanted = valuesOf(declared);
        const before = valuesIn(live);
        const after = patched(live, wanted);
        assert.deepEqual(valuesIn(after), { ...before, ...wanted });
        assert.equal(patchFor(wanted, valuesIn(after)), undefined);
      }),
    );
  });

  it("puts back what was there before", () => {
    fc.assert(
      fc.property(livePolicies, declarations, (live, declared) => {
        const wanted = valuesOf(declared);
        const before = valuesIn(live);
        const previous = declarationOf(onlyOwned(before, wanted));
        const restored = patched(patched(live, wanted), valuesOf(previous));
        assert.deepEqual(valuesIn(restored), before);
      }),
    );
  });
});

describe("a declaration of policies", () => {
  it("comes back from its values, without what is empty", () => {
    fc.assert(
      fc.property(declarations, (declared) => {
        const values = valuesOf(declared);
        assert.deepEqual(valuesOf(declarationOf(values)), values);
      }),
    );
    assert.deepEqual(
      declarationOf(valuesOf({ sourceTypes: {}, libraryFilters: { quality: {} } })),
      {},
    );
  });
});
