import assert from "node:assert/strict";

import { type Arrangement, arrange } from "../developer/arrangement";
import { get } from "../developer/requests";

const API = "https://context7.com/api/v2";

describe("Context7's documentation API in the sandbox", () => {
  let arrangement: Arrangement;
  before(async () => {
    arrangement = await arrange({ mcpServer: false });
  });
  after(() => arrangement.stop());

  it("finds libraries by name, for anybody and for the holder of an API key", async () => {
    const authorization = `Bearer ${arrangement.teamspace.apiKey}`;
    for (const headers of [{}, { authorization }]) {
      const url = `${API}/libs/search?query=drift&libraryName=Pulumi`;
      const { status, body } = await get(arrangement.fetch, url, headers as Record<string, string>);
      assert.equal(status, 200);
      const [library] = body.results as Record<string, unknown>[];
      assert.equal(library?.id, "/pulumi/docs");
      assert.equal(library?.title, "Pulumi");
    }
  });

  it("gives a library's documentation as text, and 404 for one it does not have", async () => {
    const found = await get(arrangement.fetch, `${API}/context?query=drift&libraryId=/pulumi/docs`);
    assert.match(String(found.body.text), /pulumi refresh --preview-only/);
    const missing = await get(arrangement.fetch, `${API}/context?query=x&libraryId=/no/thing`);
    assert.deepEqual([missing.status, missing.body.error], [404, "library_not_found"]);
  });

  it("refuses a key and a token that are not its own", async () => {
    for (const credential of ["ctx7sk-wrong", "a.b.c"]) {
      const { status, body } = await get(arrangement.fetch, `${API}/libs/search?libraryName=node`, {
        authorization: `Bearer ${credential}`,
      });
      assert.deepEqual([status, body.error], [401, "invalid_api_key"]);
    }
  });
});
