import assert from "node:assert/strict";

import type { OrgOptions } from "../../../../sandbox/okta/seed";
import { startManagementApi } from "./api";

describe("the sandbox's features", () => {
  async function withApi(
    crossAppAccess: OrgOptions["crossAppAccess"],
    test: (api: Awaited<ReturnType<typeof startManagementApi>>) => Promise<void>,
  ) {
    const api = await startManagementApi({ crossAppAccess });
    await test(api).finally(() => api.stop());
  }

  const find = async (api: Awaited<ReturnType<typeof startManagementApi>>) => {
    const { body } = await api.call("GET", "/api/v1/features");
    return body.find(({ name }: { name: string }) => name === "Cross App Access");
  };

  it("switches a feature, however the lifecycle is spelt", () =>
    withApi("disabled", async (api) => {
      const feature = await find(api);
      assert.deepEqual(
        [feature.type, feature.status, feature.stage],
        ["self-service", "DISABLED", { value: "EA" }],
      );
      const path = `/api/v1/features/${feature.id}`;
      assert.equal((await api.call("POST", `${path}/ENABLE`)).body.status, "ENABLED");
      assert.equal((await api.call("GET", path)).body.status, "ENABLED");
      assert.equal((await api.call("POST", `${path}/disable?mode=force`)).body.status, "DISABLED");
      assert.equal((await api.call("POST", `${path}/toggle`)).status, 400);
    }));

  it("refuses to switch one that is not for self-service", () =>
    withApi("locked", async (api) => {
      const { id } = await find(api);
      const { status, body } = await api.call("POST", `/api/v1/features/${id}/DISABLE`);
      assert.deepEqual([status, body.errorCode], [403, "E0000006"]);
    }));

  it("can have lost it from the list, as since July 2026", () =>
    withApi("unlisted", async (api) => {
      assert.equal(await find(api), undefined);
      assert.equal((await api.call("GET", "/api/v1/features")).body.length, 1);
      assert.equal((await api.call("GET", "/api/v1/features/ftrunknown")).status, 404);
    }));
});
