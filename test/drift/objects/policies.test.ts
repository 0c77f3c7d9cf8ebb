import assert from "node:assert/strict";
import { TEAMSPACE_POLICIES } from "../../../provider/typeTokens";
import { openPolicies } from "../../../sandbox/context7/policies";
import { comparePolicies } from "../../../src/drift/objects/policies";
import { finding } from "../../../src/drift/report";

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
  const resource = (policies: Record<string, unknown>) => {
    const inputs = { ...policies, restoreOnDelete: false };
    const outputs = { ...inputs, previous: {} };
    const id = "context7-teamspace-policies";
    return { urn, type: TEAMSPACE_POLICIES, name: "context7", id, inputs, outputs, provider: "" };
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
    const { findings } = comparePolicies(resource(declared), { policies: live });
    assert.ok(findings.length <= 1);
    return findings[0] && finding.parse({ ...findings[0], counts: true });
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
    assert.deepEqual([found?.kind, found?.object.urn], ["changed", urn]);
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

  it("shows nothing of what the stack keeps secret", () => {
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      plaintext: JSON.stringify(["/acme/hidden"]),
    };
    const quality = { ...declared.libraryFilters.quality, blockedLibraries: secret };
    const sealed = { ...declared, libraryFilters: { mode: "quality", quality } };
    const { findings } = comparePolicies(resource(sealed), { policies: asDeclared() });
    assert.equal(findings[0]?.sentence, "Policies: Blocked libraries was changed.");
    assert.doesNotMatch(JSON.stringify(findings), /hidden|example/);
  });

  it("that could not be read are a problem, and no drift", () => {
    const look = comparePolicies(resource(declared), { problem: "Context7 did not answer." });
    assert.deepEqual(look, {
      findings: [],
      problems: ["Context7 did not answer."],
      compared: false,
    });
  });
});
