import assert from "node:assert/strict";

import { LIBRARIES } from "../../../sandbox/context7/documentation";
import { openPolicies } from "../../../sandbox/context7/policies";
import type { Teamspace } from "../../../sandbox/world";
import { type Arrangement, arrange } from "../developer/arrangement";
import { answerOf } from "../developer/requests";

describe("the sandbox's Policies API", () => {
  let arrangement: Arrangement;
  let teamspace: Teamspace;
  before(async () => {
    arrangement = await arrange({ mcpServer: false });
    teamspace = arrangement.teamspace;
  });
  beforeEach(() => {
    teamspace.policies = openPolicies();
  });
  after(() => arrangement.stop());

  async function call(method: "GET" | "PATCH", body?: unknown, key = teamspace.apiKey) {
    const headers = {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    };
    const url = "https://context7.com/api/v2/policies";
    const text = body === undefined ? undefined : JSON.stringify(body);
    return answerOf(await arrangement.fetch(url, { method, body: text, headers }));
  }

  it("reads all policies, the number of libraries and what is left of the rate limit", async () => {
    const { status, body, headers } = await call("GET");
    assert.equal(status, 200);
    assert.deepEqual(body, { ...openPolicies(), accessibleLibraryCount: LIBRARIES.length });
    assert.equal(
      Number(headers.get("ratelimit-limit")) > Number(headers.get("ratelimit-remaining")),
      true,
    );
    assert.match(headers.get("ratelimit-reset") ?? "", /^\d+$/);
  });

  it("changes what a request names, and nothing else", async () => {
    const { status, body } = await call("PATCH", {
      sourceTypes: { disable: ["confluence"] },
      libraryFilters: {
        mode: "quality",
        quality: {
          minTrustScore: 4,
          blockedLibraries: { add: ["/nodejs", "example.com"] },
          repoFilters: { allowedLicenses: { add: ["MIT"] } },
        },
      },
    });
    assert.equal(status, 200);
    const expected = openPolicies();
    expected.sourceTypes.confluence = { enabled: false };
    expected.libraryFilters.mode = "quality";
    expected.libraryFilters.quality.minTrustScore = 4;
    expected.libraryFilters.quality.blockedLibraries = ["/nodejs", "example.com"];
    expected.libraryFilters.quality.repoFilters.allowedLicenses = ["MIT"];
    assert.deepEqual(body, { ...expected, accessibleLibraryCount: LIBRARIES.length - 1 });
    assert.deepEqual(teamspace.policies, expected);
  });

  it("adds to, removes from and clears lists, and clears numbers and the mode by null", async () => {
    const quality = (changes: object) => call("PATCH", { libraryFilters: { quality: changes } });
    await quality({ maxAgeDays: 30, exceptedLibraries: { add: ["/a/b", "/c/d"] } });
    await quality({ exceptedLibraries: { add: ["/e/f", "/a/b"], remove: ["/c/d"] } });
    assert.deepEqual(teamspace.policies.libraryFilters.quality.exceptedLibraries, ["/a/b", "/e/f"]);
    await quality({ maxAgeDays: null, exceptedLibraries: { clear: true } });
    await call("PATCH", { libraryFilters: { mode: "select" } });
    await call("PATCH", { libraryFilters: { mode: null } });
    assert.deepEqual(teamspace.policies, openPolicies());
  });

  it("refuses what Context7's specification excludes, and changes nothing then", async () => {
    for (const wrong of [
      {},
      { libraryFilters: { quality: { minTrustScore: 11 } } },
      { libraryFilters: { quality: { maxAgeDays: 0 } } },
      { libraryFilters: { quality: { repoFilters: { allowedLicenses: { add: ["No such"] } } } } },
      { libraryFilters: { select: { allowedLibraries: { add: ["/a/b"], clear: true } } } },
      { libraryFilters: { mode: "both" } },
      { sourceTypes: { enable: ["websites"], disable: ["websites"] } },
      { sourceTypes: { disable: ["confluence", "wikis"] } },
    ]) {
      const { status, body } = await call("PATCH", wrong);
      assert.equal(status, 400, JSON.stringify(wrong));
      assert.equal((body as { error: string }).error, "validation_error");
    }
    assert.deepEqual(teamspace.policies, openPolicies());
  });

  it("lets a developer read and not change, and nobody without a key of a teamspace", async () => {
    const change = { sourceTypes: { disable: ["websites"] } };
    assert.equal((await call("GET", undefined, teamspace.developerApiKey)).status, 200);
    const refused = await call("PATCH", change, teamspace.developerApiKey);
    assert.deepEqual(
      [refused.status, (refused.body as { error: string }).error],
      [403, "forbidden"],
    );
    const stranger = await call("GET", undefined, "ctx7sk-wrong");
    assert.deepEqual(
      [stranger.status, (stranger.body as { error: string }).error],
      [401, "invalid_api_key"],
    );
    assert.deepEqual(teamspace.policies, openPolicies());
  });

  it("counts the libraries that the mode admits", async () => {
    const count = async (libraryFilters: object) => {
      const { body } = await call("PATCH", { libraryFilters });
      return (body as { accessibleLibraryCount: number }).accessibleLibraryCount;
    };
    assert.equal(await count({ mode: "select" }), 0);
    assert.equal(await count({ select: { allowedLibraries: { add: ["/nodejs/node"] } } }), 1);
    assert.equal(await count({ mode: "quality", quality: { minTrustScore: 10 } }), 0);
    assert.equal(await count({ quality: { exceptedLibraries: { add: ["/pulumi"] } } }), 1);
  });
});
