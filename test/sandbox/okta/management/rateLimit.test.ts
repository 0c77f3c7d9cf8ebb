import assert from "node:assert/strict";
import { bucketOf, WORKFORCE_LIMITS } from "../../../../sandbox/okta/management/rateLimit";
import { type ManagementApi, startManagementApi } from "./api";

describe("the sandbox's rate limits of Okta's management API", () => {
  const PATHS: [string, string][] = [
    ["/api/v1/apps", "/api/v1/apps*"],
    ["/api/v1/apps/0oa1", "/api/v1/apps/{id}"],
    ["/api/v1/apps/0oa1/groups", "/api/v1/apps*"],
    ["/api/v1/apps/0oa1/groups/00g1", "/api/v1/apps*"],
    ["/api/v1/apps/0oa1/users", "/api/v1/apps*"],
    ["/api/v1/apps/0oa1/cwo/connections", "/api/v1/apps/{id}/cwo/connections*"],
    ["/api/v1/apps/0oa1/cwo/connections/cwo1", "/api/v1/apps/{id}/cwo/connections*"],
    ["/api/v1/groups", "/api/v1/groups"],
    ["/api/v1/groups/00g1", "/api/v1/groups/{id}"],
    ["/api/v1/features", "/*"],
  ];
  for (const [path, bucket] of PATHS) {
    it(`counts ${path} in ${bucket}`, () => {
      assert.equal(bucketOf(WORKFORCE_LIMITS, path), bucket);
    });
  }

  describe("of a bucket for apps and one for each app", () => {
    let api: ManagementApi;
    let now = Date.UTC(2026, 1, 3);

    before(async () => {
      const rateLimits = { "/api/v1/apps*": 2, "/api/v1/apps/{id}": 5 };
      api = await startManagementApi({ rateLimits }, { now: () => now, sleep: async () => {} });
    });
    after(() => api.stop());

    const ask = async (path: string) => {
      const { status, headers, body } = await api.call("GET", path);
      const told = ["limit", "remaining", "reset"].map((name) => {
        const value = headers.get(`x-rate-limit-${name}`);
        return value === null ? undefined : Number(value);
      });
      return { status, told, code: body.errorCode, date: Date.parse(headers.get("date") ?? "") };
    };

    it("counts each bucket by itself, refuses what is over it, and begins anew after a minute", async () => {
      const reset = now / 1000 + 60;
      assert.deepEqual((await ask("/api/v1/apps")).told, [2, 1, reset]);
      now += 30_000;
      assert.deepEqual((await ask("/api/v1/apps/0oa1/groups")).told, [2, 0, reset]);
      const refused = await ask("/api/v1/apps");
      assert.deepEqual([refused.status, refused.code], [429, "E0000047"]);
      assert.deepEqual(refused.told, [2, 0, reset]);
      assert.equal(refused.date, now);
      assert.deepEqual((await ask("/api/v1/apps/0oa1")).told, [5, 4, now / 1000 + 60]);
      assert.deepEqual((await ask("/api/v1/features")).told, [undefined, undefined, undefined]);
      now += 30_000;
      assert.deepEqual((await ask("/api/v1/apps")).told, [2, 1, reset + 60]);
    });
  });
});
