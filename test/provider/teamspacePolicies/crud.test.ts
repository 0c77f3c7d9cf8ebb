import assert from "node:assert/strict";
import { unknownValue } from "../../../provider/inputs";
import {
  check,
  create,
  diff,
  read,
  remove,
  update,
} from "../../../provider/teamspacePolicies/crud";
import { openPolicies } from "../../../sandbox/context7/policies";
import type { Teamspace } from "../../../sandbox/world";
import { messageOf, sandboxed } from "../sandboxed";

describe("TeamspacePolicies", () => {
  const world = sandboxed();
  const id = "context7-teamspace-policies";
  const GET = "GET /api/v2/policies";
  const PATCH = "PATCH /api/v2/policies";
  let teamspace: Teamspace;

  beforeEach(() => {
    const { apiKey } = world.sandbox.description.context7;
    const teamspaces = [...world.sandbox.world.context7.teamspaces.values()];
    teamspace = teamspaces.find((one) => one.apiKey === apiKey) as Teamspace;
    teamspace.policies = openPolicies();
  });

  const checked = async (news: object, config = world.config()) => {
    const { inputs, failures } = await check(config, {}, { ...news });
    assert.deepEqual(failures, []);
    return inputs;
  };
  const made = async (news: object) => (await create(world.config(), await checked(news))).outs;
  const changed = async (olds: object, news: object) => {
    const inputs = await checked(news);
    assert.equal((await diff(world.config(), id, { ...olds }, inputs)).changes, true);
    return (await update(world.config(), id, { ...olds }, inputs)).outs;
  };

  describe("check", () => {
    const mistakes = async (news: object, settings = {}) => {
      const { failures = [] } = await check(world.config(settings), {}, { ...news });
      return failures.map(({ property, reason }) => `${property}: ${reason}`);
    };
    const quality = (values: object) => ({ libraryFilters: { quality: values } });

    for (const [wrong, expected] of [
      [
        quality({ minTrustScore: 11 }),
        /^libraryFilters\.quality\.minTrustScore: must be a whole number, from 0 to 10; it is 11\.$/,
      ],
      [quality({ minTrustScore: 4.5 }), /must be a whole number/],
      [
        quality({ maxAgeDays: 0 }),
        /^libraryFilters\.quality\.maxAgeDays: must be a whole number, 1 or more; it is 0\.$/,
      ],
      [quality({ maxAgeDays: null }), /is null: .* name it in noThreshold/],
      [quality({ repoFilters: { minStars: -1 } }), /repoFilters\.minStars: .*0 or more; it is -1/],
      [
        quality({ repoFilters: { allowedLicenses: ["MIT License"] } }),
        /allowedLicenses\[0\]: "MIT License" is not an SPDX license identifier/,
      ],
      [quality({ blockedLibraries: ["a b"] }), /blockedLibraries\[0\]: "a b" is neither a library/],
      [quality({ minTrustscore: 4 }), /^libraryFilters\.quality: .*minTrustscore/],
      [
        quality({ maxAgeDays: 30, noThreshold: ["maxAgeDays"] }),
        /noThreshold: names maxAgeDays, which is also declared as 30/,
      ],
      [{ libraryFilters: { mode: "all" } }, /^libraryFilters\.mode: .*quality.*select.*none/],
      [{ sourceTypes: { publicRepos: false } }, /public_repos, private_sources, confluence/],
    ] as const) {
      it(`refuses ${JSON.stringify(wrong)}`, async () => {
        const [mistake = "", ...more] = await mistakes(wrong);
        assert.match(mistake, expected);
        assert.deepEqual(more, []);
        assert.deepEqual(world.requests(), []);
      });
    }

    it("needs an API key", async () => {
      const [mistake = ""] = await mistakes({}, { "context7-ema:apiKey": undefined });
      assert.match(mistake, /^apiKey: context7-ema:apiKey \(or CONTEXT7_API_KEY\) is missing/);
    });

    it("makes equal declarations look equal", async () => {
      const inputs = await checked({
        sourceTypes: {},
        libraryFilters: {
          quality: { blockedLibraries: ["/c/d", "/a/b", "/c/d"], repoFilters: {} },
          select: {},
        },
      });
      assert.deepEqual(inputs, {
        libraryFilters: { quality: { blockedLibraries: ["/a/b", "/c/d"] } },
        restoreOnDelete: false,
      });
    });

    it("lets pass what is not known yet", async () => {
      const libraryFilters = { quality: { blockedLibraries: [unknownValue], minTrustScore: 99 } };
      const inputs = await checked({ sourceTypes: { websites: false }, libraryFilters });
      assert.deepEqual(inputs.libraryFilters, libraryFilters);
      assert.deepEqual(inputs.sourceTypes, { websites: false });
    });
  });

  describe("create", () => {
    it("changes what differs and nothing else, by one request, and says what it comes to", async () => {
      teamspace.policies.libraryFilters.quality.blockedLibraries = ["/old/one"];
      teamspace.policies.libraryFilters.quality.maxAgeDays = 90;
      const outs = await made({
        sourceTypes: { confluence: false, websites: true },
        libraryFilters: {
          mode: "quality",
          quality: { minTrustScore: 7, blockedLibraries: ["/nodejs"] },
        },
      });
      assert.deepEqual(world.requests(), [GET, PATCH]);
      const expected = openPolicies();
      expected.sourceTypes.confluence = { enabled: false };
      expected.libraryFilters.mode = "quality";
      Object.assign(expected.libraryFilters.quality, {
        minTrustScore: 7,
        maxAgeDays: 90,
        blockedLibraries: ["/nodejs"],
      });
      assert.deepEqual(teamspace.policies, expected);
      assert.deepEqual(world.told, ["Public libraries that the teamspace can use: 1 (before: 2)."]);
      assert.deepEqual(outs, {
        sourceTypes: { confluence: false, websites: true },
        libraryFilters: {
          mode: "quality",
          quality: { minTrustScore: 7, blockedLibraries: ["/nodejs"] },
        },
        restoreOnDelete: false,
        previous: {
          sourceTypes: { confluence: true, websites: true },
          libraryFilters: {
            mode: "none",
            quality: { blockedLibraries: ["/old/one"], noThreshold: ["minTrustScore"] },
          },
        },
      });
    });

    it("writes nothing when everything is as declared", async () => {
      await made({ sourceTypes: { websites: true }, libraryFilters: { mode: "none" } });
      assert.deepEqual(world.requests(), [GET]);
      assert.deepEqual(world.told, []);
    });

    it("names the source types that there are, when another is declared", async () => {
      const inputs = await checked({ sourceTypes: { notion: false, websites: false } });
      assert.match(
        await messageOf(create(world.config(), inputs)),
        /has no source type notion; it has public_repos, .*llmstxt\. Correct sourceTypes\. Nothing/,
      );
      assert.deepEqual(teamspace.policies, openPolicies());
    });

    it("takes what an answer leaves out for not set", async () => {
      const { sourceTypes } = openPolicies();
      const body = { sourceTypes, libraryFilters: { mode: "quality" } };
      world.plan({ path: /policies$/, times: 1, respond: { status: 200, body } });
      const noThreshold = ["minBacklinks"];
      await made({ libraryFilters: { quality: { noThreshold, exceptedLibraries: [] } } });
      assert.deepEqual(world.requests(), [GET]);
    });

    it("fails if Context7 accepts a value and holds another", async () => {
      const body = { ...openPolicies(), accessibleLibraryCount: 2 };
      world.plan({ method: "PATCH", path: /policies$/, times: 1, respond: { status: 200, body } });
      const blockedLibraries = ["Example.com"];
      const inputs = await checked({ libraryFilters: { quality: { blockedLibraries } } });
      assert.match(
        await messageOf(create(world.config(), inputs)),
        /quality\.blockedLibraries is \[\], declared is \["Example\.com"\].*as Context7 writes them/,
      );
    });
  });

  describe("read", () => {
    it("sees what somebody changed of what is declared, and nothing of the rest", async () => {
      const outs = await made({
        sourceTypes: { confluence: false },
        libraryFilters: { quality: { maxAgeDays: 30, blockedLibraries: ["/a/b"] } },
      });
      assert.deepEqual((await read(world.config(), id, outs)).props, outs);

      teamspace.policies.sourceTypes.websites = { enabled: false };
      teamspace.policies.libraryFilters.quality.exceptedLibraries = ["/mine"];
      assert.deepEqual((await read(world.config(), id, outs)).props, outs);

      teamspace.policies.sourceTypes.confluence = { enabled: true };
      teamspace.policies.libraryFilters.quality.maxAgeDays = null;
      teamspace.policies.libraryFilters.quality.blockedLibraries = ["/z", "/a/b"];
      const live = {
        sourceTypes: { confluence: true },
        libraryFilters: {
          quality: { blockedLibraries: ["/a/b", "/z"], noThreshold: ["maxAgeDays"] },
        },
        restoreOnDelete: false,
      };
      const seen = await read(world.config(), id, outs);
      assert.deepEqual(seen.inputs, live);
      assert.deepEqual(seen.props, { ...live, previous: outs.previous });
    });
  });

  it("needs no more than a developer's key while there is nothing to change", async () => {
    const outs = await made({ sourceTypes: { confluence: false } });
    const config = world.config({ "context7-ema:apiKey": teamspace.developerApiKey });
    assert.deepEqual((await read(config, id, outs)).props, outs);
    await create(config, await checked({ sourceTypes: { confluence: false } }, config));
    assert.deepEqual(world.requests(), [GET, PATCH, GET, GET]);
  });

  describe("update", () => {
    it("restores what somebody changed, and leaves what is not declared", async () => {
      const news = { libraryFilters: { quality: { blockedLibraries: ["/a/b"] } } };
      const outs = await made(news);
      teamspace.policies.libraryFilters.quality.blockedLibraries = ["/z"];
      teamspace.policies.libraryFilters.mode = "select";
      const { props } = await read(world.config(), id, outs);
      await changed(props, news);
      assert.deepEqual(teamspace.policies.libraryFilters.quality.blockedLibraries, ["/a/b"]);
      assert.equal(teamspace.policies.libraryFilters.mode, "select");
    });

    it("leaves what is declared no longer, and forgets it", async () => {
      const outs = await made({ sourceTypes: { confluence: false, llmstxt: false } });
      const less = await changed(outs, { sourceTypes: { llmstxt: false } });
      assert.deepEqual(world.requests(), [GET, PATCH, GET]);
      assert.equal(teamspace.policies.sourceTypes.confluence?.enabled, false);
      assert.deepEqual(less, {
        sourceTypes: { llmstxt: false },
        restoreOnDelete: false,
        previous: { sourceTypes: { llmstxt: true } },
      });
    });

    it("keeps what was there before each property was first declared", async () => {
      const outs = await made({ libraryFilters: { quality: { minTrustScore: 4 } } });
      teamspace.policies.libraryFilters.mode = "select";
      const more = await changed(outs, {
        libraryFilters: { mode: "quality", quality: { minTrustScore: 7 } },
      });
      assert.deepEqual(more.previous, {
        libraryFilters: { mode: "select", quality: { noThreshold: ["minTrustScore"] } },
      });
    });

    it("is not needed when only the order of a list differs", async () => {
      const quality = (blockedLibraries: string[]) => ({
        libraryFilters: { quality: { blockedLibraries } },
      });
      const outs = await made(quality(["/a", "/b"]));
      const inputs = await checked(quality(["/b", "/a"]));
      assert.equal((await diff(world.config(), id, outs, inputs)).changes, false);
    });
  });

  describe("remove", () => {
    const news = {
      sourceTypes: { confluence: false },
      libraryFilters: { mode: "quality", quality: { minTrustScore: 7, blockedLibraries: ["/a"] } },
    };

    it("leaves the policies and says so, without a request", async () => {
      const outs = await made(news);
      const there = structuredClone(teamspace.policies);
      world.told.length = 0;
      await remove(world.config(), id, outs);
      assert.deepEqual(world.requests(), [GET, PATCH]);
      assert.deepEqual(teamspace.policies, there);
      assert.match(
        world.told.join(),
        /keeps its policies.*restoreOnDelete: true.*before this stack/,
      );
    });

    it("puts back what was there before, if asked for, and leaves the rest", async () => {
      teamspace.policies.libraryFilters.quality.blockedLibraries = ["/old"];
      const before = structuredClone(teamspace.policies);
      const outs = await made({ ...news, restoreOnDelete: true });
      teamspace.policies.sourceTypes.llmstxt = { enabled: false };
      await remove(world.config(), id, outs);
      before.sourceTypes.llmstxt = { enabled: false };
      assert.deepEqual(teamspace.policies, before);
    });

    it("has nothing to put back in a teamspace that is gone", async () => {
      const outs = await made({ ...news, restoreOnDelete: true });
      const body = { error: "team_not_found", message: "Team not found or access denied" };
      world.plan({ path: /policies$/, times: 1, respond: { status: 404, body } });
      await remove(world.config(), id, outs);
    });
  });

  describe("a refusal", () => {
    const refusal = async (settings = {}) => {
      const inputs = await checked({ sourceTypes: { websites: false } });
      const message = await messageOf(create(world.config(settings), inputs));
      assert.doesNotMatch(message, /ctx7sk-/);
      return message;
    };

    it("of a developer's key names the role it takes", async () => {
      assert.match(
        await refusal({ "context7-ema:apiKey": teamspace.developerApiKey }),
        /may not change this teamspace's policies\. PATCH https:\/\/context7\.com\/api\/v2\/policies: 403 forbidden, Only team owners and admins.*made by an owner or admin/,
      );
    });

    it("of a wrong key says where to make one", async () => {
      assert.match(
        await refusal({ "context7-ema:apiKey": "ctx7sk-wrong" }),
        /refused the API key\. GET .*401 invalid_api_key.*set context7-ema:apiKey/,
      );
    });

    it("of a key without teamspace says so", async () => {
      const body = { error: "team_not_found", message: "Team not found or access denied" };
      world.plan({ path: /policies$/, times: 1, respond: { status: 404, body } });
      assert.match(await refusal(), /finds no teamspace for the API key.*404 team_not_found/);
    });

    it("of the values repeats what Context7 says", async () => {
      const body = { error: "validation_error", message: "No such library" };
      world.plan({ method: "PATCH", path: /policies$/, times: 1, respond: { status: 400, body } });
      assert.match(
        await refusal(),
        /refused the policies\. .*400 validation_error, No such library\. Correct what it names/,
      );
    });

    it("for too many requests is waited out as Retry-After says", async () => {
      const respond = {
        status: 429,
        headers: { "retry-after": "1" },
        body: { error: "rate_limit_exceeded", message: "Rate limit exceeded." },
      };
      world.plan({ method: "PATCH", path: /policies$/, times: 1, respond });
      await made({ sourceTypes: { websites: false } });
      assert.deepEqual(world.requests(), [GET, PATCH, PATCH]);
      assert.equal(teamspace.policies.sourceTypes.websites?.enabled, false);
    });

    it("of an answer that is something else says what it is not", async () => {
      world.plan({ path: /policies$/, times: 1, respond: { status: 200, body: { ok: true } } });
      assert.match(await refusal(), /did not answer with the policies of a teamspace/);
    });
  });
});
