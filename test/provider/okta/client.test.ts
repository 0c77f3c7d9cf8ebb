import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { oktaClient } from "../../../provider/okta/client";
import { ifThere, OktaApiError } from "../../../provider/okta/error";
import { findGroups, getApplication, listFeatures } from "../../../provider/okta/objects";
import { rateLimited } from "../../../sandbox/okta/management/rateLimit";
import { messageOf, sandboxed } from "../sandboxed";
import { addServiceClient } from "../serviceClients";

describe("oktaClient", () => {
  const world = sandboxed();
  const okta = (settings = {}) => oktaClient(world.config(settings));

  it("explains a wrong token without showing it", async () => {
    const message = await messageOf(findGroups(okta({ "okta:apiToken": "00secret" }), "Eng"));
    assert.match(message, /refused the credentials for https:\/\/acme\.okta\.com/);
    assert.match(
      message,
      /GET https:\/\/acme\.okta\.com\/api\/v1\/groups: 401 E0000011, Invalid token/,
    );
    assert.match(message, /Security → API → Tokens; set okta:apiToken \(or OKTA_API_TOKEN\)/);
    assert.match(message, /request ID: \w+/);
    assert.doesNotMatch(message, /00secret|Eng/);
  });

  it("names scope and role when rights are missing", async () => {
    const token = world.sandbox.description.okta.apiToken;
    const rights = world.acme.apiTokens.get(token);
    assert.ok(rights);
    rights.scopes = [];
    const message = await messageOf(findGroups(okta(), "Eng"));
    rights.scopes = "all";
    assert.match(
      message,
      /403 E0000006.*scope okta\.groups\.read and the role Read-Only Administrator/,
    );
  });

  it("has one error type, whose fields say what happened", async () => {
    await assert.rejects(getApplication(okta(), "0oanothing"), (error) => {
      assert.ok(error instanceof OktaApiError);
      assert.equal(error.status, 404);
      assert.equal(error.errorCode, "E0000007");
      assert.equal(error.path, "/api/v1/apps/0oanothing");
      assert.ok(error.requestId);
      return true;
    });
  });

  it("takes 404, and no other refusal, for gone", async () => {
    assert.equal(await ifThere(getApplication(okta(), "0oanothing")), undefined);
    const refused = okta({ "okta:apiToken": "00wrong" });
    await assert.rejects(ifThere(getApplication(refused, "0oanothing")), OktaApiError);
  });

  it("waits as x-rate-limit-reset says, and goes on", async () => {
    world.plan(rateLimited({ path: /groups$/, times: 1 }, 1));
    const started = Date.now();
    assert.ok((await findGroups(okta(), "Eng")).length > 0);
    assert.ok(Date.now() - started >= 1000);
    assert.equal(world.requests().length, 2);
  });

  it("ends when the limit is not lifted, and says how long it tried", async () => {
    world.plan(rateLimited({ path: /groups$/, times: 9 }, 1));
    const message = await messageOf(findGroups(okta(), "Eng"));
    assert.match(message, /is over its rate limit, and still is \(after 2 retries in \d s\)/);
    assert.match(message, /429 E0000047/);
    assert.equal(world.requests().length, 3);
  });

  it("does not wait for a limit that lasts too long", async () => {
    world.plan(rateLimited({ path: /groups$/, times: 9 }, 600));
    assert.match(await messageOf(findGroups(okta(), "Eng")), /429 E0000047/);
    assert.equal(world.requests().length, 1);
  });

  it("tries again after a failure, and goes on", async () => {
    const body = { errorCode: "E0000009", errorSummary: "Internal Server Error" };
    world.plan({ path: /groups$/, times: 1, respond: { status: 500, body } });
    assert.ok((await findGroups(okta(), "Eng")).length > 0);
  });

  it("follows pages to the end", async () => {
    const added = Array.from({ length: 450 }, (_, number) => `00gpage${number}`);
    for (const id of added) {
      const group = { id, name: `Paged ${id}`, description: "", type: "OKTA_GROUP" as const };
      world.acme.groups.set(id, { ...group, members: new Set() });
    }
    assert.equal((await findGroups(okta(), "Paged")).length, added.length);
    assert.equal(world.requests().length, 3);
    for (const id of added) world.acme.groups.delete(id);
  });

  it("does not take the token to another host for the next page", async () => {
    const headers = { link: '<https://globex.okta.com/api/v1/groups?after=1>; rel="next"' };
    world.plan({ path: /groups$/, times: 1, respond: { status: 200, headers, body: [] } });
    assert.match(await messageOf(findGroups(okta(), "Eng")), /globex\.okta\.com.*not followed/);
    assert.equal(world.requests().length, 1);
  });

  it("refuses an answer that is not what Okta documents", async () => {
    world.plan({ path: /features$/, times: 1, respond: { status: 200, body: [{ id: 1 }] } });
    assert.match(await messageOf(listFeatures(okta())), /not what Okta documents/);
  });

  it("says what to check when nobody answers", async () => {
    const message = await messageOf(findGroups(okta({ "okta:orgName": "nobody" }), "Eng"));
    assert.match(message, /https:\/\/nobody\.okta\.com did not answer/);
    assert.match(message, /okta:orgName.*HTTPS_PROXY.*NODE_EXTRA_CA_CERTS/);
  });

  describe("with an API service app", () => {
    const tokenRequests = () =>
      world.requests().filter((call) => call === "POST /oauth2/v1/token").length;

    it("asks for one token, and keeps it", async () => {
      const settings = await addServiceClient(world.acme, ["okta.groups.read"]);
      await Promise.all([findGroups(okta(settings), "Eng"), findGroups(okta(settings), "Des")]);
      await findGroups(okta(settings), "Eng");
      assert.equal(tokenRequests(), 1);
    });

    it("asks for a new one when Okta does not take it any more", async () => {
      const settings = await addServiceClient(world.acme, ["okta.groups.read"]);
      await findGroups(okta(settings), "Eng");
      world.acme.accessTokens.clear();
      assert.ok((await findGroups(okta(settings), "Eng")).length > 0);
      assert.equal(tokenRequests(), 2);
    });

    it("asks for a new one only once", async () => {
      const settings = await addServiceClient(world.acme, ["okta.groups.read"]);
      const body = { errorCode: "E0000011", errorSummary: "Invalid token provided" };
      world.plan({ path: /groups$/, times: 9, respond: { status: 401, body } });
      assert.match(await messageOf(findGroups(okta(settings), "Eng")), /401 E0000011/);
      assert.equal(tokenRequests(), 2);
    });

    describe("that requires DPoP", () => {
      const requireProof = () =>
        addServiceClient(world.acme, ["okta.groups.read"], { dpopRequired: true });

      it("binds its token to a key: one sign-in, and a proof for every call", async () => {
        const client = okta(await requireProof());
        await Promise.all([findGroups(client, "Eng"), findGroups(client, "Des")]);
        assert.ok((await findGroups(client, "Eng")).length > 0);
        // Without a proof, with one, with the nonce that the second was answered with.
        assert.equal(tokenRequests(), 3);
        const [token = ""] = [...world.acme.accessTokens.keys()].slice(-1);
        assert.ok(decodeJwt<{ cnf?: { jkt?: string } }>(token).cnf?.jkt);
        const stolen = okta({ "okta:apiToken": undefined, "okta:accessToken": token });
        assert.match(await messageOf(findGroups(stolen, "Eng")), /401 E0000011/);
      });

      it("makes a new proof when it sends a request again", async () => {
        const client = okta(await requireProof());
        const respond = { status: 503, headers: { "retry-after": "0" } };
        // Okta took the first proof, and takes none twice.
        world.plan({ path: /groups$/, times: 1, when: "after", respond });
        assert.ok((await findGroups(client, "Eng")).length > 0);
        assert.equal(world.requests().filter((call) => call.includes("/groups")).length, 2);
      });

      it("signs in again when the token ended", async () => {
        const client = okta(await requireProof());
        await findGroups(client, "Eng");
        world.acme.accessTokens.clear();
        assert.ok((await findGroups(client, "Eng")).length > 0);
        assert.equal(tokenRequests(), 6);
      });

      it("says what may be wrong when Okta does not take the proof", async () => {
        const settings = await requireProof();
        const body = { error: "invalid_dpop_proof", error_description: "iat is too old" };
        world.plan({ path: /v1\/token$/, times: 2, respond: { status: 400, body } });
        const message = await messageOf(findGroups(okta(settings), "Eng"));
        assert.match(
          message,
          /400 invalid_dpop_proof, iat is too old.*A wrong clock on this machine/,
        );
      });
    });

    it("explains a scope that was not granted", async () => {
      const settings = await addServiceClient(world.acme, ["okta.groups.read"]);
      settings["okta:scopes"] = '["okta.users.read"]';
      const message = await messageOf(findGroups(okta(settings), "Eng"));
      assert.match(message, /invalid_scope.*Grant okta\.users\.read on its Okta API Scopes tab/);
    });

    it("explains a key that is not the app's, without showing it", async () => {
      const settings = await addServiceClient(world.acme, ["okta.groups.read"]);
      settings["okta:clientId"] = "0oanobody";
      const message = await messageOf(findGroups(okta(settings), "Eng"));
      assert.match(message, /invalid_client.*Compare okta:clientId/);
      assert.doesNotMatch(message, /BEGIN/);
    });

    it("explains a key that cannot be read, without showing it", async () => {
      const settings = await addServiceClient(world.acme, ["okta.groups.read"]);
      settings["okta:privateKey"] =
        "-----BEGIN PRIVATE KEY-----\nMIIsecret\n-----END PRIVATE KEY-----";
      const message = await messageOf(findGroups(okta(settings), "Eng"));
      assert.match(message, /okta:privateKey \(or OKTA_API_PRIVATE_KEY\) is neither/);
      assert.doesNotMatch(message, /MIIsecret/);
    });
  });
});
