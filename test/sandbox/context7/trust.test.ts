import assert from "node:assert/strict";

import { readMetadata } from "../../../sandbox/context7/trust";
import type { Fetch } from "../../../sandbox/fetch";

const ISSUER = "https://acme.okta.com";

describe("reading an issuer's metadata", () => {
  const answering = (body: unknown, init?: ResponseInit): Fetch =>
    (async () => new Response(JSON.stringify(body), init)) as Fetch;
  const reasonFor = async (fetch: Fetch) => {
    const metadata = await readMetadata(fetch, ISSUER);
    assert.ok(!metadata.ok);
    return metadata.reason;
  };

  it("finds the address of the keys", async () => {
    const document = { issuer: ISSUER, jwks_uri: `${ISSUER}/oauth2/v1/keys` };
    assert.deepEqual(await readMetadata(answering(document), ISSUER), {
      ok: true,
      jwksUri: `${ISSUER}/oauth2/v1/keys`,
    });
  });

  it("asks at the issuer's own address and follows no redirect", async () => {
    const asked: unknown[] = [];
    await readMetadata(
      (async (url: string, init: RequestInit) => {
        asked.push(url, init.redirect);
        return new Response("{}");
      }) as Fetch,
      ISSUER,
    );
    assert.deepEqual(asked, [`${ISSUER}/.well-known/openid-configuration`, "error"]);
  });

  it("refuses a document of another issuer, also if only a slash differs", async () => {
    for (const issuer of ["https://evil.example", `${ISSUER}/`, undefined]) {
      const document = { issuer, jwks_uri: "https://evil.example/keys" };
      assert.match(await reasonFor(answering(document)), /names another issuer/);
    }
  });

  it("says what is wrong with an answer that is no metadata", async () => {
    assert.match(await reasonFor(answering({ issuer: ISSUER })), /has no jwks_uri/);
    assert.match(await reasonFor(answering({}, { status: 404 })), /answers 404/);
    assert.match(await reasonFor((async () => new Response("<html>")) as Fetch), /cannot be read/);
  });
});
