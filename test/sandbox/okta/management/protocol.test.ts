import assert from "node:assert/strict";

import { rateLimited } from "../../../../sandbox/okta/management/rateLimit";
import { type ManagementApi, startManagementApi } from "./api";

describe("the sandbox's Okta management API", () => {
  let api: ManagementApi;

  before(async () => {
    api = await startManagementApi();
  });
  after(() => api.stop());

  describe("tokens and scopes", () => {
    for (const [name, authorization] of [
      ["no token", ""],
      ["an unknown API token", "SSWS 00unknown"],
      ["an unknown access token", "Bearer unknown"],
      ["an API token sent as Bearer", "Bearer TOKEN"],
      ["an expired access token", "Bearer expired"],
    ]) {
      it(`refuses ${name} with 401 E0000011`, async () => {
        const [token = ""] = api.org.apiTokens.keys();
        api.org.accessTokens.set("expired", {
          clientId: "c",
          scopes: ["okta.apps.read"],
          expiresAt: Date.now() - 1,
        });
        const { status, body } = await api.call("GET", "/api/v1/apps", undefined, {
          authorization: (authorization ?? "").replace("TOKEN", token),
        });
        assert.equal(status, 401);
        assert.match(body.errorId, /^oae[A-Za-z0-9]{17}$/);
        assert.deepEqual(
          { ...body, errorId: "" },
          {
            errorCode: "E0000011",
            errorSummary: "Invalid token provided",
            errorLink: "E0000011",
            errorId: "",
            errorCauses: [],
          },
        );
      });
    }

    const GRANTS: [string[], string, string, number][] = [
      [["okta.apps.read"], "GET", "/api/v1/apps", 200],
      [["okta.apps.manage"], "GET", "/api/v1/apps", 200],
      [["okta.apps.read"], "POST", "/api/v1/apps", 403],
      [["okta.apps.manage"], "POST", "/api/v1/apps", 400],
      [["okta.groups.read"], "GET", "/api/v1/apps", 403],
      [["okta.apps.manage"], "GET", "/api/v1/groups", 403],
      [["okta.groups.read"], "GET", "/api/v1/groups", 200],
      [["okta.groups.read"], "POST", "/api/v1/groups", 403],
      [["okta.users.read"], "GET", "/api/v1/users", 200],
      [["okta.users.read.self"], "GET", "/api/v1/users", 403],
      [["okta.features.read"], "GET", "/api/v1/features", 200],
      [["okta.features.read"], "POST", "/api/v1/features/ftr1/ENABLE", 403],
      [["okta.policies.read"], "GET", "/api/v1/policies?type=ACCESS_POLICY", 200],
      [["okta.apps.manage"], "GET", "/api/v1/internal/apps/a/settings/oauth/idToken", 403],
      [[], "GET", "/api/v1/users/me", 403],
    ];
    for (const [scopes, method, path, expected] of GRANTS) {
      it(`answers ${expected} to ${method} ${path} by an access token with ${scopes}`, async () => {
        const expiresAt = Date.now() + 60_000;
        api.org.accessTokens.set("granted", { clientId: "c", scopes, expiresAt });
        const sent = method === "POST" ? {} : undefined;
        const headers = { authorization: "Bearer granted" };
        const { status, body } = await api.call(method, path, sent, headers);
        assert.equal(status, expected);
        if (status === 403) assert.equal(body.errorCode, "E0000006");
      });
    }

    it("limits an API token to its admin's scopes, but lets it ask who it is", async () => {
      const login = "dev.one@acme.example";
      api.org.apiTokens.set("00limited", { login, scopes: ["okta.groups.read"] });
      const headers = { authorization: "SSWS 00limited" };
      assert.equal((await api.call("GET", "/api/v1/groups", undefined, headers)).status, 200);
      assert.equal((await api.call("GET", "/api/v1/apps", undefined, headers)).status, 403);
      const me = await api.call("GET", "/api/v1/users/me", undefined, headers);
      assert.equal(me.body.profile.login, login);
    });

    it("needs no token for /.well-known/okta-organization", async () => {
      const path = "/.well-known/okta-organization";
      const { status, body } = await api.call("GET", path, undefined, { authorization: "" });
      assert.equal(status, 200);
      assert.equal(body.pipeline, "idx");
      assert.equal(body._links.organization.href, "https://acme.okta.com");
    });
  });

  describe("requests it cannot serve", () => {
    const CASES: [string, string, unknown, Record<string, string>, number, string][] = [
      ["GET", "/api/v1/nothing", undefined, {}, 404, "E0000007"],
      ["PATCH", "/api/v1/apps/0oa1", {}, {}, 405, "E0000022"],
      ["POST", "/api/v1/groups", "{not json", {}, 400, "E0000003"],
      ["POST", "/api/v1/groups", undefined, {}, 400, "E0000003"],
      ["POST", "/api/v1/groups", "a=b", { "content-type": "text/plain" }, 400, "E0000021"],
      ["POST", "/api/v1/groups", { profile: {} }, {}, 400, "E0000001"],
    ];
    for (const [method, path, body, headers, status, code] of CASES) {
      it(`answers ${status} ${code} to ${method} ${path} with ${JSON.stringify(body)}`, async () => {
        const answer = await api.call(method, path, body, headers);
        assert.deepEqual([answer.status, answer.body.errorCode], [status, code]);
      });
    }
  });

  it("sends Okta's headers with every answer, refusals included", async () => {
    for (const path of ["/api/v1/apps", "/api/v1/apps/unknown", "/nowhere"]) {
      const { headers } = await api.call("GET", path);
      assert.match(headers.get("x-okta-request-id") ?? "", /^[0-9a-f]{32}$/);
      assert.ok(headers.get("date"));
      assert.equal(headers.get("content-type"), "application/json; charset=utf-8");
      const [limit, remaining, reset] = ["limit", "remaining", "reset"].map((name) =>
        Number(headers.get(`x-rate-limit-${name}`)),
      );
      assert.ok((limit ?? 0) > (remaining ?? 0));
      const ahead = (reset ?? 0) - Date.now() / 1000;
      assert.ok(ahead > -1 && ahead <= 60, `${ahead}`);
    }
  });

  it("plans a 429 as Okta sends it: with a moment to come back, and no Retry-After", () => {
    const { respond } = rateLimited({ times: 2, path: /apps/ }, 3);
    assert.ok(respond);
    const { status, headers = {}, body } = respond;
    assert.equal(status, 429);
    assert.equal((body as { errorCode: string }).errorCode, "E0000047");
    assert.equal(headers["x-rate-limit-remaining"], "0");
    const ahead = Number(headers["x-rate-limit-reset"]) - Date.now() / 1000;
    assert.ok(ahead > 1 && ahead <= 3);
    assert.equal(headers["retry-after"], undefined);
  });

  it("pages lists by Link headers that lead through all of it", async () => {
    const seen: string[] = [];
    let path: string | undefined = "/api/v1/groups?limit=3";
    while (path) {
      const { headers, body } = await api.call("GET", path);
      seen.push(...body.map(({ id }: { id: string }) => id));
      const link: string = headers.get("link") ?? "";
      assert.match(link, /^<https:\/\/acme\.okta\.com\/api\/v1\/groups\?[^>]*>; rel="self"/);
      const next = /<https:\/\/acme\.okta\.com([^>]+)>; rel="next"/.exec(link);
      path = next?.[1];
    }
    assert.deepEqual(seen, [...api.org.groups.keys()]);
  });

  it("says nothing of a next page after the last item", async () => {
    const { headers, body } = await api.call("GET", "/api/v1/groups?limit=4");
    assert.equal(body.length, 4);
    assert.doesNotMatch(headers.get("link") ?? "", /next/);
  });
});
