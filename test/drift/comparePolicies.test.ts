import assert from "node:assert/strict";
import { openPolicies } from "../../sandbox/context7/policies";
import { comparePolicies } from "../../src/drift/comparePolicies";
import { finding } from "../../src/drift/report";

describe("drift of a teamspace's policies", () => {
  const urn =
    "urn:pulumi:prod::acme::context7-ema:index:EnterpriseManagedAuth$pulumi-nodejs:dynamic/context7-ema:TeamspacePolicies::context7";
  const declared = {
    sourceTypes: { confluence: false, websites: true },
    libraryFilters: {
      mode: "quality",
      quality: {
        minTrustScore: 7,
        noThreshold: ["maxAgeDays"],
        blockedLibraries: ["/a/b", "example.com"],
      },
    },
  };
  const asDeclared = () => {
    const live = openPolicies();
    live.sourceTypes.confluence = { enabled: false };
    live.libraryFilters.mode = "quality";
    live.libraryFilters.quality.minTrustScore = 7;
    live.libraryFilters.quality.blockedLibraries = ["example.com", "/a/b"];
    return live;
  };
  const compare = (change: (live: ReturnType<typeof openPolicies>) => void) => {
    const live = asDeclared();
    change(live);
    const inputs = { ...declared, restoreOnDelete: false, __provider: "text" };
    const found = comparePolicies(
      {
        urn,
        type: "pulumi-nodejs:dynamic/context7-ema:TeamspacePolicies",
        name: "context7",
        id: "context7-teamspace-policies",
        inputs,
        outputs: { ...inputs, previous: {} },
        provider: "",
      },
      live,
    );
    return found && finding.parse(found);
  };

  it("is none when everything is as declared, whatever the order of a list", () => {
    assert.equal(
      compare(() => {}),
      undefined,
    );
  });

  it("is none in what is not declared", () => {
    const found = compare(({ sourceTypes, libraryFilters }) => {
      sourceTypes.llmstxt = { enabled: false };
      libraryFilters.quality.requireVerified = true;
      libraryFilters.quality.exceptedLibraries = ["/mine"];
    });
    assert.equal(found, undefined);
  });

  it("is said property by property, in the dashboard's words", () => {
    const found = compare(({ sourceTypes, libraryFilters }) => {
      sourceTypes.confluence = { enabled: true };
      libraryFilters.quality.maxAgeDays = 30;
    });
    assert.deepEqual(found?.changes, [
      { property: "sourceTypes.confluence", label: "Confluence", declared: false, live: true },
      {
        property: "libraryFilters.quality.maxAgeDays",
        label: "Freshness",
        declared: null,
        live: 30,
      },
    ]);
    assert.equal(found?.sentence, "Policies: 2 settings were changed: Confluence, Freshness.");
    assert.deepEqual([found?.kind, found?.counts, found?.object.urn], ["changed", true, urn]);
  });

  for (const [sentence, change] of [
    [
      "Source Type Access: Confluence was switched on.",
      ({ sourceTypes }) => {
        sourceTypes.confluence = { enabled: true };
      },
    ],
    [
      "Source Type Access: Websites was removed by Context7.",
      ({ sourceTypes }) => {
        delete sourceTypes.websites;
      },
    ],
    [
      "Library Filters: Filter mode was changed from quality to none.",
      ({ libraryFilters }) => {
        libraryFilters.mode = null;
      },
    ],
    [
      "Library Filters: Trust score was changed from 7 to 0.",
      ({ libraryFilters }) => {
        libraryFilters.quality.minTrustScore = 0;
      },
    ],
    [
      "Library Filters: Blocked libraries gained /c/d and lost example.com.",
      ({ libraryFilters }) => {
        libraryFilters.quality.blockedLibraries = ["/a/b", "/c/d"];
      },
    ],
  ] as [string, Parameters<typeof compare>[0]][]) {
    it(`reads: ${sentence}`, () => {
      assert.equal(compare(change)?.sentence, sentence);
    });
  }
});
