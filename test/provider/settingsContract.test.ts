import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { request } from "undici";
import { parse } from "yaml";
import { sandboxDispatcher } from "../../sandbox/dispatcher";
import { sandboxed } from "./sandboxed";

interface Operation {
  responses: Record<string, unknown>;
}

const text = readFileSync(join(__dirname, "../../docs/teamspace-settings.openapi.yaml"), "utf8");
const contract = parse(text) as {
  openapi: string;
  info: { description: string };
  paths: Record<string, Record<string, Operation>>;
};

describe("docs/teamspace-settings.openapi.yaml", () => {
  const world = sandboxed();

  it("is OpenAPI 3.1 and says that Context7 offers no such API", () => {
    assert.equal(contract.openapi, "3.1.0");
    assert.match(contract.info.description, /Context7 offers no such API today/);
    assert.doesNotMatch(text, /https:\/\/context7\.com/);
  });

  it("points to nothing that is not there", () => {
    for (const [, pointer = ""] of text.matchAll(/\$ref: "#\/([^"]+)"/g)) {
      const target = pointer
        .split("/")
        .reduce<unknown>((node, key) => (node as Record<string, unknown>)?.[key], contract);
      assert.ok(target, pointer);
    }
  });

  it("is what the sandbox answers, status by status", async () => {
    const { settingsUrl, apiKey } = world.sandbox.description.context7;
    const dispatcher = sandboxDispatcher(world.sandbox.description);
    const ask = async (
      method: "GET" | "PUT" | "DELETE",
      { key = apiKey, headers = {}, body = undefined as unknown } = {},
    ) => {
      const answer = await request(settingsUrl, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body ? { "content-type": "application/json" } : {}),
          ...headers,
        },
        body: body ? JSON.stringify(body) : undefined,
        dispatcher,
      });
      await answer.body.dump();
      const operation = contract.paths["/"]?.[method.toLowerCase()];
      assert.ok(operation?.responses[answer.statusCode], `${method} ${answer.statusCode}`);
      return { status: answer.statusCode, etag: String(answer.headers.etag) };
    };
    const body = { issuer: "https://acme.okta.com" };

    try {
      assert.equal((await ask("GET")).status, 404);
      assert.equal((await ask("GET", { key: "wrong" })).status, 401);
      const made = await ask("PUT", { body, headers: { "if-none-match": "*" } });
      assert.equal(made.status, 201);
      assert.equal((await ask("PUT", { body, headers: { "if-none-match": "*" } })).status, 412);
      assert.equal((await ask("GET")).etag, made.etag);
      assert.equal((await ask("PUT", { body, headers: { "if-match": made.etag } })).status, 200);
      assert.equal((await ask("DELETE", { headers: { "if-match": made.etag } })).status, 412);
      const wrong = { issuer: "https://acme.okta.com/oauth2/default" };
      assert.equal((await ask("PUT", { body: wrong })).status, 422);
      assert.equal((await ask("DELETE")).status, 204);
      assert.equal((await ask("DELETE")).status, 404);
    } finally {
      await dispatcher.close();
    }
  });
});
